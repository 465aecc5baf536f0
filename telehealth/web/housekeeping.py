"""What the web process does by itself: what is due is forgotten, and closed accounts lose their rooms."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import structlog

from telehealth.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telehealth.core.ids import ClinicianId
    from telehealth.store.records import Clinician

PURGED_EVERY = 3600.0
LOOKED_AFTER_EVERY = 10.0
"""The operator closes an account by a command of its own: within this time its pages notice."""

log = structlog.get_logger()


class Kept(Protocol):
    """The store, as far as it is looked after here."""

    async def purge(self, now: float, closes_after: float, audit_seconds: float) -> Mapping[str, int]:
        """Forget what is due; how many of each kind."""

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """The account."""


class Rooms(Protocol):
    """The hub, as far as it is looked after here."""

    def owners(self) -> Iterable[ClinicianId]:
        """Whose rooms are in memory."""

    def close_rooms(self, owner: ClinicianId) -> None:
        """They are no more."""


class Housekeeping:
    """Runs until it is stopped, between two of its turns: what the store does is never cut short.

    A store that does not answer is asked again the next time.
    """

    def __init__(
        self,
        store: Kept,
        rooms: Rooms,
        wall: Callable[[], float],
        *,
        closes_after: float,
        audit_seconds: float,
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._wall = wall
        self._closes_after = closes_after
        self._audit_seconds = audit_seconds
        self._purged = float("-inf")
        self._stopping = asyncio.Event()

    async def run(self, seconds: float = LOOKED_AFTER_EVERY) -> None:
        """Look after everything, again and again, with so many seconds between."""
        while not self._stopping.is_set():
            try:
                await self.look_after()
            except Unavailable:
                log.exception("the store could not be looked after")
            except Exception:
                # Whatever it is, the next turn may go well; without one, nothing would be forgotten any more.
                log.critical("the store could not be looked after", exc_info=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._stopping.wait()

    def stop(self) -> None:
        """Let this turn be the last."""
        self._stopping.set()

    async def look_after(self) -> None:
        """Close the rooms of accounts that are closed or gone; once an hour, forget what is due.

        Raises Unavailable when the store does not answer.
        """
        now = self._wall()
        for owner in self._rooms.owners():
            clinician = await self._store.clinician(owner)
            if clinician is None or clinician.is_closed(now):
                self._rooms.close_rooms(owner)
        if not self._purged <= now < self._purged + PURGED_EVERY:
            forgotten = await self._store.purge(now, self._closes_after, self._audit_seconds)
            self._purged = now
            count = sum(forgotten.values())
            if count:
                log.info("what was due was forgotten", count=count)
