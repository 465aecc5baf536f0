"""A child process of the supervisor: how it is started, watched, ended and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys

import structlog
from msgspec import Struct

from telehealth import census

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
GOOD_RUN_SECONDS = 60.0
"""Whoever ran this long is started again at once."""

log = structlog.get_logger()


class Program(Struct, frozen=True):
    """What a child runs. Settings go over stdin: neither its arguments nor its environment show them."""

    name: str
    arguments: tuple[str, ...]
    """After the Python interpreter."""
    settings: bytes
    handles: tuple[int, ...] = ()
    """File descriptors it inherits."""
    stop_seconds: float = 8.0
    """How long it may take to end when it is asked to."""
    stop_signal: int = signal.SIGTERM
    """How it is asked."""


class FirstStartFailed(Exception):
    """A child ended before it was ready for the first time; it has said why on stderr."""


class Child:
    """One program, running again whenever it ends by itself, until `stop` or `kill`.

    A child says that it is ready by writing a line to its stdout.
    """

    def __init__(self, program: Program, shortest_pause: float = SHORTEST_PAUSE) -> None:
        self._program = program
        self._shortest = shortest_pause
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return self._process.pid if self._process is not None else None

    async def run(self) -> None:
        """Start it, and start it again. Raises FirstStartFailed."""
        pause = self._shortest
        clock = asyncio.get_running_loop().time
        while True:
            started = clock()
            status = await self._run_once()
            if self._stopping.is_set():
                return
            if not self.ready.is_set():
                raise FirstStartFailed(self._program.name)
            if clock() - started > GOOD_RUN_SECONDS:
                pause = self._shortest
            log.critical(
                "a process died and is started again",
                kind=self._program.name,
                exit_status=status,
                seconds=pause,
            )
            if await self._stopped_within(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _stopped_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()

    async def _run_once(self) -> int:
        with census.held_back():
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._program.arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                pass_fds=self._program.handles,
                # A Ctrl-C at the terminal is for the supervisor, which then sees to its children.
                start_new_session=True,
            )
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a child was started without pipes")
        if self._stopping.is_set():
            # Whoever said so while it was being made had no process to signal.
            self._signal(signal.SIGKILL)
        # A child that is gone before it has read its settings is noticed by its exit.
        with contextlib.suppress(ConnectionError):
            process.stdin.write(self._program.settings)
            await process.stdin.drain()
            process.stdin.close()
        while await process.stdout.readline():
            self.ready.set()
        return await process.wait()

    def ask_census(self) -> None:
        """Let it write to its log how much of everything it has."""
        self._signal(census.REQUEST)

    async def stop(self) -> None:
        """Ask it to end, and end it by SIGKILL when it takes too long."""
        self._stopping.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._signal(signal.Signals(self._program.stop_signal))
        try:
            async with asyncio.timeout(self._program.stop_seconds):
                await process.wait()
        except TimeoutError:
            log.error("a process did not stop when it was asked to", kind=self._program.name)
            self.kill()
            await process.wait()

    def kill(self) -> None:
        """End it at once."""
        self._stopping.set()
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, number)
