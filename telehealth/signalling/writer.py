"""Writes facts in the background, in order, so that performing an effect never waits for a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self, TypeAlias

import structlog

MOST_WAITING = 10_000
TRIES = 3
PAUSE = 0.5

Write: TypeAlias = Callable[[], Awaitable[object]]
log = structlog.get_logger()


class Writer:
    """A bounded queue of writes and the one task that performs them. Use it as a context manager."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._queue: asyncio.Queue[Write] = asyncio.Queue(MOST_WAITING)
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._queue.join()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def write(self, kind: str, write: Write) -> None:
        """Queue one write. A store that has fallen behind this far loses it, with an alarm in the log."""
        try:
            self._queue.put_nowait(write)
        except asyncio.QueueFull:
            log.critical("a fact could not be kept", kind=kind, reason="the store is behind")

    async def _run(self) -> None:
        while True:
            write = await self._queue.get()
            try:
                await self._perform(write)
            finally:
                self._queue.task_done()

    async def _perform(self, write: Write) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await write()
            except Exception:
                if attempt == TRIES:
                    log.critical("a fact could not be kept", reason="the store failed", exc_info=True)
                else:
                    await asyncio.sleep(self._pause)
            else:
                return
