"""Sealed bodies of algorithm 1, as bytes: what two pages put on the wire to each other.

1 ‖ u8 kind ‖ …
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

ALGORITHM = 1
ID, FIRST, SECOND, TAG = 16, 80, 64, 16
"""Bytes of an id, of the Noise messages 1 and 2, and of an acknowledgement's tag."""


class EnvelopeRefused(Exception):
    """Not a body of this algorithm."""


@dataclass(frozen=True)
class Ask:
    """The host's page wants a channel opened. `page` names its load."""

    kind: ClassVar[int] = 0
    page: bytes

    def __bytes__(self) -> bytes:
        return bytes([ALGORITHM, self.kind]) + self.page


@dataclass(frozen=True)
class Open:
    """A fresh handshake, with Noise's message 1."""

    kind: ClassVar[int] = 1
    channel: bytes
    message: bytes

    def __bytes__(self) -> bytes:
        return bytes([ALGORITHM, self.kind]) + self.channel + self.message


@dataclass(frozen=True)
class Resume:
    """A handshake into a seat that was given before, with Noise's message 1."""

    kind: ClassVar[int] = 2
    channel: bytes
    message: bytes

    def __bytes__(self) -> bytes:
        return bytes([ALGORITHM, self.kind]) + self.channel + self.message


@dataclass(frozen=True)
class Opened:
    """The host's answer, with Noise's message 2."""

    kind: ClassVar[int] = 3
    channel: bytes
    message: bytes

    def __bytes__(self) -> bytes:
        return bytes([ALGORITHM, self.kind]) + self.channel + self.message


@dataclass(frozen=True)
class Message:
    """One content."""

    kind: ClassVar[int] = 4
    channel: bytes
    number: int
    ciphertext: bytes

    def __bytes__(self) -> bytes:
        head = bytes([ALGORITHM, self.kind]) + self.channel
        return head + self.number.to_bytes(8, "big") + self.ciphertext


@dataclass(frozen=True)
class Acknowledgement:
    """Everything up to a number was taken."""

    kind: ClassVar[int] = 5
    channel: bytes
    number: int
    tag: bytes

    def __bytes__(self) -> bytes:
        head = bytes([ALGORITHM, self.kind]) + self.channel
        return head + self.number.to_bytes(8, "big") + self.tag


@dataclass(frozen=True)
class Unknown:
    """The host has no such seat."""

    kind: ClassVar[int] = 6
    channel: bytes

    def __bytes__(self) -> bytes:
        return bytes([ALGORITHM, self.kind]) + self.channel


Envelope = Ask | Open | Resume | Opened | Message | Acknowledgement | Unknown


def read(body: bytes) -> Envelope:
    """The envelope that a body is. Raises EnvelopeRefused."""
    if len(body) < 2 + ID or body[0] != ALGORITHM:
        raise EnvelopeRefused("another algorithm, or nothing")
    channel, rest = body[2 : 2 + ID], body[2 + ID :]
    match body[1], len(rest):
        case 0, 0:
            return Ask(channel)
        case 1, 80:
            return Open(channel, rest)
        case 2, 80:
            return Resume(channel, rest)
        case 3, 64:
            return Opened(channel, rest)
        case 4, length if length >= 8 + TAG:
            return Message(channel, int.from_bytes(rest[:8], "big"), rest[8:])
        case 5, 24:
            return Acknowledgement(channel, int.from_bytes(rest[:8], "big"), rest[8:])
        case 6, 0:
            return Unknown(channel)
    raise EnvelopeRefused("no such kind, or not of its length")
