"""Time as the hub sees it, so that tests can bring their own."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Handle(Protocol):
    """Something that was to happen later."""

    def cancel(self) -> None:
        """It is not to happen."""


class Clock(Protocol):
    """Two readings and one promise."""

    def now(self) -> float:
        """Seconds that only ever grow, for durations."""

    def wall(self) -> float:
        """Seconds since 1970 (UTC), which may be set by somebody, for dates."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        """Call back once, after so many seconds."""


class LoopClock:
    """The clock of the running event loop, and the machine's."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def now(self) -> float:
        """See `Clock`."""
        return self._loop.time()

    def wall(self) -> float:
        """See `Clock`."""
        return time.time()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        """See `Clock`."""
        return self._loop.call_later(seconds, callback)
