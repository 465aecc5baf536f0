"""Nobody locks a clinician out of a browser that they have signed in with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from telehealth.security.known_browsers import KnownBrowsers
from telehealth.security.server_key import ServerKey

KEY = ServerKey(bytes(range(32)))
VERIFIER = "verifier of the password"


def test_a_known_browser_is_counted_by_itself() -> None:
    browsers = KnownBrowsers(KEY)
    strangers = browsers.bucket("ruiz", VERIFIER, "")
    first, second = (browsers.bucket("ruiz", VERIFIER, browsers.mark("ruiz", VERIFIER)) for _ in range(2))
    assert len({strangers, first, second}) == 3


def test_a_browser_stays_known_when_the_server_is_restarted() -> None:
    cookie = KnownBrowsers(KEY).mark("ruiz", VERIFIER)
    restarted = KnownBrowsers(KEY)
    assert restarted.bucket("ruiz", VERIFIER, cookie) != restarted.bucket("ruiz", VERIFIER, "")


def test_a_browser_known_to_one_account_is_a_stranger_to_another() -> None:
    browsers = KnownBrowsers(KEY)
    assert browsers.bucket("okoro", VERIFIER, browsers.mark("ruiz", VERIFIER)) == browsers.bucket(
        "okoro", VERIFIER, ""
    )


@pytest.mark.parametrize(
    "change",
    [lambda c: c[:-1], lambda c: "A" * 22 + c[22:], lambda c: c + "A", lambda c: c[23:], lambda _: "\ud800"],
)
def test_an_invented_cookie_is_a_strangers(change: Callable[[str], str]) -> None:
    browsers = KnownBrowsers(KEY)
    assert browsers.bucket("ruiz", VERIFIER, change(browsers.mark("ruiz", VERIFIER))) == browsers.bucket(
        "ruiz", VERIFIER, ""
    )


def test_neither_cookie_nor_bucket_tells_the_account() -> None:
    browsers = KnownBrowsers(KEY)
    cookie = browsers.mark("ruiz", VERIFIER)
    assert "ruiz" not in cookie
    assert b"ruiz" not in browsers.bucket("ruiz", VERIFIER, cookie)


def test_with_another_password_every_browser_is_a_stranger_again() -> None:
    browsers = KnownBrowsers(KEY)
    cookie = browsers.mark("ruiz", VERIFIER)
    assert browsers.bucket("ruiz", "another", cookie) == browsers.bucket("ruiz", "another", "")
