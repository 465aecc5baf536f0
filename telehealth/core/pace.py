"""At most so many times in so many seconds, and at most so many bytes."""

from __future__ import annotations

from collections.abc import Hashable


class Pace:
    """Counts by key over a sliding window; a key that was quiet for the whole window takes no memory."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self._counted: dict[Hashable, tuple[float, ...]] = {}

    def allow(self, key: Hashable, now: float) -> bool:
        """Whether once more is within the limit, and if so count it. `now` is in seconds."""
        self._forget(now)
        recent = self._counted.get(key, ())
        if len(recent) >= self._times:
            return False
        self._counted[key] = (*recent, now)
        return True

    def _forget(self, now: float) -> None:
        for key, counted in list(self._counted.items()):
            recent = tuple(at for at in counted if now - at < self._seconds)
            if recent:
                self._counted[key] = recent
            else:
                del self._counted[key]


class Budget:
    """So many bytes at once, restored by so many a second; a key that has all of them takes no memory."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._spent: dict[Hashable, float] = {}
        self._counted = 0.0

    def allow(self, key: Hashable, size: int, now: float) -> bool:
        """Whether so many bytes more are within the budget, and if so spend them. `now` is in seconds."""
        self._restore(now)
        spent = self._spent.get(key, 0.0) + size
        if spent > self._burst:
            return False
        self._spent[key] = spent
        return True

    def _restore(self, now: float) -> None:
        restored, self._counted = (now - self._counted) * self._per_second, now
        self._spent = {key: spent - restored for key, spent in self._spent.items() if spent > restored}
