"""Writes facts in the background, in order, so that performing an effect never waits for a disk.

A fact is not lost while the process lives: as long as the store answers that it keeps nothing at the moment
(`Unavailable`), it is asked again, with growing pauses, and nothing overtakes. Any other exception is a fault
of ours, which no waiting mends: it is an alarm, and the next fact has its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from math import inf
from time import monotonic
from typing import NamedTuple, Self, TypeAlias

import structlog

from telehealth import alarms
from telehealth.errors import Unavailable

MOST_WAITING = 10_000
TRIES = 3
"""Of a write that fails by a fault of ours."""
PAUSE = 0.5
LONGEST_PAUSE = 5.0
ALARM_EVERY = 60.0
LAST_SECONDS = 4.0
"""How long a server that stops goes on asking a store that keeps nothing."""
LAST_PAUSE = 0.2

Write: TypeAlias = Callable[[], Awaitable[object]]
log = structlog.get_logger()


class Fact(NamedTuple):
    """Something to be kept."""

    kind: str
    write: Write


class Writer:
    """A bounded queue of facts and the one task that writes them. Use it as a context manager."""

    def __init__(self, pause: float = PAUSE, last_seconds: float = LAST_SECONDS) -> None:
        self._queue: asyncio.Queue[Fact] = asyncio.Queue(MOST_WAITING)
        self._pause = pause
        self._last_seconds = last_seconds
        self._ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._waiting = 0
        self._lost = 0
        self._alarmed = -inf
        self.is_behind = False
        """Whether the store keeps nothing at the moment, or has not caught up since."""

    @property
    def waiting(self) -> int:
        """How many facts are not kept yet."""
        return self._waiting

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        alarms.watch(self._task, "writer")
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Write what there is, for a few seconds: a store that keeps nothing is not asked for longer."""
        self._ending.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._last_seconds):
                await self._queue.join()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._waiting:
            log.critical("facts were lost", count=self._waiting, reason="the store kept nothing to the end")

    def write(self, kind: str, write: Write) -> None:
        """Queue one fact. A store that has fallen behind this far loses it, with an alarm in the log."""
        try:
            self._queue.put_nowait(Fact(kind, write))
        except asyncio.QueueFull:
            self._lost += 1
            log.critical(
                "a fact could not be kept", kind=kind, count=self._lost, reason="the store is behind"
            )
        else:
            self._waiting += 1

    async def _run(self) -> None:
        while True:
            fact = await self._queue.get()
            await self._perform(fact)
            self._waiting -= 1
            if self.is_behind and not self._waiting:
                self._caught_up()
            self._queue.task_done()

    async def _perform(self, fact: Fact) -> None:
        pause, faults = self._pause, 0
        while True:
            try:
                await fact.write()
            except Unavailable:
                self._fall_behind(fact)
                await self._rest(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            except Exception:
                faults += 1
                if faults == TRIES:
                    log.critical(
                        "a fact could not be kept", kind=fact.kind, reason="a fault here", exc_info=True
                    )
                    return
                await asyncio.sleep(self._pause)
            else:
                return

    async def _rest(self, seconds: float) -> None:
        """A pause, cut short when the server stops."""
        if self._ending.is_set():
            await asyncio.sleep(min(seconds, LAST_PAUSE))
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()

    def _fall_behind(self, fact: Fact) -> None:
        now = monotonic()
        if not self.is_behind or now - self._alarmed >= ALARM_EVERY:
            self._alarmed = now
            log.critical("the store keeps nothing at the moment", kind=fact.kind, count=self._waiting)
        self.is_behind = True

    def _caught_up(self) -> None:
        self.is_behind = False
        log.critical("the store keeps everything again", count=self._lost, reason="lost meanwhile")
        self._lost = 0
