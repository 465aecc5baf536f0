"""How an answer differs from what the release answers, and what to do about it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from aiohttp import hdrs
from msgspec import Struct

from telehealth.verification.answers import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from multidict import CIMultiDictProxy

    from telehealth.verification.answers import Answer
    from telehealth.verification.questions import Question

REINSTALL = (
    "Do not use this server until whoever runs it has switched off what changes pages on the way, "
    "or installed the release again."
)
PASS_ON = "Whatever stands in front of the server has to pass it on unchanged."  # noqa: S105 -- no secret
UNWANTED: Mapping[str, str] = {
    "Set-Cookie": "marks whoever asks",
    "Refresh": "sends the browser elsewhere",
    "Link": "makes the browser load more than the page names",
    "Speculation-Rules": "makes the browser load more than the page names",
    "Service-Worker-Allowed": "lets a script answer in the place of the server",
    "SourceMap": "makes the browser load more than the page names",
    "Content-Security-Policy-Report-Only": "has the browser report to somebody",
    "Report-To": "has the browser report to somebody",
    "Reporting-Endpoints": "has the browser report to somebody",
    "NEL": "has the browser report to somebody",
}
"""Headers that the release never sends with a page or file, and what they do."""
HSTS = "Strict-Transport-Security"
MAX_AGE = re.compile(r'max-age="?(\d{1,12})', re.ASCII | re.IGNORECASE)
RELEASE = re.compile(rb'<meta name="release" content="([0-9A-Za-z.+!-]{1,40})">')
FILES = re.compile(rb'"/static/([0-9a-f]{16})/')


class Fault(Struct, frozen=True):
    """One difference."""

    what: str
    cure: str


class Claim(Struct, frozen=True):
    """Which release a page says it is of."""

    version: str
    release: str


def is_the_same(question: Question, answer: Answer) -> bool:
    """Whether these are the release's bytes."""
    body = answer.body
    return body is not None and hashlib.sha256(body).hexdigest() == question.entry.sha256


def faults(question: Question, answer: Answer) -> Iterator[Fault]:
    """All differences; behind a redirect or another status nothing more is looked at."""
    if 300 <= answer.status < 400:
        target = shown(answer.headers.get(hdrs.LOCATION, "nowhere"))
        yield Fault(
            f"the browser is sent on to {target}",
            "If people open that address, verify that one; otherwise do not use this server.",
        )
    elif answer.status != question.status:
        yield _wrong_status(question, answer)
    else:
        if not is_the_same(question, answer):
            yield Fault("its bytes are not those of this release", REINSTALL)
        yield from _header_faults(question, answer.headers)


def claim(answer: Answer) -> Claim | None:
    """What a page says of itself. It may lie; but then it is compared with the release that it names."""
    version, release = (pattern.search(answer.body or b"") for pattern in (RELEASE, FILES))
    if version is None or release is None:
        return None
    return Claim(version[1].decode("ascii"), release[1].decode("ascii"))


def _wrong_status(question: Question, answer: Answer) -> Fault:
    what = f"its status is {answer.status} instead of {question.status}"
    if answer.status == 421:
        return Fault(what, "The server does not know this name: give the address that people open.")
    return Fault(what, REINSTALL)


def _header_faults(question: Question, headers: CIMultiDictProxy[str]) -> Iterator[Fault]:
    if _plain(headers.getall(hdrs.CONTENT_TYPE, [])) != _plain([question.entry.content_type]):
        yield Fault(f"its {hdrs.CONTENT_TYPE} is not {question.entry.content_type}", PASS_ON)
    for name, text in question.headers.items():
        found = headers.getall(name, [])
        if not found:
            yield Fault(f"{name} is missing", PASS_ON)
        elif not (_lasts(found[0], text) if name == HSTS else found == [text]):
            yield Fault(f"{name} is not as in this release: {shown(', '.join(found))}", PASS_ON)
    for name, does in UNWANTED.items():
        if name in headers:
            yield Fault(
                f"it carries {name}, which {does}",
                "Whatever adds it has to stop; until then do not use this server.",
            )


def _plain(types: list[str]) -> list[str]:
    return [one.lower().replace(" ", "") for one in types]


def _lasts(found: str, expected: str) -> bool:
    """A browser goes by the first header (RFC 6797, section 8.1); a proxy may well ask for longer."""
    ages = [int(age[1]) if (age := MAX_AGE.search(text)) else 0 for text in (found, expected)]
    return ages[0] >= ages[1]
