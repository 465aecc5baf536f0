"""`serve`: holds the listening socket, starts the web process and the relay, and starts them again.

It knows nothing of sessions, so it never has to be restarted: the web process takes the socket over from
the one before without refusing anybody, and finds the relay by its Unix socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from telehealth import alarms, census
from telehealth.addresses import media_addresses
from telehealth.child import Child, Program
from telehealth.data_lock import data_lock
from telehealth.refusal import Refused
from telehealth.relay.settings import WorkerSettings
from telehealth.settings import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BACKLOG = 1024
WEB_STOP_SECONDS = 30.0
"""For what the web process does after its last session: pages are told, and the last facts written."""
RELAY_STOPS_BY = signal.SIGINT
"""It hears no SIGTERM: systemd(1) may send that to all processes of a service, and sessions are still on."""
STOPPED_AT_ONCE = 128
"""Plus the signal's number: the exit status that shells expect."""


class WebSettings(Struct, frozen=True):
    """What the web process is started with."""

    config: Config
    listening: int
    """File descriptor of the listening socket."""
    relay_sockets: tuple[str, ...]
    supervisor: int
    """Process id."""
    hardened: bool


class RelaySettings(Struct, frozen=True):
    """What a relay process is started with."""

    worker: WorkerSettings
    supervisor: int
    hardened: bool


class CannotListen(Refused):
    """The web server's address cannot be used; the text says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket. Raises CannotListen."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with contextlib.ExitStack() as failed:
            listening = failed.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(BACKLOG)
            failed.pop_all()
    except OSError as error:
        raise CannotListen(
            f"{host} port {port} cannot be listened on: {error.strerror or error}. "
            "Stop what uses it, or set server.host and server.port."
        ) from error
    return listening


def stopping_signals() -> tuple[signal.Signals, ...]:
    """What stops the server. A terminal that is closed does, unless it was told not to (nohup(1))."""
    hung_up = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    return (signal.SIGTERM, signal.SIGINT, *hung_up)


def programs(
    config: Config, listening: socket.socket, folder: Path, *, hardened: bool
) -> tuple[Program, ...]:
    """The relay, and the web process that uses it. Raises NoMediaAddress."""
    supervisor = os.getpid()
    relay_socket = str(folder / "relay-0")
    worker = WorkerSettings(
        socket=relay_socket,
        addresses=media_addresses(config.media.advertise, local=config.local),
        port=config.media.port,
        legs=config.limits.legs,
    )
    web = WebSettings(config, listening.fileno(), (relay_socket,), supervisor, hardened)
    return (
        Program(
            "relay",
            ("-m", "telehealth", "relay"),
            msgspec.json.encode(RelaySettings(worker, supervisor, hardened)),
            stop_signal=RELAY_STOPS_BY,
        ),
        Program(
            "web",
            ("-m", "telehealth", "web"),
            msgspec.json.encode(web),
            (listening.fileno(),),
            stop_seconds=config.server.drain_for.total_seconds() + WEB_STOP_SECONDS,
        ),
    )


class Supervisor:
    """Runs children until a signal says stop."""

    def __init__(self, children: Sequence[Child], ready: Callable[[], None]) -> None:
        self._children = children
        self._ready = ready
        self._signals: asyncio.Queue[signal.Signals] = asyncio.Queue()

    async def run(self) -> int:
        """The exit status. SIGTERM and SIGHUP stop in order; SIGINT, or a second signal, at once.

        Raises FirstStartFailed.
        """
        loop = asyncio.get_running_loop()
        for number in stopping_signals():
            loop.add_signal_handler(number, self._signals.put_nowait, number)
        census.on_request(self._census)
        running = [asyncio.create_task(child.run()) for child in self._children]
        announcing = asyncio.create_task(self._announce())
        asked = asyncio.create_task(self._signals.get())
        try:
            await asyncio.wait({asked, *running}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise next(error for task in running if task.done() and (error := task.exception()))
            if asked.result() is signal.SIGINT:
                return STOPPED_AT_ONCE + signal.SIGINT
            return await self._stop()
        finally:
            for child in self._children:
                child.kill()
            announcing.cancel()
            asked.cancel()
            await asyncio.gather(announcing, asked, *running, return_exceptions=True)

    def _census(self) -> dict[str, int]:
        """Each child writes a line of its own."""
        for child in self._children:
            child.ask_census()
        return {}

    async def _announce(self) -> None:
        """The last child says that it is ready when it has found the others."""
        await self._children[-1].ready.wait()
        for child in self._children:
            child.ready.set()
        self._ready()

    async def _stop(self) -> int:
        """The web process first, so that pages hear of it, then the relay; unless a signal cuts it short."""
        stopping = asyncio.create_task(self._stop_in_order())
        again = asyncio.create_task(self._signals.get())
        await asyncio.wait({stopping, again}, return_when=asyncio.FIRST_COMPLETED)
        status = 0 if stopping.done() else STOPPED_AT_ONCE + again.result()
        for task in (stopping, again):
            task.cancel()
        await asyncio.gather(stopping, again, return_exceptions=True)
        return status

    async def _stop_in_order(self) -> None:
        for child in reversed(self._children):
            await child.stop()


def supervise(
    config: Config,
    *,
    hardened: bool = True,
    ready: Callable[[Config], None],
) -> int:
    """Run the server until it is stopped, and return the exit status.

    `ready` gets the configuration with the port that was bound. Raises CannotListen, DataInUse,
    NoMediaAddress and FirstStartFailed.
    """
    with (
        data_lock(Path(config.data.dir)) as held,
        contextlib.closing(listen(config.server.host, config.server.port)) as listening,
        tempfile.TemporaryDirectory(prefix="telehealth-") as folder,
    ):
        bound = config.at_port(listening.getsockname()[1])

        def begun() -> None:
            # Not before: a server that could not start has told so, and its successor need not.
            held.note(bound.server.public_url.rstrip("/"))
            ready(bound)

        started = programs(bound, listening, Path(folder), hardened=hardened)
        children = [Child(program) for program in started]
        return asyncio.run(_run(Supervisor(children, begun)))


async def _run(supervisor: Supervisor) -> int:
    alarms.install(asyncio.get_running_loop())
    return await supervisor.run()
