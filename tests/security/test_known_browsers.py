"""Nobody locks a clinician out of a browser that they have signed in with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from telehealth.security.known_browsers import KnownBrowsers
from telehealth.security.server_key import ServerKey

KEY = ServerKey(bytes(range(32)))


def test_a_known_browser_is_counted_by_itself() -> None:
    browsers = KnownBrowsers(KEY)
    strangers = browsers.bucket("ruiz", "")
    first, second = (browsers.bucket("ruiz", browsers.mark("ruiz")) for _ in range(2))
    assert len({strangers, first, second}) == 3


def test_a_browser_stays_known_when_the_server_is_restarted() -> None:
    cookie = KnownBrowsers(KEY).mark("ruiz")
    restarted = KnownBrowsers(KEY)
    assert restarted.bucket("ruiz", cookie) != restarted.bucket("ruiz", "")


def test_a_browser_known_to_one_account_is_a_stranger_to_another() -> None:
    browsers = KnownBrowsers(KEY)
    assert browsers.bucket("okoro", browsers.mark("ruiz")) == browsers.bucket("okoro", "")


@pytest.mark.parametrize(
    "change",
    [lambda c: c[:-1], lambda c: "A" * 22 + c[22:], lambda c: c + "A", lambda c: c[23:], lambda _: "\ud800"],
)
def test_an_invented_cookie_is_a_strangers(change: Callable[[str], str]) -> None:
    browsers = KnownBrowsers(KEY)
    assert browsers.bucket("ruiz", change(browsers.mark("ruiz"))) == browsers.bucket("ruiz", "")


def test_neither_cookie_nor_bucket_tells_the_account() -> None:
    browsers = KnownBrowsers(KEY)
    cookie = browsers.mark("ruiz")
    assert "ruiz" not in cookie
    assert b"ruiz" not in browsers.bucket("ruiz", cookie)
