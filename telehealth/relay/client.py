"""The server's side of the relay's Unix sockets: one connection a worker, made again whenever it breaks."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Protocol

import msgspec
import structlog

from telehealth import alarms
from telehealth.errors import MediaUnavailable
from telehealth.relay.channel import MOST_BYTES_WAITING, Channel
from telehealth.relay.commands import AnyEvent, Greeted, Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telehealth.relay.commands import AnyCommand, RoomEvent

SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 1.0

log = structlog.get_logger()


class Listener(Protocol):
    """Who is told what the relay says. No method may wait."""

    def relay_event(self, event: RoomEvent) -> None:
        """Something happened to a leg."""

    def relay_lost(self, worker: int) -> None:
        """The connection broke, and with it every leg of this worker's rooms."""

    def relay_back(self, worker: int, kept: Sequence[Kept]) -> None:
        """The worker is connected again. It has these rooms, each until spoken to of it without `Adopt`."""


class Relay:
    """All workers as one. A room is always with the same worker, found by a hash of its id."""

    def __init__(self, sockets: Sequence[str]) -> None:
        self._workers = [_Worker(index, path) for index, path in enumerate(sockets)]
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, listener: Listener) -> None:
        """Connect to the workers in the background, again and again."""
        self._tasks = [asyncio.create_task(worker.run(listener)) for worker in self._workers]
        for task in self._tasks:
            alarms.watch(task, "relay client")

    async def close(self) -> None:
        """Let go of the workers."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def connected(self) -> None:
        """Return when every worker is connected, and has said what it carries."""
        for worker in self._workers:
            await worker.is_connected.wait()

    @property
    def available(self) -> bool:
        """Whether every worker is connected."""
        return all(worker.is_connected.is_set() for worker in self._workers)

    def worker_of(self, room: str) -> int:
        """The worker that carries this room, the same after every restart."""
        digest = hashlib.sha256(room.encode("utf-8")).digest()
        return int.from_bytes(digest[:8], "big") % len(self._workers)

    def send(self, command: AnyCommand) -> None:
        """Say something to the room's worker, without waiting. Raises MediaUnavailable while it is away."""
        self._workers[self.worker_of(command.room)].send(command)


class _Worker:
    """The connection to one worker."""

    def __init__(self, index: int, path: str) -> None:
        self._index = index
        self._path = path
        self._channel: Channel[AnyEvent] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.is_connected = asyncio.Event()

    async def run(self, listener: Listener) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(self._path)
            except OSError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = SHORTEST_PAUSE
            await self._converse(reader, writer, listener)
            await asyncio.sleep(pause)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, listener: Listener
    ) -> None:
        channel: Channel[AnyEvent] = Channel(reader, writer, AnyEvent)
        self._channel, self._writer = channel, writer
        kept: list[Kept] = []
        try:
            while (event := await channel.receive()) is not None:
                if isinstance(event, Kept):
                    kept.append(event)
                elif isinstance(event, Greeted):
                    self.is_connected.set()
                    listener.relay_back(self._index, kept)
                else:
                    listener.relay_event(event)
        except (msgspec.MsgspecError, ValueError):
            log.critical("the relay sent what the server does not understand", exc_info=True)
        except Exception:
            log.critical("what the relay said could not be done", exc_info=True)
        finally:
            self._channel = self._writer = None
            was_connected = self.is_connected.is_set()
            self.is_connected.clear()
            channel.close()
        if was_connected:
            listener.relay_lost(self._index)

    def send(self, command: AnyCommand) -> None:
        if self._channel is None or self._writer is None or self._writer.is_closing():
            raise MediaUnavailable
        if not self.is_connected.is_set():
            # What it carries is not known yet, and the first word about a room may end it.
            raise MediaUnavailable
        if self._writer.transport.get_write_buffer_size() > MOST_BYTES_WAITING:
            log.error("the relay does not read what it is told")
            self._writer.transport.abort()
            raise MediaUnavailable
        self._channel.send(command)
