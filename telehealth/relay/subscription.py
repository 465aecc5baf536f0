"""One track on its way to one receiver: its sequence numbers, and those of its retransmissions.

In a pair, packets pass as they are. Once a subscription has paused, or the relay itself has
retransmitted something, its numbers go on from the last one sent: SRTP would refuse a gap as too old,
and a number used twice would encrypt two texts with one keystream.
"""

from __future__ import annotations

from telehealth.relay.leg import Leg
from telehealth.relay.numbering import Continuity
from telehealth.relay.rtp import RtpHeader, make_rtx, parse, set_sequence_number
from telehealth.relay.sdp import RTX, Track


class Subscription:
    """The state that outlives a change from pair to group and back."""

    def __init__(self, track: Track, receiver: Leg) -> None:
        self.track = track
        self.receiver = receiver
        self.numbers = Continuity()
        self._last_repair: int | None = None
        self._own_repairs = False

    def media(self, packet: bytes, sequence_number: int) -> bytes | None:
        """The media packet as this receiver gets it; None while forwarding may not begin."""
        number = self.numbers.forward(sequence_number)
        if number is None or number == sequence_number:
            return packet if number is not None else None
        return _numbered(packet, number)

    def passed_repair(self, packet: bytes, header: RtpHeader) -> bytes | None:
        """The sender's own retransmission (RFC 4588), with the numbers this receiver knows.

        None when it never had a number for it, and for a probe that repeats nothing once numbers differ.
        """
        if not self._own_repairs and not self.numbers.skipped:
            self._note_repair(header.sequence_number)
            return packet
        payload_offset = header.payload_offset
        if len(packet) - header.padding - payload_offset < 2:
            return None
        original = int.from_bytes(packet[payload_offset : payload_offset + 2], "big")
        known = self.numbers.placed(original)
        if known is None:
            return None
        again = bytearray(packet)
        again[payload_offset : payload_offset + 2] = known.to_bytes(2, "big")
        set_sequence_number(again, self._next_repair())
        return bytes(again)

    def repair(self, packet: bytes) -> bytes | None:
        """The relay's retransmission of a cached packet; None if this receiver never had a number for it."""
        header = parse(packet)
        if header is None or not self.track.rtx:
            return None
        number = self.numbers.placed(header.sequence_number)
        if number is None:
            return None
        return make_rtx(_numbered(packet, number), self.track.rtx, RTX, self._next_repair())

    def _note_repair(self, sequence_number: int) -> None:
        last = self._last_repair
        if last is None or (sequence_number - last) & 0xFFFF < 0x8000:
            self._last_repair = sequence_number

    def _next_repair(self) -> int:
        self._own_repairs = True
        self._last_repair = 0 if self._last_repair is None else (self._last_repair + 1) & 0xFFFF
        return self._last_repair


def _numbered(packet: bytes, number: int) -> bytes:
    again = bytearray(packet)
    set_sequence_number(again, number)
    return bytes(again)
