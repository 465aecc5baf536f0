"""Sequence numbers of a track that pauses and resumes towards one receiver, without a gap.

A gap of half the number space would make the receiver's SRTP refuse what follows as too old (RFC 3711,
section 3.3.1). So each stretch that is forwarded continues the numbers of the one before:

    sender    100 101 102 …paused… 907 908
    receiver  100 101 102          103 104        the second stretch skips 804

Timestamps stay as they are: time has passed for the receiver too.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

HIGHEST_START: Final = 0xFFC0
"""A receiver whose first packets straddle the roll-over may guess the wrong roll-over count."""
LATE: Final = 512
"""How far behind the highest a number may be and still belong to what was."""
STRETCHES: Final = 16

_HALF: Final = 0x8000


class _Stretch(Struct):
    """Numbers forwarded without a pause: the sender's, not wrapped, and how far the receiver's are behind."""

    first: int
    last: int
    skipped: int


class Continuity:
    """The numbers of one track towards one receiver; the last 16 stretches are remembered.

    It is told of every packet, also in a pause: then it always knows how far the sender has come.
    """

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque(maxlen=STRETCHES)
        self._highest = 0
        """The sender's highest number so far, not wrapped."""
        self._paused = False
        self._interrupted = False

    @property
    def skipped(self) -> int:
        """What is added to a receiver's extended highest sequence number for the sender to understand it."""
        return self._stretches[-1].skipped if self._stretches else 0

    def pause(self) -> None:
        """Forward nothing new until `resume`."""
        self._paused = self._interrupted = True

    def resume(self) -> None:
        """The next new packet gets the number after the last one that was forwarded."""
        self._paused = False

    def forward(self, sequence_number: int) -> int | None:
        """The receiver's number for a packet of the sender's; None for one that it is not to get.

        Those are: new ones in a pause, whatever came before a stretch's first packet, and numbers above
        0xFFC0 at the very beginning. A packet of an earlier stretch keeps its number: it can be sent again.
        A sender that jumps back by more than 512, or ahead by half the numbers, begins another stretch.
        """
        if not self._stretches:
            return self._start(sequence_number)
        ahead = sequence_number - self._highest & 0xFFFF
        if ahead == 0 or ahead >= 0x10000 - LATE:
            return self._late(self._highest - (-ahead & 0xFFFF))
        self._highest += ahead
        if self._paused:
            return None
        current = self._stretches[-1]
        if self._interrupted or ahead >= _HALF:
            current = self._continue(current)
        current.last = self._highest
        return self._highest - current.skipped & 0xFFFF

    def placed(self, sequence_number: int) -> int | None:
        """The receiver's number for a packet that may be sent again; None for one it was never to get.

        Other than `forward` it learns nothing from the number: a repair comes late, however far behind.
        """
        behind = self._highest - sequence_number & 0xFFFF
        return self._late(self._highest - behind) if behind < _HALF else None

    def inverse(self, sequence_number: int) -> int | None:
        """The sender's number for one of the receiver's, as in its NACK; None for one it cannot have seen."""
        if not self._stretches:
            return None
        current = self._stretches[-1]
        highest = current.last - current.skipped
        behind = highest - sequence_number & 0xFFFF
        if behind >= _HALF:
            return None
        for stretch in reversed(self._stretches):
            number = highest - behind + stretch.skipped
            if stretch.first <= number <= stretch.last:
                return number & 0xFFFF
        return None

    def _start(self, number: int) -> int | None:
        if self._paused or number > HIGHEST_START:
            return None
        self._interrupted = False
        self._highest = number
        self._stretches.append(_Stretch(number, number, 0))
        return number

    def _continue(self, before: _Stretch) -> _Stretch:
        skipped = self._highest - (before.last - before.skipped + 1)
        self._stretches.append(_Stretch(self._highest, self._highest, skipped))
        self._interrupted = False
        return self._stretches[-1]

    def _late(self, number: int) -> int | None:
        for stretch in reversed(self._stretches):
            if stretch.first <= number <= stretch.last:
                return number - stretch.skipped & 0xFFFF
        return None
