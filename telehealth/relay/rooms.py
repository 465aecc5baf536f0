"""Every room of a worker, by name. A room is there as long as it has legs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telehealth.relay.batch import Batch
from telehealth.relay.commands import AnyCommand, AnyEvent, CloseRoom, Count, Counted
from telehealth.relay.leg import Leg
from telehealth.relay.room import RelayRoom
from telehealth.relay.site import Site

ABANDONED_SECONDS = 30.0
"""Time enough for pages to come back to a server that was restarted."""


class Rooms:
    """What the command channel works on."""

    def __init__(self, site: Site, batch: Batch, emit: Callable[[AnyEvent], None]) -> None:
        self._site = site
        self._batch = batch
        self.emit = emit
        self._rooms: dict[str, RelayRoom] = {}
        self._abandoned: dict[str, float] = {}
        """Rooms of a server that is gone → until when they go on."""
        self._leaving: set[asyncio.Task[None]] = set()

    def do(self, command: AnyCommand) -> None:
        """Carry out a command in its room. One of an earlier server ends before a new one begins."""
        if command.room in self._abandoned and not isinstance(command, Count):
            self._end(command.room)
        room = self._rooms.get(command.room) or RelayRoom(command.room, self._site, self)
        room.do(command)
        if room.is_empty:
            self._rooms.pop(command.room, None)
        else:
            self._rooms[command.room] = room

    def counted(self, name: str) -> Counted:
        """A room's counters; those of a room without legs are empty."""
        return (self._rooms.get(name) or RelayRoom(name, self._site, self)).counted()

    def feedback(self, now: float) -> None:
        """Every 50 ms."""
        for room in self._rooms.values():
            room.feedback(now)

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
        """The server that made these rooms is gone. People in them go on until another one speaks of them."""
        self._abandoned = dict.fromkeys(self._rooms, now + ABANDONED_SECONDS)

    def _end(self, name: str) -> None:
        self._abandoned.pop(name, None)
        if (room := self._rooms.pop(name, None)) is not None:
            room.do(CloseRoom(name))

    def opened(self, leg: Leg) -> None:
        """A room has a new leg."""
        self._batch.expect(leg)

    def closed(self, leg: Leg) -> None:
        """A leg of a room says goodbye."""
        self._batch.forget(leg)
        task = asyncio.create_task(leg.gone())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
