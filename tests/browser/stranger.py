"""A client by somebody else: written from docs/PROTOCOL.md alone, on aiortc, with none of the pages' code.

It shares with the other tests what a person looks and sounds like, and the formats' second implementation.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from telehealth.security.tokens import unpadded_bytes, unpadded_text
from tests.browser.media import Appearance
from tests.browser.stranger_card import card_of
from tests.browser.stranger_keys import Membership
from tests.browser.stranger_legs import Legs
from tests.privacy import chat
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content, ContentRefused
from tests.privacy.derivation import Link
from tests.privacy.media import Counted
from tests.privacy.sframe import FrameRefused

__all__ = ["Content", "Stranger", "card_of"]

REMINDS_EVERY = 2.0
TICK = 0.25
MAY_WRITE = ("waiting", "admitted", "held")


class Stranger(Legs):
    """Holds a link, says who it is, waits, and takes part."""

    def __init__(
        self, link: Link, appearance: Appearance, session: aiohttp.ClientSession, card: Content | None
    ) -> None:
        super().__init__(appearance)
        self.link = link
        self.participant = secrets.token_urlsafe(16)
        self.told: list[Content] = []
        """What the host's page has told it, in order."""
        self.refusals: list[dict[str, Any]] = []
        self.standing = ""
        self._session = session
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._timing: asyncio.Task[None] | None = None
        self._card = card_of(appearance.name) if card is None else card
        self._room = self._seat = ""
        self._host_is_here = False
        self._people: dict[str, dict[str, Any]] = {}
        self._end: ClientEnd | None = None
        self._begin_page()

    def _begin_page(self) -> None:
        """What a page load begins with: no keys, and no channel."""
        self.membership = Membership(self.participant, self._tell_soon)
        self.conversation = chat.Chat(self.membership.keyring)

    @classmethod
    @asynccontextmanager
    async def joining(
        cls, link: str, appearance: Appearance, card: Content | None = None
    ) -> AsyncIterator[Stranger]:
        """Somebody who has opened the link and waits, and says of themselves what they like."""
        async with aiohttp.ClientSession() as session:
            stranger = cls(Link.read(link), appearance, session, card)
            hello = {"invitation": stranger.link.invitation, "admission": stranger.link.admission}
            await stranger._come({"type": "hello", **hello, "participant": stranger.participant})
            try:
                yield stranger
            finally:
                await stranger._go_away()
                await stranger.hang_up()

    # ── What a test asks of it ───────────────────────────────────────────────────────────────────

    @property
    def words(self) -> tuple[int, ...] | None:
        """The safety words, by their places in the list."""
        return self._end.words if self._end else None

    @property
    def taken(self) -> int:
        """How many of its contents on this channel the host's page has taken in."""
        correspondence = self._end.correspondence if self._end else None
        return correspondence.answered if correspondence else 0

    @property
    def fresh_handshakes(self) -> int:
        """How often this page load has opened a channel with the link alone."""
        return self._end.fresh_handshakes if self._end else 0

    @property
    def epoch(self) -> int | None:
        """The epoch whose keys it sends under; 0 is the preview."""
        return self.membership.keyring.sending

    @property
    def counted(self) -> Counted:
        """Frames of this page load, by what became of them."""
        return self.membership.keyring.counted

    @property
    def frames_failed(self) -> int:
        """Frames that came and could not be read."""
        return self.counted.failed

    @property
    def chat(self) -> list[tuple[str, str]]:
        """Who has written what in the session: participant and text."""
        return self.conversation.lines

    async def say(self, text: str) -> None:
        """Write to everybody in session."""
        self.conversation.write(text, self.membership.others)
        await self._flush(chats=True)

    async def tell(self, content: object) -> None:
        """Something private for the host's page, whatever it makes of it."""
        assert self._end is not None
        self._end.tell(content)
        await self._flush()

    async def send_body(self, body: bytes) -> None:
        """Anything at all where a sealed message belongs."""
        assert self._end is not None
        await self._seal(self._end.host, body)

    async def reconnects(self) -> None:
        """The socket is lost, and the same page opens another."""
        await self._go_away()
        await self._come({"type": "take_seat", "seat": self._seat, "leg": self.session_leg})

    async def reloads(self) -> None:
        """Another page load: of what it had, S, R, the words and the seat's token are left."""
        await self._go_away()
        await self.hang_up()
        assert self._end is not None
        seat, words = self._end.seat, self._end.words
        self._end = ClientEnd(self.link, self._room, self.participant, self._opening, seat, words)
        self._begin_page()
        await self._come({"type": "take_seat", "seat": self._seat, "leg": 0})

    async def leaves(self) -> None:
        """Goes by itself."""
        await self._say("leave")

    # ── The socket ───────────────────────────────────────────────────────────────────────────────

    async def _come(self, opening: dict[str, object]) -> None:
        origin = self.link.origin
        self._socket = await self._session.ws_connect(f"{origin}/ws", origin=origin)
        await self._socket.send_json(opening)
        self._reading = asyncio.create_task(self._read())
        self._timing = asyncio.create_task(self._keep_time())

    async def _go_away(self) -> None:
        assert self._socket is not None
        assert self._reading is not None
        assert self._timing is not None
        self._timing.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await self._timing
        # A message that is being heard is heard to its end: half a connection would stay open otherwise.
        await self._socket.close()
        with contextlib.suppress(ConnectionError):
            await self._reading
        self._host_is_here = False

    async def _read(self) -> None:
        assert self._socket is not None
        async for frame in self._socket:
            message = json.loads(frame.data)
            match message["type"]:
                case "welcome":
                    await self._welcomed(message)
                case "changed":
                    await self._noticed(message)
                case "sealed":
                    await self._unsealed(message)
                case "offer":
                    if answer := await self.answer(message, self.membership.keyring):
                        await self._say("answer", leg=message["leg"], sdp=answer)
                case "closed":
                    await self.close_leg(message["leg"])
                case "ended":
                    self._over()
                case "error":
                    self.refusals.append(message)

    async def _say(self, what: str, **fields: object) -> None:
        assert self._socket is not None
        await self._socket.send_json({"type": what, "room": self._room, **fields})

    async def _keep_time(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(TICK)
            ticks += 1
            self.membership.keep_time()
            reminds = ticks % round(REMINDS_EVERY / TICK) == 0
            if reminds and self._end is not None and self._host_is_here:
                self._end.say_again()
            await self._flush(chats=reminds)

    async def _welcomed(self, message: dict[str, Any]) -> None:
        self._room, self._seat, self._people = message["room"], message["seat"], {}
        if self._end is None:
            self._end = ClientEnd(self.link, self._room, self.participant, self._opening)
        for leg in self.other_legs(message["leg"]):
            await self.close_leg(leg)
        await self._noticed(message)
        if self.standing == "checking":
            await self._say("check_in")

    async def _noticed(self, message: dict[str, Any]) -> None:
        """Who is here, from `welcome` and `changed`."""
        self._people |= {person["id"]: person for person in message["people"]}
        for gone in message.get("gone", ()):
            self._people.pop(gone, None)
        before, self.standing = self.standing, self._people[self.participant]["standing"]
        if before == "admitted" and self.standing != "admitted":
            self.membership.over()
        host = message["host"]
        was_here = self._host_is_here
        is_connected = self._people.get(host or "", {}).get("connected", False)
        self._host_is_here = bool(is_connected and self.standing in MAY_WRITE)
        assert self._end is not None
        if self._host_is_here and host != self._end.host:
            self._end.knock(host)
        elif self._host_is_here and not was_here:
            self._end.say_again()
        await self._flush()

    def _over(self) -> None:
        """R leads nowhere any more."""
        self.membership.over()
        assert self._end is not None
        self._end.seat = None

    # ── Sealed messages ──────────────────────────────────────────────────────────────────────────

    def _opening(self) -> list[Content]:
        """What is said first on a channel: who this is, and while waiting how to look at them."""
        assert self._end is not None
        waits = self.standing == "waiting"
        return [self._card, *([self.membership.preview(self._end.load)] if waits else [])]

    def _tell_soon(self, content: Content) -> None:
        assert self._end is not None
        self._end.tell(content)

    async def _unsealed(self, message: dict[str, Any]) -> None:
        assert self._end is not None
        body, sender = unpadded_bytes(message["body"]), message["sender"]
        if body[0] == chat.ALGORITHM:
            with contextlib.suppress(FrameRefused, ContentRefused):
                for to, answer in self.conversation.receive(sender, body):
                    await self._seal(to, answer)
        elif self._end.host in (sender, ""):
            self._end.host = sender
            for content in self._end.receive(body):
                self.told.append(content)
                self.membership.hear(content)
        await self._flush()

    async def _flush(self, *, chats: bool = False) -> None:
        """Send what was said: the whole is in order, and nothing is said twice."""
        while self._end is not None and self._end.outgoing and self._host_is_here:
            await self._seal(self._end.host, self._end.outgoing.pop(0))
        for to, body in self.conversation.again() if chats else ():
            await self._seal(to, body)

    async def _seal(self, to: str, body: bytes) -> None:
        await self._say("sealed", to=to, body=unpadded_text(body))
