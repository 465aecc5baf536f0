"""A relay worker of a few lines: it writes down what it is told, and says what a test wants said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from telehealth.relay.channel import Channel
from telehealth.relay.commands import AnyCommand, AnyEvent, Greeted, Kept, Offered, OpenLeg

Kind = TypeVar("Kind")


class FakeWorker:
    """Listens on a Unix socket; each connection is a server that remembers nothing."""

    def __init__(self, path: Path, *, offers: bool = False) -> None:
        self.path = path
        self.told: list[AnyCommand] = []
        self.keeps: list[Kept] = []
        """What it carries for whoever connects next."""
        self.holds_back = asyncio.Event()
        """While it is set, a test says itself when a server is greeted."""
        self.connections = 0
        self.connected = asyncio.Event()
        self._offers = offers
        self._heard = asyncio.Condition()
        self._channel: Channel[AnyCommand] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.path)

    async def stop(self) -> None:
        """Like a process that dies: the socket and the connection are gone."""
        if self._server is not None:
            self._server.close()
            self.path.unlink()
        self.drop()

    def drop(self) -> None:
        """End the connection alone."""
        if self._writer is not None:
            self._writer.close()

    def greet(self) -> None:
        """Tell the server that has connected what it carries."""
        for kept in self.keeps:
            self.say(kept)
        self.say(Greeted())

    def say(self, event: AnyEvent) -> None:
        assert self._channel is not None
        self._channel.send(event)

    def say_bytes(self, data: bytes) -> None:
        assert self._writer is not None
        self._writer.write(data)

    async def heard(self, kind: type[Kind], count: int = 1) -> list[Kind]:
        """Wait until so many commands of a kind have come, and return them."""

        def found() -> list[Kind]:
            return [command for command in self.told if isinstance(command, kind)]

        async with asyncio.timeout(5), self._heard:
            await self._heard.wait_for(lambda: len(found()) >= count)
        return found()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        channel: Channel[AnyCommand] = Channel(reader, writer, AnyCommand)
        self._channel, self._writer = channel, writer
        if not self.holds_back.is_set():
            self.greet()
        self.connections += 1
        self.connected.set()
        while (command := await channel.receive()) is not None:
            self.told.append(command)
            if self._offers and isinstance(command, OpenLeg):
                channel.send(Offered(command.room, command.leg, command.kind, f"v=0 of leg {command.leg}"))
            async with self._heard:
                self._heard.notify_all()
        self.connected.clear()
        writer.close()


@asynccontextmanager
async def working(folder: Path, *, offers: bool = False) -> AsyncIterator[FakeWorker]:
    """A worker for as long as the context lasts."""
    worker = FakeWorker(folder / "relay-0", offers=offers)
    await worker.start()
    try:
        yield worker
    finally:
        if worker.path.exists():
            await worker.stop()
