"""The server's end of the worker's channel, with browsers behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telehealth.relay.channel import Channel
from telehealth.relay.commands import (
    Answer,
    AnyCommand,
    AnyEvent,
    Connected,
    Link,
    Offered,
    OpenLeg,
)
from tests.relay.browser import Browser, Colour
from tests.relay.stage import ROOM

RED: Colour = (76, 85, 250)
BLUE: Colour = (40, 240, 110)
PATIENCE = 15.0


class Server:
    """The other end of the command socket, with the browsers of the people it knows."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.channel: Channel[AnyEvent] = Channel(reader, writer, AnyEvent)
        self.events: list[AnyEvent] = []
        self.browsers: dict[int, Browser] = {}
        self.ended = asyncio.Event()
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._listen())

    @classmethod
    @asynccontextmanager
    async def connected(cls, path: str) -> AsyncIterator[Server]:
        server = cls(*await asyncio.open_unix_connection(path))
        try:
            yield server
        finally:
            await server.close()

    async def close(self) -> None:
        """Go; offers that the others' going brings are answered by nobody."""
        failed = self._task.done() and self._task.exception()
        self._task.cancel()
        for browser in self.browsers.values():
            await browser.close()
        self.writer.close()
        await asyncio.wait([self._task])
        assert not failed

    async def _listen(self) -> None:
        while (event := await self.channel.receive()) is not None:
            self.events.append(event)
            self._news.set()
            if isinstance(event, Offered) and event.leg in self.browsers:
                await self.browsers[event.leg].offered(event.sdp)
        self.ended.set()

    def do(self, command: AnyCommand) -> None:
        self.channel.send(command)

    def joins(self, leg: int, colour: Colour) -> Browser:
        """A person whose browser answers every offer."""
        self.browsers[leg] = Browser(colour, lambda sdp: self.do(Answer(ROOM, leg, sdp)))
        self.do(OpenLeg(ROOM, leg, f"person{leg}", "session"))
        return self.browsers[leg]

    async def heard(self, kind: type[AnyEvent], count: int = 1) -> list[AnyEvent]:
        """Wait for so many events of a kind."""
        async with asyncio.timeout(PATIENCE):
            while len(found := [event for event in self.events if isinstance(event, kind)]) < count:
                self._news.clear()
                await self._news.wait()
        return found

    async def call(self) -> tuple[Browser, Browser]:
        """Two people who are linked and connected."""
        first, second = self.joins(1, RED), self.joins(2, BLUE)
        self.do(Link(ROOM, 1, 2, True))
        self.do(Link(ROOM, 2, 1, True))
        await self.heard(Connected, 2)
        return first, second
