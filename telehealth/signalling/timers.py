"""A room's named timers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from telehealth.signalling.clock import Clock, Handle


class Timers:
    """Each name has one timer at most. `fired` gets the name and a number to ask `take` with.

    A timer that has fired may still be cancelled or replaced until its turn in the room's queue comes:
    `take` says whether it still counts.
    """

    def __init__(self, clock: Clock, fired: Callable[[str, int], None]) -> None:
        self._clock = clock
        self._fired = fired
        self._set: dict[str, tuple[int, Handle]] = {}
        self._count = 0

    def set(self, name: str, seconds: float) -> None:
        """Start it, in place of one of that name."""
        self.cancel(name)
        self._count += 1
        handle = self._clock.call_later(seconds, partial(self._fired, name, self._count))
        self._set[name] = (self._count, handle)

    def cancel(self, name: str) -> None:
        """Forget it, whether it was set or not."""
        _number, handle = self._set.pop(name, (0, None))
        if handle is not None:
            handle.cancel()

    def take(self, name: str, number: int) -> bool:
        """Whether the timer that fired with this number is still the one of that name; it is over then."""
        if self._set.get(name, (0,))[0] != number:
            return False
        del self._set[name]
        return True

    def clear(self) -> None:
        """Forget all."""
        for name in list(self._set):
            self.cancel(name)
