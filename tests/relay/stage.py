"""A relay without its process: rooms, the hot loop and real sockets on the loopback interface."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar

from telehealth.relay.batch import Batch
from telehealth.relay.commands import (
    Answer,
    AnyEvent,
    Connected,
    Count,
    Counted,
    Link,
    Offered,
    OpenLeg,
    Unlink,
)
from telehealth.relay.counters import Counters, Drop
from telehealth.relay.endpoint import bind
from telehealth.relay.room import RelayRoom
from telehealth.relay.rooms import Rooms
from telehealth.relay.site import Site
from tests.relay.page import PATIENCE, RELAY_SSRC, Page

ROOM = "room"
Said = TypeVar("Said", bound=AnyEvent)


class Stage:
    """Commands in, events out, pages beside."""

    def __init__(self, addresses: tuple[str, ...] = ("127.0.0.1",)) -> None:
        self.counters = Counters()
        self.sockets = bind(addresses, 0)
        self.batch = Batch(self.sockets, self.counters)
        self.port: int = self.sockets[0].getsockname()[1]
        self.site = Site(addresses, self.port, RELAY_SSRC, self.counters, self.batch)
        self.rooms = Rooms(self.site, self.batch, self._note)
        self.events: list[AnyEvent] = []
        self.pages: dict[int, Page] = {}
        self._news = asyncio.Event()
        self._ssrcs = itertools.count(1_000)
        self._stack = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def set_up(cls, addresses: tuple[str, ...] = ("127.0.0.1",)) -> AsyncIterator[Stage]:
        """A relay that serves while the context lasts."""
        stage = cls(addresses)
        loop = asyncio.get_running_loop()
        for index, opened in enumerate(stage.sockets):
            loop.add_reader(opened, stage._readable, index)
        try:
            yield stage
        finally:
            await stage.rooms.close()
            await stage._stack.aclose()
            for opened in stage.sockets:
                loop.remove_reader(opened)
                opened.close()

    def _readable(self, index: int) -> None:
        self.batch.receive(index, asyncio.get_running_loop().time())
        self._news.set()

    def _note(self, event: AnyEvent) -> None:
        self.events.append(event)
        self._news.set()

    @property
    def room(self) -> RelayRoom:
        """The room that all tests use."""
        return self.rooms._rooms[ROOM]

    # ── Events ───────────────────────────────────────────────────────────────────────────────────

    def said(self, kind: type[Said], leg: int | None = None) -> list[Said]:
        """Events of one kind, of one leg or all, in order."""
        return [
            event
            for event in self.events
            if isinstance(event, kind) and (leg is None or getattr(event, "leg", leg) == leg)
        ]

    async def heard(self, kind: type[Said], leg: int | None = None, *, after: int = 0) -> Said:
        """The next event of a kind after so many of them."""
        await self.until(lambda: len(self.said(kind, leg)) > after)
        return self.said(kind, leg)[after]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is true that a datagram or event makes true."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def dropped(self, reason: Drop, count: int = 1) -> None:
        """Wait until so many were dropped for this reason."""
        await self.until(lambda: self.counters.dropped[reason] >= count)

    async def sent(self, count: int) -> None:
        """Wait until so many datagrams have been sent."""
        await self.until(lambda: self.counters.sent >= count)

    async def settled(self) -> None:
        """Let the offers that are due be made."""
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    def counted(self) -> Counted:
        """The room's counters now."""
        self.rooms.do(Count(ROOM))
        return self.said(Counted)[-1]

    # ── People ───────────────────────────────────────────────────────────────────────────────────

    async def offered(self, leg: int, kind: str = "session") -> Page:
        """A leg that was offered, and the page that has the offer."""
        before = len(self.said(Offered, leg))
        session = kind == "session"
        self.rooms.do(OpenLeg(ROOM, leg, f"person{leg}", "session" if session else "preview"))
        offer = await self.heard(Offered, leg, after=before)
        self.pages[leg] = await self._stack.enter_async_context(Page.opened(offer.sdp))
        return self.pages[leg]

    def ssrcs(self, leg: int) -> Mapping[str, tuple[int, int]]:
        """SSRCs for one leg's three tracks, new each time."""
        fresh = self._ssrcs
        return {
            f"a{leg}": (next(fresh), 0),
            f"v{leg}": (next(fresh), next(fresh)),
            f"t{leg}": (next(fresh), next(fresh)),
        }

    async def joined(
        self, leg: int, kind: str = "session", ssrcs: Mapping[str, tuple[int, int]] | None = None
    ) -> Page:
        """A leg that is connected; a session's page declares three tracks."""
        page = await self.offered(leg, kind)
        if ssrcs is None:
            ssrcs = self.ssrcs(leg) if kind == "session" else {}
        self.rooms.do(Answer(ROOM, leg, page.answer(ssrcs)))
        await page.checked()
        await page.handshake()
        await self.heard(Connected, leg)
        page.ssrcs = dict(ssrcs)
        return page

    def link(self, sender: int, receiver: int, *, gate: bool = True) -> None:
        """A link between two legs."""
        self.rooms.do(Link(ROOM, sender, receiver, gate))

    def unlink(self, sender: int, receiver: int) -> None:
        """The end of one."""
        self.rooms.do(Unlink(ROOM, sender, receiver))

    async def answered(self, leg: int) -> Offered:
        """Wait for a leg's next offer that is not answered yet, and let its page answer."""
        page = self.pages[leg]
        offer = await self.heard(Offered, leg, after=page.answers)
        page.answers += 1
        self.rooms.do(Answer(ROOM, leg, page.answer(page.ssrcs, offer.sdp)))
        return offer

    async def pair(self) -> tuple[Page, Page]:
        """Two people, 1 and 2, who see each other."""
        first, second = await self.joined(1), await self.joined(2)
        self.link(1, 2)
        self.link(2, 1)
        await self.answered(1)
        await self.answered(2)
        return first, second
