"""Limits on how much one seat or one address may ask for. Time is the caller's clock, in seconds."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from telehealth.errors import TooFast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_BUCKETS = 65_536


class TokenBucket:
    """Lets `rate` things a second through, and `burst` at once after a pause."""

    __slots__ = ("_burst", "_clock", "_rate", "_tokens", "_updated")

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._updated = clock()

    def take(self) -> bool:
        """Whether one more may pass now."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._updated) * self._rate)
        self._updated = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Attempts:
    """A token bucket for each address key; the ones longest unused are forgotten first."""

    def __init__(self, per_minute: float, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[bytes, TokenBucket] = OrderedDict()

    def take(self, key: bytes) -> None:
        """Count one attempt. Raises TooFast."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = TokenBucket(self._per_minute / 60, self._per_minute, self._clock)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if not bucket.take():
            raise TooFast


class Concurrent:
    """How many of something are open at once for each address key, and in all."""

    def __init__(self, most: int, in_all: int | None = None) -> None:
        self._most = most
        self._in_all = in_all
        self._open: dict[bytes, int] = {}
        self._total = 0

    def enter(self, key: bytes) -> bool:
        """Count one more, unless there are as many as there may be."""
        count = self._open.get(key, 0)
        if count >= self._most or (self._in_all is not None and self._total >= self._in_all):
            return False
        self._open[key] = count + 1
        self._total += 1
        return True

    def leave(self, key: bytes) -> None:
        """Count one less; the key must be the one that entered."""
        count = self._open[key] - 1
        self._total -= 1
        if count:
            self._open[key] = count
        else:
            del self._open[key]

    @contextmanager
    def held(self, key: bytes) -> Iterator[None]:
        """Count one for as long as the block runs. Raises TooFast."""
        if not self.enter(key):
            raise TooFast
        try:
            yield
        finally:
            self.leave(key)
