"""What the relay does itself about losses in a group: packets sent again, key-frame requests thinned."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable
from typing import Final, Generic, NamedTuple, TypeVar

MOST_PACKETS: Final = 512
KEPT_FOR: Final = 1.0
"""Seconds; a frame that is later than this is of no use in a conversation."""
SENT_AGAIN_AFTER: Final = 0.02
MOST_TIMES: Final = 3
ASKED_AGAIN_AFTER: Final = 0.04
KEY_FRAME_INTERVAL: Final = 0.5

Receiver = TypeVar("Receiver", bound=Hashable)


class Reply(NamedTuple):
    """What becomes of a NACK, in the order of its numbers."""

    packets: list[bytes]
    """To send to the receiver again, as they were stored."""
    wanted: list[int]
    """Sequence numbers to ask of the sender."""


class _Kept(Generic[Receiver]):
    """A packet, and to whom it was sent again: how often, and when last."""

    __slots__ = ("again", "packet", "stored")

    def __init__(self, packet: bytes, stored: float) -> None:
        self.packet = packet
        self.stored = stored
        self.again: dict[Receiver, tuple[int, float]] = {}

    def send_to(self, receiver: Receiver, now: float) -> bool:
        times, last = self.again.get(receiver, (0, now))
        if times >= MOST_TIMES or (times and now - last < SENT_AGAIN_AFTER):
            return False
        self.again[receiver] = times + 1, now
        return True


class PacketCache(Generic[Receiver]):
    """The latest packets of one SSRC, in the sender's own numbers."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept[Receiver]] = {}
        self._order: deque[int] = deque()
        self._highest = 0
        self._asked: dict[int, float] = {}
        """Numbers that the sender was asked for less than 40 ms ago, the oldest first."""

    def __len__(self) -> int:
        return len(self._kept)

    def store(self, packet: bytes, now: float) -> None:
        """Keep a whole RTP packet (at least its 12 bytes of header) for 1 s or until 512 more have come."""
        number = packet[2] << 8 | packet[3]
        self._forget(now)
        if number in self._kept:
            return
        ahead = number - self._highest & 0xFFFF
        if ahead < 0x10000 - MOST_PACKETS or not self._kept:
            self._highest = number
        if len(self._order) == MOST_PACKETS:
            del self._kept[self._order.popleft()]
        self._kept[number] = _Kept(packet, now)
        self._order.append(number)
        self._asked.pop(number, None)

    def answer(self, receiver: Receiver, sequence_numbers: Iterable[int], now: float) -> Reply:
        """Packets for a receiver's NACK: each once in 20 ms, at most three times; others may be asked for.

        A number is asked of the sender once in 40 ms, for whoever misses it, and only when it is one of
        the last 512: others would come too late, or never were.
        """
        self._forget(now)
        reply = Reply([], [])
        for number in sequence_numbers:
            kept = self._kept.get(number)
            if kept is None:
                if self._may_ask(number, now):
                    reply.wanted.append(number)
            elif kept.send_to(receiver, now):
                reply.packets.append(kept.packet)
        return reply

    def _may_ask(self, number: int, now: float) -> bool:
        if not self._kept or self._highest - number & 0xFFFF >= MOST_PACKETS:
            return False
        if number in self._asked:
            return False
        self._asked[number] = now
        return True

    def _forget(self, now: float) -> None:
        while self._order and now - self._kept[self._order[0]].stored > KEPT_FOR:
            del self._kept[self._order.popleft()]
        while self._asked and now - self._asked[oldest := next(iter(self._asked))] >= ASKED_AGAIN_AFTER:
            del self._asked[oldest]


class KeyFrameRequests:
    """Thins what several receivers ask of one sender: a key frame costs as much as ten other frames."""

    def __init__(self) -> None:
        self._last: dict[int, float] = {}
        self._waiting: set[int] = set()

    def allow(self, ssrc: int, now: float) -> bool:
        """Whether a request may go to the sender now: one in 500 ms. One that may not is remembered."""
        last = self._last.get(ssrc)
        if last is not None and now - last < KEY_FRAME_INTERVAL:
            self._waiting.add(ssrc)
            return False
        self._last[ssrc] = now
        self._waiting.discard(ssrc)
        return True

    def due(self, now: float) -> list[int]:
        """SSRCs of which a remembered request goes now; they count as asked."""
        due = [ssrc for ssrc in self._waiting if now - self._last[ssrc] >= KEY_FRAME_INTERVAL]
        for ssrc in due:
            self._last[ssrc] = now
            self._waiting.discard(ssrc)
        return sorted(due)

    def served(self, ssrc: int) -> None:
        """A key frame has just begun: whoever waited for one gets this one."""
        self._waiting.discard(ssrc)
