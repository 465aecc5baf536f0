"""How one stream reaches the relay, for the report blocks that it gives a sender in a group (RFC 3550)."""

from __future__ import annotations

from typing import Final

from telehealth.relay.rtcp import SENDER_REPORT, Piece, ReportBlock

MOST_AHEAD: Final = 3000
MOST_BEHIND: Final = 1000
"""A number outside of these is a new beginning, not a loss (appendix A.1)."""

_MOST_LOST: Final = (1 << 23) - 1


class Reception:
    """Counts of one SSRC; `clock_rate` is that of its timestamps in hertz."""

    def __init__(self, ssrc: int, clock_rate: int) -> None:
        self._ssrc = ssrc
        self._clock_rate = clock_rate
        self._begin(0)
        self._highest = -1
        self._transit: float | None = None
        self._jitter = 0.0
        self._last_report = 0
        self._last_report_at = 0.0

    def _begin(self, number: int) -> None:
        self._first = self._highest = number
        self._received = 0
        self._expected_before = 0
        self._received_before = 0

    def note(self, sequence_number: int, timestamp: int, now: float) -> None:
        """An RTP packet arrived, not one that was sent again."""
        ahead = (sequence_number - self._highest + 0x8000 & 0xFFFF) - 0x8000
        if self._highest < 0 or not -MOST_BEHIND <= ahead <= MOST_AHEAD:
            self._begin(sequence_number)
        elif ahead > 0:
            self._highest += ahead
        self._received += 1
        self._note_transit(now * self._clock_rate - timestamp)

    def _note_transit(self, transit: float) -> None:
        """Interarrival jitter, section 6.4.1: a difference is taken modulo the 32 bits of a timestamp."""
        if self._transit is not None:
            difference = (transit - self._transit + 0x80000000) % (1 << 32) - 0x80000000
            self._jitter += (abs(difference) - self._jitter) / 16
        self._transit = transit

    def heard(self, piece: Piece, now: float) -> None:
        """The sender's own report arrived; other packets change nothing."""
        if piece.packet_type == SENDER_REPORT and piece.sender == self._ssrc:
            self._last_report = int.from_bytes(piece.data[10:14], "big")
            self._last_report_at = now

    def block(self, now: float) -> ReportBlock | None:
        """What to report now, and the beginning of the next interval; None before the first packet."""
        if self._highest < 0:
            return None
        expected = self._highest - self._first + 1
        in_interval = expected - self._expected_before
        lost_in_interval = in_interval - (self._received - self._received_before)
        self._expected_before, self._received_before = expected, self._received
        fraction = min(255, (lost_in_interval << 8) // in_interval) if lost_in_interval > 0 else 0
        delay = min(0xFFFFFFFF, round((now - self._last_report_at) * 65_536)) if self._last_report else 0
        return ReportBlock(
            self._ssrc,
            fraction,
            max(-_MOST_LOST, min(expected - self._received, _MOST_LOST)),
            self._highest & 0xFFFFFFFF,
            min(int(self._jitter), 0xFFFFFFFF),
            self._last_report,
            delay,
        )
