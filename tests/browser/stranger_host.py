"""A clinician's page by somebody else: hosts a room, knows who may come in, and hands the keys out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from telehealth.security.tokens import random_id, unpadded_bytes, unpadded_text
from tests.browser.media import Appearance
from tests.browser.stranger_legs import Legs
from tests.office import Office
from tests.privacy import chat
from tests.privacy.contents import Content, Epoch, Member, epoch_contents
from tests.privacy.derivation import HOST_SENDER, Link
from tests.privacy.host_end import HostEnd
from tests.privacy.media import Keyring


class StrangerHost(Legs):
    """Hosts, admits, and tells each member of each epoch. No resending: it is for tests on a good line."""

    def __init__(self, office: Office, appearance: Appearance, links: list[Link]) -> None:
        super().__init__(appearance)
        self.participant = random_id()
        self.end = HostEnd(office.room_key, office.room, self.participant)
        self.keyring = Keyring()
        self.conversation = chat.Chat(self.keyring)
        self.load = secrets.token_bytes(16)
        self.people: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, Content]] = []
        """Who has told it what, in order."""
        self.admitted: dict[str, int] = {}
        """Whom it has let in, with the number that they send under."""
        self.refusals: list[dict[str, Any]] = []
        self._room = office.room
        self._links = {link.invitation: link for link in links}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._epoch = secrets.randbelow(1 << 31) + 1
        self._held: set[str] = set()

    @classmethod
    @asynccontextmanager
    async def hosting(
        cls, office: Office, appearance: Appearance, links: list[Link]
    ) -> AsyncIterator[StrangerHost]:
        """The page of a clinician who is signed in, and has given out these links."""
        host = cls(office, appearance, links)
        headers = {"Cookie": office._cookies}
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            address = f"{office.url}/ws"
            async with session.ws_connect(address, origin=office.url, headers=headers) as socket:
                host._socket = socket
                await host.say("watch", participant=host.participant)
                reading = asyncio.create_task(host._read())
                try:
                    yield host
                finally:
                    # A message that is being heard is heard to its end.
                    await socket.close()
                    with contextlib.suppress(ConnectionError):
                        await reading
                    await host.hang_up()

    # ── What a clinician does ────────────────────────────────────────────────────────────────────

    async def admit(self, participant: str) -> None:
        """Let somebody in, and give them the key."""
        self.admitted[participant] = 1 + max(self.admitted.values(), default=HOST_SENDER)
        await self.say("admit", participant=participant, method="recognised")
        await self.new_epoch(go=len(self.admitted) == 1)

    async def let_go(self, act: str, participant: str) -> None:
        """`hold`, `send_back` or `remove` somebody: the others get other keys at once."""
        del self.admitted[participant]
        await self.say(act, participant=participant)
        await self.new_epoch(go=True)

    async def write(self, text: str) -> None:
        """A line of chat to everybody in session."""
        self.conversation.write(text, set(self.admitted))
        for to, body in self.conversation.again():
            await self._seal(to, body)

    async def new_epoch(self, *, go: bool) -> None:
        """Other keys for all who are admitted: with `go` they switch at once, else when all hold them."""
        self._epoch += 1
        own = Member(self.participant, HOST_SENDER, self.load)
        others = [Member(one, number, self.end.clients[one].load) for one, number in self.admitted.items()]
        epoch = Epoch(self._epoch, secrets.token_bytes(32), (own, *others))
        self._held = set()
        for old in self.keyring.held[:-1]:
            self.keyring.drop(old)
        self.keyring.hold(epoch, own)
        if go:
            self.keyring.send(self._epoch)
        for to, content in epoch_contents(epoch, go=go, host=self.participant):
            self.end.tell(to, content)
        await self._flush()

    async def say(self, what: str, **fields: object) -> None:
        """A message to the server."""
        assert self._socket is not None
        await self._socket.send_json({"type": what, "room": self._room, **fields})

    # ── What it hears ────────────────────────────────────────────────────────────────────────────

    async def _read(self) -> None:
        assert self._socket is not None
        async for frame in self._socket:
            message = json.loads(frame.data)
            match message["type"]:
                case "welcome" | "changed":
                    await self._noticed(message)
                case "sealed":
                    await self._unsealed(message["sender"], unpadded_bytes(message["body"]))
                case "offer":
                    if answer := await self.answer(message, self.keyring):
                        await self.say("answer", leg=message["leg"], sdp=answer)
                case "closed":
                    await self.close_leg(message["leg"])
                case "error":
                    self.refusals.append(message)

    async def _noticed(self, message: dict[str, Any]) -> None:
        self.people |= {person["id"]: person for person in message["people"]}
        for person in message["people"]:
            link = self._links.get(person.get("invitation"))
            if link is not None:
                self.end.expects(person["id"], link)
            if person["standing"] in ("left", "declined", "ended"):
                self.end.seats.pop(person["id"], None)

    async def _unsealed(self, sender: str, body: bytes) -> None:
        if body[0] == chat.ALGORITHM:
            for to, answer in self.conversation.receive(sender, body):
                await self._seal(to, answer)
            return
        for content in self.end.receive(sender, body):
            self.told.append((sender, content))
            self._answer_content(sender, content)
        await self._flush()

    def _answer_content(self, sender: str, content: Content) -> None:
        match content["kind"]:
            case "beat" if sender in self.admitted:
                self.end.tell(sender, {"kind": "lease", "at": content["at"]})
            case "epoch_held" if content["epoch"] == self._epoch:
                self._held.add(sender)
                if self._held >= self.admitted.keys() and self.keyring.sending != self._epoch:
                    self.keyring.send(self._epoch)
                    for one in self.admitted:
                        self.end.tell(one, {"kind": "go", "epoch": self._epoch})

    async def _flush(self) -> None:
        while self.end.outgoing:
            await self._seal(*self.end.outgoing.pop(0))

    async def _seal(self, to: str, body: bytes) -> None:
        await self.say("sealed", to=to, body=unpadded_text(body))
