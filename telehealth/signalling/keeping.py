"""Whether anything can be kept at the moment: a room that begins will have facts to keep."""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING

import structlog

from telehealth.errors import Unavailable

if TYPE_CHECKING:
    from telehealth.signalling.clock import Clock
    from telehealth.signalling.writer import Writer
    from telehealth.store.store import Store

BELIEVED_SECONDS = 1.0
"""After a restart many rooms begin at once, and one answer is good for all of them, whichever it is."""
KEEPS_NOTHING = (
    "The server cannot keep anything at the moment, so nothing new can begin. Sessions that are on go on. "
    "This page tries again by itself."
)

log = structlog.get_logger()


class Keeping:
    """Asks the store, before a session depends on it.

    It raises an alarm when the store refuses and the writer had nothing to find that out by, and says when it
    is over: as soon as somebody asks again, and whoever was refused does.
    """

    def __init__(self, store: Store, writer: Writer, clock: Clock) -> None:
        self._store = store
        self._writer = writer
        self._clock = clock
        self._asking = asyncio.Lock()
        self._believed = -inf
        self._answer = True
        self._alarmed = False

    async def check(self) -> None:
        """Raises Unavailable, with a text of its own, when nothing can be kept."""
        if not await self.is_possible():
            raise Unavailable(KEEPS_NOTHING)

    async def is_possible(self) -> bool:
        """Whether anything can be kept, as of a second ago at most."""
        if self._is_behind():
            return False
        async with self._asking:
            if self._clock.now() >= self._believed and not self._is_behind():
                self._answer = await self._ask()
                self._believed = self._clock.now() + BELIEVED_SECONDS
        return self._answer and not self._is_behind()

    def check_writer(self) -> None:
        """Raises Unavailable while facts wait that the store did not take."""
        if self._writer.is_behind:
            raise Unavailable(KEEPS_NOTHING)

    async def _ask(self) -> bool:
        try:
            await self._store.check_writing()
        except Unavailable:
            if not self._alarmed and not self._is_behind():
                self._alarmed = True
                log.critical("the store keeps nothing at the moment", reason="a room was to begin")
            return False
        if self._alarmed and not self._is_behind():
            self._alarmed = False
            log.critical("the store keeps everything again", count=0, reason="lost meanwhile")
        return True

    def _is_behind(self) -> bool:
        """The writer then raises the alarm, and says when it is over."""
        if self._writer.is_behind:
            self._alarmed = False
        return self._writer.is_behind
