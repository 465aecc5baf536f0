"""How an answer differs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from telehealth.security.headers import security_headers
from telehealth.verification.answers import Answer
from telehealth.verification.comparison import UNWANTED, Claim, claim, faults, is_the_same
from telehealth.verification.questions import Question
from telehealth.web.manifest import Entry

BODY = (
    b'<meta name="release" content="1.2.3">\n<link rel="icon" href="/static/0123456789abcdef/img/lamp.svg">\n'
)
QUESTION = Question(
    name="/",
    path="/",
    destination="document",
    entry=Entry(hashlib.sha256(BODY).hexdigest(), len(BODY), "text/html; charset=utf-8"),
    headers=security_headers(secure=True),
)


NONE: Mapping[str, str | list[str]] = {}


def answered(
    headers: Mapping[str, str | list[str]] = NONE,
    *,
    body: bytes | None = BODY,
    status: int = 200,
    without: str = "",
) -> Answer:
    given = CIMultiDict({**security_headers(secure=True), "Content-Type": "text/html; charset=utf-8"})
    given.pop(without, None)
    for name, texts in headers.items():
        given.pop(name, None)
        for text in [texts] if isinstance(texts, str) else texts:
            given.add(name, text)
    return Answer(status, CIMultiDictProxy(given), body)


def said(answer: Answer) -> list[str]:
    return [fault.what for fault in faults(QUESTION, answer)]


def test_what_is_the_same_has_no_fault() -> None:
    assert said(answered()) == []
    assert is_the_same(QUESTION, answered())


def test_headers_of_proxies_and_another_way_of_writing_a_type_are_none() -> None:
    headers = {"Via": "1.1 proxy", "Date": "now", "Alt-Svc": 'h3=":443"', "Server": "nginx"}
    assert said(answered({**headers, "Content-Type": "text/html;charset=UTF-8"})) == []


@pytest.mark.parametrize("body", [None, b"", BODY + b"\n", BODY[:-1], BODY.replace(b"icon", b"ican")])
def test_other_bytes_are_one(body: bytes | None) -> None:
    answer = answered(body=body)
    assert said(answer) == ["its bytes are not those of this release"]
    assert not is_the_same(QUESTION, answer)


@pytest.mark.parametrize("name", security_headers(secure=True))
def test_a_header_that_is_missing_changed_or_said_twice_is_one(name: str) -> None:
    assert said(answered(without=name)) == [f"{name} is missing"]
    assert said(answered({name: "other"})) == [f"{name} is not as in this release: other"]
    if name != "Strict-Transport-Security":
        twice = [security_headers(secure=True)[name], "other"]
        assert said(answered({name: twice}))[0].startswith(f"{name} is not as in this release: ")


def test_https_may_be_asked_for_longer_and_not_shorter() -> None:
    name = "Strict-Transport-Security"
    for fine in ("max-age=63072000; includeSubDomains", ["max-age=31536000", "max-age=0"]):
        assert said(answered({name: fine})) == []
    for short in ("max-age=0", "max-age=3600", ["max-age=0", "max-age=31536000"]):
        assert said(answered({name: short}))[0].startswith(f"{name} is not as in")


@pytest.mark.parametrize("name", UNWANTED)
def test_a_header_that_the_release_never_sends_is_one(name: str) -> None:
    (what,) = said(answered({name: "x"}))
    assert what.startswith(f"it carries {name}, which ")


def test_another_type_is_one() -> None:
    assert said(answered({"Content-Type": "text/plain"})) == [
        "its Content-Type is not text/html; charset=utf-8"
    ]


def test_a_redirect_is_one_and_says_where_to() -> None:
    assert said(answered({"Location": "https://example.org/\x1b[2J"}, status=301)) == [
        "the browser is sent on to https://example.org/?[2J"
    ]


def test_another_status_is_one() -> None:
    assert said(answered(status=404)) == ["its status is 404 instead of 200"]
    (fault,) = faults(QUESTION, answered(status=421))
    assert "address that people open" in fault.cure


def test_every_fault_says_what_to_do() -> None:
    for answer in (
        answered(body=b""),
        answered(status=301),
        answered(status=404),
        answered(without="Cache-Control"),
    ):
        assert all(fault.cure.endswith(".") for fault in faults(QUESTION, answer))


def test_a_page_says_which_release_it_is_of() -> None:
    assert claim(answered()) == Claim("1.2.3", "0123456789abcdef")
    for nothing in (None, b"", BODY.replace(b"1.2.3", b"\x1b[2J"), BODY.replace(b"/static", b"/other")):
        assert claim(answered(body=nothing)) is None
