"""At most so many times in so many seconds."""

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
