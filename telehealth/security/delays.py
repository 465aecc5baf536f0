"""Wrong tries make the next one wait: longer each time, and never for good."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.errors import TooFast

if TYPE_CHECKING:
    from collections.abc import Callable

FREE_TRIES = 5
LONGEST_DELAY = 900.0
FORGOTTEN_AFTER = 86_400.0
MOST_BUCKETS = 65_536


class Failures(Struct):
    """Wrong tries one after another, and until when the next one waits."""

    count: int
    until: float


class Delays:
    """Counts by key. After five wrong tries the next waits 1 s, then 2, 4 and so on, at most 15 minutes.

    Time is the caller's clock, in seconds. A key that has not been tried for a day is forgotten, and so are
    the ones longest unused when there are very many.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: OrderedDict[bytes, Failures] = OrderedDict()

    def check(self, key: bytes) -> None:
        """Raise TooFast, with the seconds to wait, before the next try is due."""
        kept = self._failures.get(key)
        if kept is None:
            return
        wait = kept.until - self._clock()
        if wait > 0:
            seconds = math.ceil(wait)
            raise TooFast(f"There were too many wrong tries. Please wait {waiting(seconds)}.", seconds)

    def begin(self, key: bytes) -> None:
        """Count a try as wrong until it is known to be right, so that many at once count as many.

        Raises TooFast.
        """
        self.check(key)
        now = self._clock()
        self._forget_old(now)
        kept = self._failures.setdefault(key, Failures(0, now))
        kept.count += 1
        exponent = min(kept.count - FREE_TRIES, 32)
        delay = min(LONGEST_DELAY, 2.0 ** (exponent - 1)) if exponent > 0 else 0.0
        kept.until = now + delay
        self._failures.move_to_end(key)

    def withdraw(self, key: bytes) -> None:
        """The try could not be judged, and counts for nothing."""
        kept = self._failures.get(key)
        if kept is not None:
            kept.count -= 1
            kept.until = self._clock()

    def succeeded(self, key: bytes) -> None:
        """The try was right: nothing was wrong before."""
        self._failures.pop(key, None)

    def _forget_old(self, now: float) -> None:
        while self._failures:
            key, oldest = next(iter(self._failures.items()))
            if len(self._failures) < MOST_BUCKETS and oldest.until + FORGOTTEN_AFTER > now:
                return
            del self._failures[key]


def waiting(seconds: int) -> str:
    """A pause as people say it."""
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = math.ceil(seconds / 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
