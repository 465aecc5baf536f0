"""Transport-wide congestion feedback that the relay gives a sender itself.

draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1; after the two SSRCs follow

    |      base sequence number     |      packet status count      |
    |       reference time (24 bits, units of 64 ms)  | feedback no.|
    |  chunks of 2 bytes: a run of one status, or 14 or 7 statuses  |
    |  deltas of the received: 1 byte, or 2 signed; units of 250 µs |

`Arrivals` collects and builds, `TimeBase` lets it continue the feedback that receivers gave before.
"""

from __future__ import annotations

from struct import Struct as Layout
from typing import Final

from msgspec import Struct

from telehealth.relay import feedback
from telehealth.relay.rtcp import Piece

WINDOW: Final = 8192
"""Sequence numbers that may be outstanding; a jump by more begins anew."""
MOST_BYTES: Final = 1100
INTERVAL: Final = 0.05
"""Seconds between two calls of `Arrivals.build`."""

_TICKS: Final = 4000
"""Of 250 µs in a second; 256 of them are a unit of the reference time."""
_CYCLE: Final = (1 << 24) * 256
"""Ticks after which the reference time begins again: 12 days."""
_LOST, _SMALL, _LARGE = 0, 1, 2
_HEAD: Final = Layout("!HHI")
_SHORT: Final = Layout("!H")
_SIGNED: Final = Layout("!h")
_FIXED_BYTES: Final = 20
_LEAK: Final = 0.001
_LEAP: Final = 1.0


class Feedback(Struct, frozen=True):
    """What one feedback packet says."""

    base: int
    """First sequence number it speaks of."""
    count: int
    """Feedback packet number, modulo 256."""
    reference: int
    """Reference time in units of 64 ms, modulo 2²⁴."""
    arrivals: list[tuple[int, float | None]]
    """(sequence number, seconds on the receiver's clock modulo 12 days, or None when it is lost)."""


def parse(piece: Piece) -> Feedback | None:
    """Read feedback; None for other packets and for what is malformed or speaks of more than 8192 packets."""
    information = piece.control_information
    if piece.kind != feedback.TRANSPORT_CC or len(information) < 8:
        return None
    base, total, last = _HEAD.unpack_from(information)
    if not 0 < total <= WINDOW:
        return None
    statuses, offset = _statuses(information, total)
    if len(statuses) < total:
        return None
    ticks = (last >> 8) * 256
    arrivals: list[tuple[int, float | None]] = []
    for place, status in enumerate(statuses):
        number = (base + place) & 0xFFFF
        if status == _LOST:
            arrivals.append((number, None))
            continue
        if status > _LARGE or offset + status > len(information):
            return None
        ticks += information[offset] if status == _SMALL else _SIGNED.unpack_from(information, offset)[0]
        offset += status
        arrivals.append((number, ticks / _TICKS))
    return Feedback(base, last & 0xFF, last >> 8, arrivals)


def _statuses(information: bytes, total: int) -> tuple[list[int], int]:
    """Statuses from the chunks, fewer than `total` if they end early, and where the deltas begin."""
    statuses: list[int] = []
    offset = 8
    while len(statuses) < total and offset + 2 <= len(information):
        chunk = _SHORT.unpack_from(information, offset)[0]
        offset += 2
        if not chunk & 0x8000:
            statuses += [chunk >> 13 & 3] * min(chunk & 0x1FFF, total - len(statuses))
        elif chunk & 0x4000:
            statuses += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            statuses += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    return statuses[:total], offset


class TimeBase:
    """The clock and the count of whoever last gave a sender feedback, so that the relay can go on with both.

    Feedback reaches the relay some time after the arrivals it tells of, never before; so the smallest
    difference seen is nearest to the clocks' own, and times made from it never go back behind those told.
    """

    def __init__(self) -> None:
        self._offset: float | None = None
        self._count = 0

    def observe(self, piece: Piece, now: float) -> None:
        """Learn from a receiver's feedback as it passes; other packets change nothing."""
        said = parse(piece)
        if said is None:
            return
        self._count = (said.count + 1) & 0xFF
        latest = max((time for _, time in said.arrivals if time is not None), default=None)
        if latest is None:
            return
        if self._offset is None:
            self._offset = now - latest
            return
        cycle = _CYCLE / _TICKS
        change = (now - latest - self._offset + cycle / 2) % cycle - cycle / 2
        # Clocks drift: the smallest difference is let go slowly, and a leap means another receiver.
        self._offset += change if abs(change) > _LEAP else min(change, _LEAK)

    def time(self, now: float) -> float:
        """`now` on the receiver's clock, in seconds; the relay's own as long as no receiver gave feedback."""
        return now - (self._offset or 0.0)

    def next_count(self) -> int:
        """The number for the next feedback packet."""
        count = self._count
        self._count = (count + 1) & 0xFF
        return count


class Arrivals:
    """When the packets of one sender arrived, by their transport-wide sequence numbers."""

    def __init__(self, base: TimeBase) -> None:
        self._base = base
        self._start = 0
        """The first number not yet told of, not wrapped."""
        self._highest = -1
        self._fresh = True
        """Nothing was told since the beginning: an earlier number may yet come to be the first."""
        self._arrived: dict[int, float] = {}
        self._missing: dict[int, None] = {}
        """Numbers told to be lost, oldest first: these may still arrive, and are told of once more."""

    def note(self, sequence_number: int, now: float) -> None:
        """A packet with this number (0–65535) arrived."""
        distance = (sequence_number - self._highest + 0x8000 & 0xFFFF) - 0x8000
        number = self._highest + distance
        if self._highest < 0 or abs(distance) >= WINDOW or number - self._start >= WINDOW:
            self._begin(sequence_number + 0x10000)
            number = self._start
        elif number < self._start and self._fresh:
            self._start = number
        elif number < self._start:
            if number not in self._missing:
                return
            del self._missing[number]
        self._arrived.setdefault(number, now)
        self._highest = max(self._highest, number)

    def _begin(self, number: int) -> None:
        self._start = self._highest = number
        self._fresh = True
        self._arrived.clear()
        self._missing.clear()

    def build(self, sender: int, media: int) -> list[bytes]:
        """Feedback of SSRC `sender` on all that arrived since the last call; none when nothing did.

        `media` is an SSRC of the one who is told. Every packet has at most 1,100 bytes.
        """
        if not self._arrived:
            return []
        spans: list[tuple[int, int]] = []
        for late in sorted(number for number in self._arrived if number < self._start):
            begin = spans.pop()[0] if spans and spans[-1][1] == late else late
            spans.append((begin, late + 1))
        if self._highest >= self._start:
            spans.append((self._start, self._highest + 1))
            self._miss()
        ticks = {number: round(self._base.time(at) * _TICKS) for number, at in self._arrived.items()}
        packets = [
            feedback.build(feedback.TRANSPORT_CC, sender, media, information)
            for begin, end in spans
            for information in self._information(begin, end, ticks)
        ]
        self._start = self._highest + 1
        self._fresh = False
        self._arrived.clear()
        return packets

    def _miss(self) -> None:
        for number in range(self._start, self._highest):
            if number not in self._arrived:
                self._missing[number] = None
        while self._missing and (oldest := next(iter(self._missing))) <= self._highest - WINDOW:
            del self._missing[oldest]

    def _information(self, begin: int, end: int, ticks: dict[int, int]) -> list[bytes]:
        """What to say of the numbers from `begin` to `end`, the last of which arrived."""
        said = []
        while begin < end:
            information, begin = self._packet(begin, end, ticks)
            said.append(information)
        return said

    def _packet(self, begin: int, end: int, ticks: dict[int, int]) -> tuple[bytes, int]:
        """As much as one packet holds, and the first number left out of it."""
        first = next(ticks[number] for number in range(begin, end) if number in ticks)
        reference = first // 256
        last, statuses, deltas = reference * 256, bytearray(), bytearray()
        for number in range(begin, end):
            room = MOST_BYTES - _FIXED_BYTES - 12 - len(statuses) // 7 * 2 - len(deltas)
            at = ticks.get(number)
            if room < 0 or (at is not None and not -0x8000 <= at - last <= 0x7FFF):
                break
            if at is None:
                statuses.append(_LOST)
            elif 0 <= at - last <= 0xFF:
                statuses.append(_SMALL)
                deltas.append(at - last)
                last = at
            else:
                statuses.append(_LARGE)
                deltas += _SIGNED.pack(at - last)
                last = at
        head = _HEAD.pack(
            begin & 0xFFFF, len(statuses), (reference & 0xFFFFFF) << 8 | self._base.next_count()
        )
        body = head + _chunks(bytes(statuses)) + bytes(deltas)
        return body + bytes(-len(body) % 4), begin + len(statuses)


def _chunks(statuses: bytes) -> bytes:
    """Statuses in as few chunks as a look ahead of 14 finds (sections 3.1.3 and 3.1.4)."""
    chunks = bytearray()
    at, total = 0, len(statuses)
    while at < total:
        status = statuses[at]
        following = statuses[at : at + 14]
        if following == bytes([status]) * len(following):
            rest = statuses[at:]
            run = min(len(rest) - len(rest.lstrip(bytes([status]))), 0x1FFF)
            chunks += _SHORT.pack(status << 13 | run)
            at += run
        elif _LARGE in following:
            packed = sum(value << 12 - 2 * place for place, value in enumerate(following[:7]))
            chunks += _SHORT.pack(0xC000 | packed)
            at += 7
        else:
            packed = sum(value << 13 - place for place, value in enumerate(following))
            chunks += _SHORT.pack(0x8000 | packed)
            at += 14
    return bytes(chunks)
