"""What the relay itself received of each stream of one sender, for the reports it owes it in a group.

Losses are told by transport-cc and NACK; these reports (RFC 3550, section 6.4) let the sender measure
its round trip, which it needs to time retransmissions.
"""

from __future__ import annotations

from msgspec import Struct

from telehealth.relay.rtcp import SENDER_REPORT, ReportBlock, receiver_report, split

REPORT_SECONDS = 1.0
_DELAY_UNITS = 65_536
"""Of a second, in which a report says how long ago the sender's own report came."""


class _Stream(Struct):
    highest: int
    """Highest sequence number, extended by the number of roll-overs."""
    last_report: int = 0
    """Middle 32 bits of the NTP time of the last sender report."""
    reported_at: float = 0.0


class Reception:
    """The streams of one sender, by SSRC."""

    def __init__(self) -> None:
        self._streams: dict[int, _Stream] = {}
        self._reported = 0.0

    def note(self, ssrc: int, sequence_number: int) -> None:
        """A packet arrived."""
        stream = self._streams.get(ssrc)
        if stream is None:
            self._streams[ssrc] = _Stream(sequence_number)
            return
        ahead = sequence_number - stream.highest & 0xFFFF
        if ahead < 0x8000:
            stream.highest += ahead

    def reported(self, compound: bytes, now: float) -> None:
        """The sender's own report arrived."""
        for piece in split(compound):
            stream = self._streams.get(piece.sender)
            if piece.packet_type == SENDER_REPORT and stream is not None:
                stream.last_report = int.from_bytes(piece.data[10:14], "big")
                stream.reported_at = now

    def report(self, relay_ssrc: int, now: float) -> bytes | None:
        """A receiver report on every stream, once a second; None when it is not due."""
        if now - self._reported < REPORT_SECONDS or not self._streams:
            return None
        self._reported = now
        return receiver_report(relay_ssrc, [self._block(ssrc, now) for ssrc in self._streams][:31])

    def _block(self, ssrc: int, now: float) -> ReportBlock:
        stream = self._streams[ssrc]
        delay = int((now - stream.reported_at) * _DELAY_UNITS) if stream.last_report else 0
        return ReportBlock(
            ssrc=ssrc,
            fraction_lost=0,
            packets_lost=0,
            highest_sequence_number=stream.highest & 0xFFFFFFFF,
            jitter=0,
            last_report=stream.last_report,
            delay=min(delay, 0xFFFFFFFF),
        )
