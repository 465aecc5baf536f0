"""A whole session in which every field that a person can fill has words that are nowhere else."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from telehealth.security.tokens import unpadded_text
from tests.browser.journey import AGREE, COUNTRY, arrive, be_ready, card_of, row_of, say_how
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.office_hours import guest_link, new_session
from tests.browser.person import Person, Place
from tests.browser.watching import sees_and_hears, sees_face
from tests.privacy.derivation import Link

CHAT: Place = ("region", "Chat")


def _word(what: str) -> str:
    return f"Ñandú {what} {secrets.token_hex(6)}"


def _number() -> str:
    return f"+34 6{secrets.randbelow(10**12):012}"


class Canaries:
    """What each field is filled with; which one a search has found is told by its name."""

    def __init__(self) -> None:
        self.label, self.guest_label = _word("label"), _word("guest's label")
        self.code_word = f"Garza-{secrets.token_hex(6)}-ñ"
        self.name, self.child, self.place = _word("name"), _word("child"), _word("place")
        self.callback, self.contact_phone = _number(), _number()
        self.contact, self.relation = _word("contact"), _word("relation")
        self.company, self.note = _word("company"), _word("note")
        self.to_maya, self.to_ruiz = _word("chat to the client"), _word("chat to the clinician")
        self.guest_name, self.guest_place = _word("guest's name"), _word("guest's place")
        self.place_now = _word("place now")

    @property
    def words(self) -> list[str]:
        """All of them."""
        return list(vars(self).values())


async def check_in_with(maya: Person, link: str, words: Canaries) -> None:
    """The client answers every question there is."""
    await arrive(maya, link)
    await maya.fill("Your name", words.name)
    await maya.tick("This is for a child, and I am their parent or guardian")
    await maya.fill("Child's name", words.child)
    await maya.choose("Country", COUNTRY)
    await maya.fill("Where are you right now?", words.place)
    await maya.fill("Phone number to call you back", words.callback)
    await maya.fill("Emergency contact", words.contact)
    await maya.fill("Emergency contact's phone", words.contact_phone)
    await maya.fill("Relation to you", words.relation)
    await maya.fill("Code word", words.code_word)
    await maya.tick("I am not alone", role="radio")
    await maya.fill("Who is with you?", words.company)
    await maya.tick(AGREE)
    await be_ready(maya)


async def into_session(ruiz: Person, maya: Person, words: Canaries) -> str:
    """From a new link to two who see, hear and write to each other. Returns the link."""
    link = await new_session(ruiz, words.label, words.code_word)
    await check_in_with(maya, link, words)
    await ruiz.reads(words.company)
    await ruiz.press("Preview", within=card_of(words.label))
    await sees_face(ruiz, MAYA)
    await ruiz.press("Message", within=card_of(words.label))
    await ruiz.fill("Message", words.note)
    await ruiz.press("Send")
    await maya.reads(words.note)
    await ruiz.press("Admit: code word matched", within=card_of(words.label))
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await maya.press("Chat")
    await write(maya, words.to_ruiz)
    await ruiz.press("Chat, 1 new")
    await ruiz.reads(words.to_ruiz)
    await write(ruiz, words.to_maya)
    await maya.reads(words.to_maya)
    await maya.press("Chat")
    await ruiz.press("Chat")
    return link


async def write(person: Person, text: str) -> None:
    """Say something in the chat, which is open."""
    await person.fill("Message", text, within=CHAT)
    await person.key("Enter")


async def with_a_guest(ruiz: Person, maya: Person, ben: Person, words: Canaries) -> None:
    """A guest comes in, and the client is asked where they are now."""
    await ruiz.press("Guest link", within=row_of(words.label))
    link = await guest_link(ruiz, words.guest_label)
    await arrive(ben, link)
    await ben.fill("Your name", words.guest_name)
    await ben.choose("Your part in this session", "Interpreter")
    await ben.choose("Country", COUNTRY)
    await ben.fill("Where are you right now?", words.guest_place)
    await ben.tick(AGREE)
    await be_ready(ben)
    await ruiz.press("Admit", within=card_of(words.guest_label))
    await say_how(ruiz, "Known voice")
    await asyncio.gather(*(sees_face(one, other) for one, other in ((ruiz, BEN), (maya, BEN), (ben, MAYA))))
    await ruiz.press("Emergency card", within=row_of(words.label))
    await ruiz.press("Ask where they are now")
    await maya.reads(re.compile("asks where you are right now"))
    await maya.fill("Where are you right now?", words.place_now)
    await maya.press("Send")
    await ruiz.reads(words.place_now)


@asynccontextmanager
async def planted(link: str, text: bytes) -> AsyncIterator[None]:
    """A program has a place by this link while the block lasts, and 16 bytes of its own for an id."""
    read = Link.read(link)
    hello = {"type": "hello", "invitation": read.invitation, "admission": read.admission}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{read.origin}/ws", headers={"Origin": read.origin}) as socket,
    ):
        await socket.send_json(hello | {"participant": unpadded_text(text)})
        assert (await socket.receive_json())["type"] == "welcome"
        yield
