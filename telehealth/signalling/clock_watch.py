"""Notices when the machine's clock was set: dates are wrong then, before or after, and somebody has to know.

Sessions do not mind: durations go by a clock that nobody sets. Whether a link is open and a sign-in over goes
by dates.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from telehealth.signalling.clock import Clock

LOOKED_EVERY = 5.0
SECONDS = 3.0
"""A clock that is corrected little by little strays less between two looks (adjtimex(2): 0.05 % at most)."""

log = structlog.get_logger()


class ClockWatch:
    """Compares the machine's clock with the one that only grows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = self._difference()

    async def run(self) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(LOOKED_EVERY)
            self.look()

    def look(self) -> None:
        """Raise an alarm if the clock was set since the last look, by how many seconds.

        A machine that slept looks the same: the clock that only grows has slept too (clock_gettime(2)).
        """
        ahead, before = self._difference(), self._ahead
        self._ahead = ahead
        if abs(ahead - before) >= SECONDS:
            log.critical("the clock was set", seconds=round(ahead - before))

    def _difference(self) -> float:
        return self._clock.wall() - self._clock.now()
