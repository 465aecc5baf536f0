"""Reading a browser's SDP answer: integers, one fingerprint and nothing else.

No text of an answer ever reaches another browser. A parser that asserts or converts freely would
fall over hostile input, so this reads the few lines it needs and refuses what does not fit the offer.
"""

from __future__ import annotations

import re

from msgspec import Struct

from telehealth.core.bounds import LONGEST_SDP
from telehealth.relay.sdp import MOST_SECTIONS, OPUS, RTX, VP8, Section, Stage

MOST_LINES = 4_000
MOST_LINE = 2_048

_NUMBER = re.compile(r"\A[0-9]{1,10}\Z")
_FINGERPRINT = re.compile(r"\A[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}\Z")


class Unfit(ValueError):
    """The answer does not fit its offer."""


class Stream(Struct, frozen=True):
    """What the page sends in one uplink section; SSRCs are unsigned 32-bit, `rtx` 0 is none."""

    mid: str
    ssrc: int
    rtx: int


class Accepted(Struct, frozen=True):
    """All that is taken from an answer."""

    fingerprint: str
    """SHA-256, upper case, with colons."""
    streams: tuple[Stream, ...]


def read_answer(text: str, sections: list[Section]) -> Accepted:
    """What the answer says of the sections that were offered.

    Raises `Unfit` when a section is missing, extra or another kind, when the browser wants to be the
    DTLS server, gives no SHA-256 fingerprint or several different ones, or declares an SSRC twice.
    """
    if len(text) > LONGEST_SDP:
        raise Unfit("too long")
    session, answered = _split(text)
    if len(answered) != len(sections):
        raise Unfit("another number of sections")
    fingerprints: set[str] = set(_fingerprints(session))
    streams: list[Stream] = []
    for lines, section in zip(answered, sections, strict=True):
        kind, port, payloads = _media_line(lines[0])
        if kind != ("audio" if section.media == "a" else "video"):
            raise Unfit("another kind of section")
        if port == 0 or section.stage is not Stage.LIVE:
            continue
        if _value(lines, "a=mid:") != section.mid:
            raise Unfit("another mid")
        if (_value(lines, "a=setup:") or _value(session, "a=setup:")) != "active":
            raise Unfit("the browser must open the DTLS handshake")
        fingerprints.update(_fingerprints(lines))
        if section.is_uplink and (stream := _stream(lines, section, payloads)):
            streams.append(stream)
    if len(fingerprints) != 1:
        raise Unfit("one SHA-256 fingerprint is needed")
    _refuse_repeated(streams)
    return Accepted(fingerprints.pop(), tuple(streams))


def _split(text: str) -> tuple[list[str], list[list[str]]]:
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > MOST_LINES or any(len(line) > MOST_LINE for line in lines):
        raise Unfit("too many or too long lines")
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("m="):
            blocks.append([])
            if len(blocks) > MOST_SECTIONS + 1:
                raise Unfit("too many sections")
        blocks[-1].append(line)
    return blocks[0], blocks[1:]


def _media_line(line: str) -> tuple[str, int, set[int]]:
    words = line[2:].split(" ")
    if len(words) < 4 or not _NUMBER.match(words[1]):
        raise Unfit("an m= line without a port or payload types")
    payloads = {int(word) for word in words[3:] if _NUMBER.match(word)}
    return words[0], int(words[1]), payloads


def _value(lines: list[str], prefix: str) -> str | None:
    return next((line[len(prefix) :].strip() for line in lines if line.startswith(prefix)), None)


def _fingerprints(lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        if line.lower().startswith("a=fingerprint:sha-256 "):
            value = line.split(" ", 1)[1].strip()
            if not _FINGERPRINT.match(value):
                raise Unfit("a fingerprint that is none")
            found.append(value.upper())
    return found


def _stream(lines: list[str], section: Section, payloads: set[int]) -> Stream | None:
    if "a=sendonly" not in lines and "a=sendrecv" not in lines:
        return None
    if (OPUS if section.media == "a" else VP8) not in payloads:
        raise Unfit("none of the offered codecs")
    declared = _ssrcs(lines)
    if not declared:
        return None
    group = _value(lines, "a=ssrc-group:FID ")
    if section.media == "a" or group is None or RTX not in payloads:
        return Stream(section.mid, declared[0], 0)
    pair = [_ssrc(word) for word in group.split(" ")]
    if len(pair) != 2 or any(ssrc not in declared for ssrc in pair):
        raise Unfit("a repair stream that is not declared")
    return Stream(section.mid, pair[0], pair[1])


def _ssrcs(lines: list[str]) -> list[int]:
    numbers = [_ssrc(line[7:].split(" ", 1)[0]) for line in lines if line.startswith("a=ssrc:")]
    return list(dict.fromkeys(numbers))


def _ssrc(word: str) -> int:
    if not _NUMBER.match(word) or not 0 < int(word) < 1 << 32:
        raise Unfit("an SSRC that is no 32-bit number")
    return int(word)


def _refuse_repeated(streams: list[Stream]) -> None:
    numbers = [number for stream in streams for number in (stream.ssrc, stream.rtx) if number]
    if len(set(numbers)) != len(numbers):
        raise Unfit("the same SSRC twice")
