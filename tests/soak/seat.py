"""A page that is a program: it takes a place, answers every offer, and breaks off as real ones do."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp

from telehealth.security.tokens import random_id, unpadded_text
from tests.soak.media import Media
from tests.vault_format import admission

PATIENCE = 20.0


class Seat:
    """One page's place. It outlives its WebSocket, as it should."""

    def __init__(self, session: aiohttp.ClientSession, url: str, room: str, cookie: str = "") -> None:
        self.room = room
        self.id = ""
        self.host = ""
        self.people: dict[str, dict[str, Any]] = {}
        """What the server says of those whom this page may know."""
        self.endings: list[str] = []
        self.refusals: list[str] = []
        self.opened_legs = 0
        self.letters = 0
        """Sealed messages that came."""
        self._session, self._url, self._cookie = session, url, cookie
        self._token = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._legs: dict[int, tuple[str, Media]] = {}
        self._welcomed = asyncio.Event()

    # ── Coming and going ─────────────────────────────────────────────────────────────────────────

    async def enter(self, link: str) -> None:
        """Take a new place by a link."""
        found = re.fullmatch(r".*/join/([\w-]+)#1\.([\w-]+)\..*", link)
        assert found is not None
        invitation, secret = found.groups()
        await self.open("hello", invitation=invitation, admission=admission(secret), participant=random_id())

    async def watch(self) -> None:
        """A clinician's page opens the room."""
        await self.open("watch", room=self.room, participant=random_id())

    async def open(self, opening: str, **fields: object) -> None:
        """Connect, say the first message, and be welcomed."""
        headers = {"Cookie": self._cookie} if self._cookie else {}
        self._socket = await self._session.ws_connect(f"{self._url}/ws", origin=self._url, headers=headers)
        self._welcomed.clear()
        self._reading = asyncio.create_task(self._read(self._socket))
        await self._socket.send_json({"type": opening, **fields})
        async with asyncio.timeout(PATIENCE):
            await self._welcomed.wait()

    async def come_back(self, *, reloaded: bool) -> None:
        """Take the same place again: with the leg that is still open, or as a page that was loaded anew."""
        await self._read_to_the_end()
        if reloaded:
            await self._forget_legs()
        claims = {"hosts": True, "people": self._claims()} if self.host == self.id else {}
        await self.open("take_seat", seat=self._token, leg=0 if reloaded else self.session_leg, **claims)

    def _claims(self) -> list[dict[str, Any]]:
        """Who is where, as the page that hosts says to a server that may have forgotten it."""
        told = ("invitation", "standing", "method")
        return [
            {"participant": who, **{field: person[field] for field in told if person.get(field) is not None}}
            for who, person in self.people.items()
            if person["standing"] in {"waiting", "admitted", "held"}
        ]

    async def lose_socket(self) -> None:
        """The connection breaks, without a word of WebSocket."""
        assert self._socket is not None
        response = self._socket._response.connection
        assert response is not None
        assert response.transport is not None
        response.transport.abort()
        await self._read_to_the_end()

    async def go(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()
            await self._read_to_the_end()
        await self._forget_legs()

    async def _read_to_the_end(self) -> None:
        if self._reading is not None:
            await self._reading
        self._socket = self._reading = None

    async def _forget_legs(self) -> None:
        """As a page that is gone: no connection says goodbye."""
        for _, media in self._legs.values():
            media.fall_silent()
            await media.close()
        self._legs.clear()

    # ── Words ────────────────────────────────────────────────────────────────────────────────────

    async def say(self, what: str, **fields: object) -> None:
        """A message about the room."""
        assert self._socket is not None
        await self._socket.send_json({"type": what, "room": self.room, **fields})

    async def write(self, to: str) -> None:
        """Something sealed for somebody: nobody but the two could read it, and here nobody tries."""
        await self.say("sealed", to=to, body=unpadded_text(b"\x01\x04" + secrets.token_bytes(512)))

    async def stands(self, standing: str, who: str = "") -> None:
        """Wait until somebody, or this page's own person, stands so."""
        await until(
            lambda: self.people.get(who or self.id, {}).get("standing") == standing,
            f"{who or 'oneself'} stands {standing}",
            self,
        )

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        # An answer to what came last may find the connection gone.
        with contextlib.suppress(ConnectionError):
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(frame.json())

    async def _hear(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "welcome":
                self.id, self._token = message["you"], message["seat"]
                self.people = {}
                self._learn(message)
                self._welcomed.set()
            case "changed":
                self._learn(message)
            case "offer":
                await self._answer(message)
            case "closed":
                await self._close(message["leg"])
            case "ended":
                self.endings.append(message["how"])
            case "sealed":
                self.letters += 1
            case "error":
                # An answer may cross with the end of its leg.
                if (message["about"], message["code"]) != ("answer", "not_now"):
                    self.refusals.append(f"{message['about']}: {message['code']}")

    def _learn(self, message: dict[str, Any]) -> None:
        self.host = message["host"]
        self.people |= {person["id"]: person for person in message["people"]}
        for gone in message.get("gone", ()):
            self.people.pop(gone, None)

    # ── Sound and picture ────────────────────────────────────────────────────────────────────────

    @property
    def session_leg(self) -> int:
        """The number of the leg for the session, 0 for none."""
        return next((leg for leg, (kind, _) in reversed(self._legs.items()) if kind == "session"), 0)

    @property
    def media(self) -> Media | None:
        """The connection of that leg, once it is there."""
        found = self._legs.get(self.session_leg)
        return found[1] if found and found[1].is_connected else None

    async def _answer(self, message: dict[str, Any]) -> None:
        leg, sdp = message["leg"], message["sdp"]
        known = leg in self._legs
        if not known:
            media = Media(sdp, leg, sends=message["kind"] == "session")
            await media.open()
            self._legs[leg] = message["kind"], media
            self.opened_legs += 1
        media = self._legs[leg][1]
        await self.say("answer", leg=leg, sdp=media.answer(media.ssrcs, sdp))
        if not known:
            media.connect()

    async def _close(self, leg: int) -> None:
        if leg in self._legs:
            await self._legs.pop(leg)[1].close()


async def until(holds: Callable[[], object], what: str, *seats: Seat) -> None:
    """Look until it holds. Raises `AssertionError`, with what these pages know."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 (what is looked at has no event)
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"still not: {what}; {[vars(seat) for seat in seats]}") from None


async def converse(*seats: Seat, packets: int = 8) -> None:
    """All send until each has got so many packets more than before, from whoever there is."""

    def media() -> list[Media]:
        return [found for seat in seats if (found := seat.media) is not None]

    await until(lambda: len(media()) == len(seats), "everybody is connected", *seats)
    before = {id(each): each.got for each in media()}
    async with asyncio.timeout(PATIENCE):
        while any(each.got < before.get(id(each), 0) + packets for each in media()):
            for each in media():
                each.talk()
            await asyncio.sleep(0.02)
