"""Receivers' estimates of what they can take (draft-alvestrand-rmcat-remb-03): read, never forwarded.

|          'R' 'E' 'M' 'B'          |   after the two SSRCs of payload feedback, the second 0
|  number of SSRCs  | exponent (6)  |
|  mantissa (18): bit/s = mantissa · 2^exponent
|  the SSRCs, 4 bytes each          |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from telehealth.relay import feedback
from telehealth.relay.rtcp import APPLICATION_FEEDBACK, Piece, is_remb

FORGOTTEN_AFTER: Final = 5.0
"""Seconds; browsers repeat an estimate at least every second while they receive video."""


class Estimate(NamedTuple):
    """What one REMB says."""

    bitrate: int
    """Bits a second, for all the streams together."""
    ssrcs: tuple[int, ...]


def build(sender: int, bitrate: int, ssrcs: Sequence[int]) -> bytes:
    """A REMB of `sender`; the bit rate is rounded down to 18 significant bits.

    Raises `ValueError` for a negative bit rate, one of more than 81 bits, or more than 255 streams.
    """
    exponent = max(0, bitrate.bit_length() - 18)
    if bitrate < 0 or exponent > 63 or len(ssrcs) > 255:
        raise ValueError("no REMB can say that")
    said = len(ssrcs) << 24 | exponent << 18 | bitrate >> exponent
    information = b"REMB" + said.to_bytes(4, "big") + b"".join(ssrc.to_bytes(4, "big") for ssrc in ssrcs)
    return feedback.build(APPLICATION_FEEDBACK, sender, 0, information)


def parse(piece: Piece) -> Estimate | None:
    """What a REMB says; None for other packets and for one that is shorter than it says."""
    information = piece.control_information
    if not is_remb(piece) or len(information) < 8:
        return None
    said = int.from_bytes(information[4:8], "big")
    end = 8 + 4 * (said >> 24)
    if end > len(information):
        return None
    ssrcs = tuple(int.from_bytes(information[at : at + 4], "big") for at in range(8, end, 4))
    return Estimate((said & 0x3FFFF) << (said >> 18 & 0x3F), ssrcs)


class ReceiverEstimate:
    """What one receiver can take, as it last said."""

    def __init__(self) -> None:
        self._bitrate: int | None = None
        self._said = 0.0

    def note(self, piece: Piece, now: float) -> None:
        """Read a REMB; other packets change nothing."""
        estimate = parse(piece)
        if estimate is not None:
            self._bitrate, self._said = estimate.bitrate, now

    def estimate(self, now: float) -> int | None:
        """Bits a second, or None when nothing was said for 5 s."""
        return self._bitrate if now - self._said <= FORGOTTEN_AFTER else None
