"""The steps of a session, as its people take them."""

from __future__ import annotations

import asyncio
import re

from tests.browser.person import Person, Place
from tests.browser.server import Server
from tests.browser.watching import sees_and_hears
from tests.office import PASSWORD

COUNTRY = "Spain"
ABOUT = {
    "Where are you right now?": "Calle del Sol 12, Sevilla",
    "Phone number to call you back": "+34 600 123 456",
    "Emergency contact": "Rosa Quintana",
    "Emergency contact's phone": "+34 600 654 321",
    "Relation to you": "Sister",
}
"""What every client writes at check-in, by the fields' names."""
ALONE = "I am alone and can talk freely"
AGREE = re.compile("^I agree")
CONFIRM: Place = ("dialog", "Confirm identity")
CHAT: Place = ("region", "Chat")


async def sign_in(clinician: Person, server: Server, password: str = PASSWORD) -> None:
    """The clinician, who knows Maya already, opens Today."""
    # The link is in the vault before it is opened.
    assert server.client
    await open_today(clinician, server, password)


async def open_today(clinician: Person, server: Server, password: str = PASSWORD) -> None:
    """The clinician, whose account has been set up, signs in."""
    await clinician.open(f"{server.url}/sign-in")
    await clinician.fill("Username", server.office.username)
    await clinician.fill("Password", password)
    await clinician.press("Sign in")
    await clinician.sees("heading", "Today")


async def sit_down(clinician: Person, server: Server) -> None:
    """The clinician signs in and switches camera and microphone on."""
    await sign_in(clinician, server)
    await switch_on(clinician)


async def switch_on(clinician: Person) -> None:
    """The clinician switches camera and microphone on."""
    await clinician.press("Use camera and microphone")
    await clinician.sees("combobox", "Camera")


async def arrive(client: Person, link: str) -> None:
    """The client opens the link, and tries to switch camera and microphone on."""
    await client.open(link)
    await client.sees("heading", "Check in")
    await client.press("Use camera and microphone")
    await client.sees("combobox", "Camera")


async def fill_in(client: Person, name: str = "", code_word: str = "") -> None:
    """The client answers every question of the form, and agrees."""
    await client.fill("Your name", name or client.appearance.name)
    await client.choose("Country", COUNTRY)
    for field, text in ABOUT.items():
        await client.fill(field, text)
    if code_word:
        await client.fill("Code word", code_word)
    await client.tick(ALONE, role="radio")
    await client.tick(AGREE)


async def introduce(client: Person, name: str = "", code_word: str = "") -> None:
    """The client fills the form in, and waits."""
    await fill_in(client, name, code_word)
    await be_ready(client)


async def introduce_guest(guest: Person, part: str = "Interpreter") -> None:
    """A guest fills in their shorter form, and waits."""
    await guest.fill("Your name", guest.appearance.name)
    await guest.choose("Your part in this session", part)
    await guest.choose("Country", COUNTRY)
    await guest.fill("Where are you right now?", ABOUT["Where are you right now?"])
    await guest.tick(AGREE)
    await be_ready(guest)


async def be_ready(client: Person) -> None:
    """Out of the form, into the waiting room."""
    await client.press("I'm ready")
    await client.reads("Waiting for")


async def check_in(client: Person, link: str, name: str = "", code_word: str = "") -> None:
    """The client's whole way into the waiting room."""
    await arrive(client, link)
    await introduce(client, name, code_word)


async def check_in_as_guest(guest: Person, link: str, part: str = "Interpreter") -> None:
    """A guest's whole way into the waiting room."""
    await arrive(guest, link)
    await introduce_guest(guest, part)


def card_of(label: str) -> Place:
    """The card of somebody who waits: "Maya", but also "Maya, new device"."""
    return "article", _begins(label)


def row_of(label: str) -> Place:
    """What the clinician can do for somebody who is in session."""
    return "group", _begins(label)


def _begins(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(label)}(?!\w)")


async def admit(clinician: Person, label: str, method: str = "Recognised") -> None:
    """The clinician lets in the person who waits under this label, and says how they know them."""
    await clinician.press("Admit", within=card_of(label))
    await say_how(clinician, method)


async def say_how(clinician: Person, method: str, action: str = "Admit") -> None:
    """The clinician answers how they know who it is."""
    await clinician.tick(method, role="radio", within=CONFIRM)
    await clinician.press(action, within=CONFIRM)
    await clinician.sees_no(*CONFIRM)


async def begin(clinician: Person, client: Person, server: Server) -> tuple[str, str]:
    """Bring two people into a session, who see and hear each other.

    Returns the ids under which the clinician sees the client and the client the clinician.
    """
    await asyncio.gather(sit_down(clinician, server), check_in(client, server.client))
    await admit(clinician, client.appearance.name)
    seen = await asyncio.gather(
        sees_and_hears(clinician, client.appearance), sees_and_hears(client, clinician.appearance)
    )
    return seen[0], seen[1]


async def writes(person: Person, text: str) -> None:
    """Say something in the chat, which is open: fill the field and press Enter, as people do."""
    await person.fill("Message", text, within=CHAT)
    await person.key("Enter")


async def has_ended(client: Person) -> None:
    """The client reads that the session is over, and may come back."""
    await client.sees("heading", "The session has ended")
    await client.sees("button", "Rejoin")


async def opens_nothing(client: Person, link: str) -> None:
    """The client opens a link that was ended, and reads so."""
    await client.open(link)
    await client.sees("heading", "This link does not open a session now")
    await client.sees_no("button", "I'm ready")


async def is_on_other_device(client: Person) -> None:
    """This device reads that its person goes on with another one."""
    await client.sees("heading", "You are on your other device")
    await client.sees("button", "Use this device instead")
