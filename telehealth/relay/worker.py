"""The relay's process: media sockets, a Unix socket for commands, and nothing else.

One server at a time is connected. While none is, media goes on. A new connection means a server that
remembers nothing: it is told of every room, and those that it does not adopt end when it speaks of them, or
after half a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
import structlog

from telehealth import alarms, census
from telehealth.relay.batch import Batch
from telehealth.relay.channel import Channel
from telehealth.relay.commands import AnyCommand, AnyEvent, Greeted
from telehealth.relay.counters import Counters
from telehealth.relay.endpoint import bind, listening_socket
from telehealth.relay.rooms import Rooms
from telehealth.relay.settings import WorkerSettings
from telehealth.relay.site import Site

FEEDBACK_SECONDS = 0.05
LISTEN_SECONDS = 0.25
LOOK_SECONDS = 1.0
REPORT_SECONDS = 5.0
REST_SECONDS = 1.0
"""After a tick that failed."""

log = structlog.get_logger()


class Worker:
    """Sockets, rooms and the connection to the server. Make one with `Worker.listening`."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self.counters = Counters()
        self._sockets = bind(settings.addresses, settings.port)
        self.port: int = self._sockets[0].getsockname()[1]
        self.batch = Batch(self._sockets, self.counters)
        site = Site(
            addresses=settings.addresses,
            port=self.port,
            relay_ssrc=secrets.randbelow((1 << 32) - 1) + 1,
            counters=self.counters,
            outbox=self.batch,
        )
        self.rooms = Rooms(site, self.batch, self._emit, settings.legs)
        self._channel: Channel[AnyCommand] | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._reported: dict[str, int] = {}

    @classmethod
    @asynccontextmanager
    async def listening(cls, settings: WorkerSettings) -> AsyncIterator[Worker]:
        """A worker that serves while the context lasts. Raises `AddressUnavailable`."""
        worker = cls(settings)
        loop = asyncio.get_running_loop()
        for index, opened in enumerate(worker._sockets):
            loop.add_reader(opened, worker._readable, index)
        server = await asyncio.start_unix_server(worker._serve, sock=listening_socket(settings.socket))
        ticks = [
            asyncio.create_task(_every(FEEDBACK_SECONDS, worker._feedback)),
            asyncio.create_task(_every(LISTEN_SECONDS, worker._listen)),
            asyncio.create_task(_every(LOOK_SECONDS, worker._look)),
            asyncio.create_task(_every(REPORT_SECONDS, worker._report)),
        ]
        try:
            yield worker
        finally:
            for tick in ticks:
                tick.cancel()
            await worker._close(server)

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        if self._channel:
            self._channel.close()
        if self._serving:
            await asyncio.wait(self._serving)
        await server.wait_closed()
        # Nobody can open another one now.
        await self.rooms.close()
        loop = asyncio.get_running_loop()
        for opened in self._sockets:
            loop.remove_reader(opened)
            opened.close()

    def _readable(self, index: int) -> None:
        self.batch.receive(index, asyncio.get_running_loop().time())

    def _feedback(self) -> None:
        self.rooms.feedback(asyncio.get_running_loop().time())

    def _listen(self) -> None:
        self.rooms.listen(asyncio.get_running_loop().time())

    def _look(self) -> None:
        self.rooms.look(asyncio.get_running_loop().time())

    def _report(self) -> None:
        drops = self.counters.drops()
        if drops != self._reported:
            reasons = " ".join(f"{reason}={count}" for reason, count in drops.items())
            log.info("relay_drops", reason=reasons, count=self.counters.datagrams, bytes=self.counters.octets)
            self._reported = drops

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        channel: Channel[AnyCommand] = Channel(reader, writer, AnyCommand)
        previous, self._channel = self._channel, channel
        if previous:
            previous.close()
        self.rooms.abandon(asyncio.get_running_loop().time())
        for kept in self.rooms.kept():
            channel.send(kept)
        channel.send(Greeted())
        try:
            # What a displaced server has left in its socket's buffer is no longer said by anybody.
            while (command := await channel.receive()) is not None and self._channel is channel:
                self.rooms.do(command)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            log.critical("relay_channel_garbled", exc_info=True)
        except Exception:
            # The server connects again, and says anew what it wants.
            log.critical("relay_command_failed", exc_info=True)
        finally:
            channel.close()
            if self._channel is channel:
                self._channel = None

    def _emit(self, event: AnyEvent) -> None:
        if self._channel:
            self._channel.send(event)


async def _every(seconds: float, act: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            act()
        except Exception:
            # A fault in one room must not end the feedback of all others, nor fill the log.
            log.critical("relay_tick_failed", exc_info=True)
            await asyncio.sleep(REST_SECONDS)


async def _run(settings: WorkerSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    alarms.install(loop)
    async with Worker.listening(settings) as worker:
        census.on_request(worker.rooms.census)
        # What was loaded at start stays: the collector need not look at it again.
        gc.collect()
        gc.freeze()
        await stop.wait()


def run(settings: WorkerSettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises `AddressUnavailable`."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(settings))
