"""Every room of a worker, by name. A room is there as long as it has legs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telehealth.relay.batch import Batch
from telehealth.relay.commands import (
    Adopt,
    AnyCommand,
    AnyEvent,
    CloseRoom,
    Count,
    Counted,
    Kept,
    Lost,
    OpenLeg,
    Sends,
)
from telehealth.relay.leg import Leg
from telehealth.relay.room import RelayRoom
from telehealth.relay.settings import MOST_LEGS
from telehealth.relay.site import Site

ABANDONED_SECONDS = 30.0
"""Time enough for pages to come back to a server that was restarted."""
PAUSE_SECONDS = 0.75
"""Whoever has not listened for so long has no right to say that nothing came."""


class Rooms:
    """What the command channel works on."""

    def __init__(
        self, site: Site, batch: Batch, emit: Callable[[AnyEvent], None], most_legs: int = MOST_LEGS
    ) -> None:
        self._site = site
        self._batch = batch
        self.emit = emit
        self._most_legs = most_legs
        self._legs = 0
        self._rooms: dict[str, RelayRoom] = {}
        self._abandoned: dict[str, float] = {}
        """Rooms of a server that is gone → until when they go on."""
        self._leaving: set[asyncio.Task[None]] = set()
        self._listened = self._awake = 0.0

    def do(self, command: AnyCommand) -> None:
        """Carry out a command in its room. One of an earlier server ends before a new one begins.

        Unless it is adopted: then it is a room like any other from here on.
        """
        if isinstance(command, Adopt):
            self._abandoned.pop(command.room, None)
            return
        if isinstance(command, Sends):
            # Once a second from every page: it changes nothing that others would have to be told.
            if (room := self._rooms.get(command.room)) is not None:
                room.reported(command.leg)
            return
        if command.room in self._abandoned and not isinstance(command, Count):
            self._end(command.room)
        if isinstance(command, OpenLeg) and self._legs >= self._most_legs:
            self.emit(Lost(command.room, command.leg, "full"))
            return
        room = self._rooms.get(command.room) or RelayRoom(command.room, self._site, self)
        room.do(command)
        if room.is_empty:
            self._rooms.pop(command.room, None)
        else:
            self._rooms[command.room] = room

    def counted(self, name: str) -> Counted:
        """A room's counters; those of a room without legs are empty."""
        return (self._rooms.get(name) or RelayRoom(name, self._site, self)).counted()

    def census(self) -> dict[str, int]:
        """Rooms, and legs with those that are still saying goodbye."""
        return {"rooms": len(self._rooms), "legs": self._legs + len(self._leaving)}

    def feedback(self, now: float) -> None:
        """Every 50 ms."""
        for room in self._rooms.values():
            room.feedback(now)

    def listen(self, now: float) -> None:
        """Every 250 ms. After a pause of this process, what is on its way to it is waited for first."""
        if now - self._listened > PAUSE_SECONDS:
            self._awake = now
        self._listened = now
        for room in list(self._rooms.values()):
            room.listen(now, self._awake)

    def look(self, now: float) -> None:
        """Every second."""
        for room in list(self._rooms.values()):
            room.look(now)
        for name in [name for name, until in self._abandoned.items() if now >= until]:
            self._end(name)
        # Legs end by themselves too, and then no command says that a room is over.
        self._rooms = {name: room for name, room in self._rooms.items() if not room.is_empty}

    async def close(self) -> None:
        """Close every room, and return when every browser has been told."""
        for name in list(self._rooms):
            self._end(name)
        if self._leaving:
            await asyncio.wait(self._leaving)

    def abandon(self, now: float) -> None:
        """The server that made these rooms is gone. People in them go on for a while, or until adopted."""
        self._abandoned = dict.fromkeys(self._rooms, now + ABANDONED_SECONDS)

    def kept(self) -> list[Kept]:
        """What a new server is told of the rooms that go on."""
        return [room.kept() for room in self._rooms.values() if not room.is_empty]

    def _end(self, name: str) -> None:
        self._abandoned.pop(name, None)
        if (room := self._rooms.pop(name, None)) is not None:
            room.do(CloseRoom(name))

    def opened(self, leg: Leg) -> None:
        """A room has a new leg."""
        self._legs += 1
        self._batch.expect(leg)

    def closed(self, leg: Leg) -> None:
        """A leg of a room says goodbye."""
        self._legs -= 1
        self._batch.forget(leg)
        task = asyncio.create_task(leg.gone())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
