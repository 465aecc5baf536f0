"""A hub with a fake clock, a fake relay and pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telehealth.core.ids import ParticipantId, RoomId
from telehealth.core.invitation import Window
from telehealth.core.messages import Act, Admit, CheckIn, Sending
from telehealth.core.opening import Opening
from telehealth.relay import commands
from telehealth.security.tokens import token_hash
from telehealth.signalling.hub import Hub
from telehealth.signalling.openings import Openings
from telehealth.signalling.performer import Means
from telehealth.signalling.writer import Writer
from tests.practice import COOKIE, ROOM, Practice, hello, identifier, watch
from tests.signalling.fakes import FakeClock, FakeMedia, Page

SIGNED_IN = token_hash(COOKIE)


@dataclass
class Scene:
    """Everything, and short words for what pages do."""

    practice: Practice
    writer: Writer
    clock: FakeClock = field(default_factory=FakeClock)
    media: FakeMedia = field(default_factory=FakeMedia)

    def __post_init__(self) -> None:
        window = Window(opens_before=1800, closes_after=14_400)
        openings = Openings(self.practice.store, self.practice.sealer, self.clock, window)
        means = Means(
            self.media, self.practice.store, self.writer, self.clock, lambda room: f"hash of {room}"
        )
        self.hub = Hub(openings, means)

    async def desk(self, participant: str = "desk") -> Page:
        """The clinician's page, in the room."""
        return await self.come(watch(participant), SIGNED_IN)

    async def client(self, link: str, participant: str = "") -> Page:
        """A client's page, waiting."""
        page = await self.come(hello(link, participant))
        await self.act(page, CheckIn(ROOM))
        return page

    async def come(self, message: Opening, sign_in: bytes | None = None) -> Page:
        """A page, with its first message said."""
        page = Page(sign_in)
        self.hub.joined(page)
        await self.hub.open(message, page, sign_in)
        return page

    async def act(self, page: Page, act: Act | Sending, room: RoomId = ROOM) -> None:
        """A page says something."""
        await self.hub.act(room, page.places[room], act, page)

    def go(self, page: Page) -> None:
        """A page's connection is gone."""
        self.hub.left(page)
        for room, participant in page.places.items():
            self.hub.disconnected(room, participant, page)

    async def call(self) -> tuple[Page, Page]:
        """Clinician and client in session."""
        desk = await self.desk()
        maya = await self.client("maya")
        await self.act(desk, Admit(ROOM, identifier("maya"), "recognised"))
        return desk, maya

    def opened(self, page: Page) -> list[int]:
        """The session legs that the relay was told to open for this page."""
        participant = ParticipantId(page.places[ROOM])
        return [one.leg for one in self.media.all(commands.OpenLeg) if one.participant == participant]

    async def settle(self) -> None:
        """Let every queue run empty."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.writer._queue.join()


@asynccontextmanager
async def staged() -> AsyncIterator[Scene]:
    """A scene for as long as the context lasts."""
    async with Writer() as writer:
        scene = Scene(await Practice().open(), writer)
        yield scene
        await scene.hub.stop()
