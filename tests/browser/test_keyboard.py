"""The whole way of a session by keyboard alone, for the clinician and for the client."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import expect

from tests.browser.chromium import ChromiumPerson
from tests.browser.journey import ABOUT, AGREE, ALONE, COUNTRY, has_ended
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_face


async def enter(person: ChromiumPerson, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Go to a button by Tab, and press it."""
    await person.reach(name)
    await person.key(key)


async def makes_a_link(ruiz: ChromiumPerson, server: DemoServer) -> str:
    """From the sign-in to a copied link; the focus is never lost on the way."""
    await ruiz.open(f"{server.url}/sign-in")
    await ruiz.sees("button", "Sign in")
    await ruiz.reach("Username")
    await ruiz.write(server.office.username)
    await ruiz.reach("Password")
    await ruiz.write(f"{server.office.password}\n")
    await ruiz.sees("article", "Maya")
    await enter(ruiz, "New session")
    await expect(ruiz.page.get_by_role("textbox", name="Private label")).to_be_focused()
    await ruiz.write("Ben\n")
    link = await ruiz.copy_of("Client link")
    await enter(ruiz, "Copy link")
    await ruiz.reads("Ben's link copied")
    await enter(ruiz, "Done")
    await ruiz.sees_no("dialog")
    await expect(ruiz.page.get_by_role("button", name="New session")).to_be_focused()
    await enter(ruiz, "Use camera and microphone")
    await ruiz.sees("combobox", "Camera")
    return link


async def checks_in(ben: ChromiumPerson, link: str) -> None:
    """The whole form; what is forgotten is found by the summary, which has the focus."""
    await ben.open(link)
    await ben.sees("heading", "Check in")
    await enter(ben, "Use camera and microphone")
    await ben.sees("combobox", "Camera")
    await ben.reach("Your name")
    await ben.write("Ben\n")
    await expect(ben.page.get_by_role("alert").filter(visible=True).first).to_be_focused()
    await enter(ben, "Please choose the country you are in now.")
    await expect(ben.page.get_by_role("combobox", name="Country")).to_be_focused()
    await ben.write(COUNTRY)
    for field, text in ABOUT.items():
        await ben.reach(field)
        await ben.write(text)
    await enter(ben, ALONE, " ")
    await enter(ben, AGREE, " ")
    await enter(ben, "I'm ready")
    await ben.reads("Waiting for")


async def test_from_the_sign_in_to_the_end_of_a_session_by_keyboard_alone(
    server: DemoServer, people: People
) -> None:
    assert server.client
    ruiz, ben = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await checks_in(ben, await makes_a_link(ruiz, server))
    await enter(ruiz, "Message")
    await enter(ruiz, "Five more minutes")
    await ben.reads("Five more minutes")
    await enter(ruiz, "Admit")
    # The focus is on the first method, and chooses nothing by being there.
    await ruiz.key("Enter")
    await ruiz.reads("Please choose how you know who it is.")
    await enter(ruiz, "Recognised", " ")
    await ruiz.key("ArrowDown")
    await enter(ruiz, "Admit")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(ben, RUIZ))
    await enter(ben, "More")
    await enter(ben, "Keyboard shortcuts")
    await enter(ben, "Done")
    await ben.key("m")
    await ben.sees("button", "Unmute microphone")
    await ruiz.reads("Microphone off")
    await enter(ruiz, "Hold")
    await ben.reads("has paused your session")
    await enter(ruiz, "Resume")
    await sees_face(ben, RUIZ)
    await enter(ruiz, "End session")
    await has_ended(ben)
    await enter(ben, "Rejoin")
    await ben.reads("Waiting for")
