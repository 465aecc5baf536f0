"""A server that is to stop: sessions that are on go on, nothing new begins, and pages are told."""

from __future__ import annotations

import asyncio
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from telehealth.core.messages import Admit, StoppingSoon
from telehealth.core.opening import Hello, Watch
from telehealth.errors import Stopping

if TYPE_CHECKING:
    from collections.abc import Callable

    from telehealth.core.ids import RoomId
    from telehealth.core.messages import Act
    from telehealth.core.opening import Opening
    from telehealth.core.room import Room

NO_NEW_SESSION = (
    "The server restarts soon, so no new session can begin. Whoever waits keeps their place: "
    "admit them when the server is back."
)
NOT_NOW = "The server restarts soon. This page comes back by itself when the server is ready."

MISSED_AFTER = 20.0


class Sessions(NamedTuple):
    """How many people are in sessions, be they away or not, and how many of them and their hosts are not."""

    on: int
    present: int


class Drain:
    """Whether the server is to stop, and by when at the latest. `now` is seconds that only ever grow."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: float | None = None
        self._stirred = asyncio.Event()

    @property
    def is_on(self) -> bool:
        """Whether the server is to stop."""
        return self._until is not None

    def begin(self, seconds: float) -> None:
        """The server is to stop, in so many seconds at the latest."""
        self._until = self._now() + seconds

    def stir(self) -> None:
        """Something happened in a room: perhaps its session has ended."""
        self._stirred.set()

    async def over(self, sessions: Callable[[], Sessions]) -> None:
        """Return when no session is on any more, or when all who are in one have been away for a while.

        Those may come back for a moment. Then they keep nobody waiting: their seats outlive the server.
        """
        clock = asyncio.get_running_loop().time
        missed_at: float | None = None
        while (now := sessions()).on:
            if now.present:
                missed_at = None
            elif missed_at is None:
                missed_at = clock() + MISSED_AFTER
            try:
                async with asyncio.timeout_at(missed_at):
                    await self._stirred.wait()
            except TimeoutError:
                return
            self._stirred.clear()

    def check_opening(self, message: Opening, room: Room) -> None:
        """Whoever has a place comes back to it, and others come in where a session is on. Raises Stopping."""
        if self.is_on and isinstance(message, Hello | Watch) and not room.count.in_session:
            raise Stopping(NOT_NOW)

    def check_new_room(self) -> None:
        """A room that nobody is in has no session. Raises Stopping."""
        if self.is_on:
            raise Stopping(NOT_NOW)

    def check_act(self, act: Act, room: Room) -> None:
        """No session begins. Raises Stopping."""
        if self.is_on and isinstance(act, Admit) and not room.count.in_session:
            raise Stopping(NO_NEW_SESSION)

    def news(self, room: RoomId) -> tuple[StoppingSoon, ...]:
        """What a page of this room is to know: nothing, as long as the server is not to stop."""
        if self._until is None:
            return ()
        return (StoppingSoon(room, max(0, ceil(self._until - self._now()))),)
