"""Feedback of receivers (RFC 4585, RFC 5104): what they ask for, and what the relay asks in turn."""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct as Layout
from typing import Final

from telehealth.relay.rtcp import FIR, PAYLOAD_FEEDBACK, TRANSPORT_FEEDBACK, Piece

NACK: Final = (TRANSPORT_FEEDBACK, 1)
TRANSPORT_CC: Final = (TRANSPORT_FEEDBACK, 15)
PLI: Final = (PAYLOAD_FEEDBACK, 1)

_HEADER: Final = Layout("!BBHII")
_SHORTS: Final = Layout("!HH")


def build(kind: tuple[int, int], sender: int, media: int, information: bytes) -> bytes:
    """Feedback of any kind (RFC 4585, section 6.1). Raises `ValueError` unless FCI is in words of 4 bytes."""
    if len(information) % 4:
        raise ValueError("feedback comes in words of 4 bytes")
    return _HEADER.pack(0x80 | kind[1], kind[0], 2 + len(information) // 4, sender, media) + information


def pli(sender: int, media: int) -> bytes:
    """Ask the owner of `media` for a key frame."""
    return build(PLI, sender, media, b"")


def nack(sender: int, media: int, sequence_numbers: Iterable[int]) -> bytes:
    """Ask for packets again, in the order of their numbers, each once.

    Raises `ValueError` when there are none to ask for.
    """
    numbers = list(sequence_numbers)
    if not numbers:
        raise ValueError("a NACK asks for at least one packet")
    ordered = sorted({(number - numbers[0] + 0x8000) & 0xFFFF for number in numbers})
    pairs: list[tuple[int, int]] = []
    for place in ordered:
        if pairs and place - pairs[-1][0] <= 16:
            first, following = pairs[-1]
            pairs[-1] = first, following | 1 << (place - first - 1)
        else:
            pairs.append((place, 0))
    information = b"".join(
        _SHORTS.pack((place + numbers[0] - 0x8000) & 0xFFFF, following) for place, following in pairs
    )
    return build(NACK, sender, media, information)


def nacked(piece: Piece) -> list[int]:
    """Sequence numbers that a generic NACK asks for (RFC 4585, section 6.2.1); none of other packets."""
    if piece.kind != NACK:
        return []
    numbers = []
    information = piece.control_information
    for offset in range(0, len(information) - 3, 4):
        first, following = _SHORTS.unpack_from(information, offset)
        numbers.append(first)
        numbers += [(first + bit + 1) & 0xFFFF for bit in range(16) if following >> bit & 1]
    return numbers


def key_frames_asked_of(piece: Piece) -> list[int]:
    """SSRCs of which a PLI (RFC 4585, section 6.3.1) or FIR (RFC 5104, section 4.3.1) wants a key frame."""
    if piece.kind == PLI:
        return [piece.media]
    if piece.kind == FIR:
        information = piece.control_information
        return [
            int.from_bytes(information[offset : offset + 4], "big")
            for offset in range(0, len(information) - 7, 8)
        ]
    return []
