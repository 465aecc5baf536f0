"""The clinician's pages around a session in every state: finished, accessible, and usable by keyboard."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time

from playwright.async_api import expect

from tests.browser.chromium import ChromiumPerson
from tests.browser.conftest import People
from tests.browser.gallery import Gallery
from tests.browser.journey import check_in, sign_in
from tests.browser.media import MAYA, RUIZ
from tests.browser.office_hours import new_session, shown_code
from tests.browser.server import DemoServer


async def test_the_pages_of_an_enrolment_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await ruiz.open(f"{server.url}/enrol")
    await ruiz.sees("heading")
    await gallery.take(ruiz, "enrol-incomplete-link")
    await ruiz.open(f"{server.url}/enrol#{'x' * 43}")
    await ruiz.reads("was used already")
    await gallery.take(ruiz, "enrol-over")
    await ruiz.open(server.enrolment)
    await ruiz.sees("button", "Use these words")
    await gallery.take(ruiz, "enrol")
    await ruiz.fill("Password", "short")
    await ruiz.press("Create account")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "enrol-mistakes")
    await ruiz.fill("Your public name", "Dr Ruiz")
    await ruiz.press("Use these words")
    await ruiz.press("Create account")
    code = await shown_code(ruiz)
    await gallery.take(ruiz, "recovery-code")
    await ruiz.fill("Recovery code", code[:-1])
    await ruiz.press("Continue")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "recovery-code-mistake")
    await ruiz.fill("Recovery code", code)
    await ruiz.press("Continue")
    await ruiz.sees("heading", "Today")
    await gallery.take(ruiz, "today-nobody-yet")
    ruiz.complaints[:] = [text for text in ruiz.complaints if "410" not in text]
    assert gallery.faults == []


async def test_the_pages_of_a_sign_in_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    assert server.client
    await ruiz.open(f"{server.url}/sign-in")
    await ruiz.sees("button", "Sign in")
    await gallery.take(ruiz, "sign-in")
    await ruiz.fill("Username", "demo")
    await ruiz.fill("Password", "this is not the password")
    await ruiz.press("Sign in")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "sign-in-refused")
    for _ in range(6):
        await ruiz.press("Sign in")
        await ruiz.sees("button", "Sign in")
    await ruiz.reads(re.compile("wait", re.IGNORECASE))
    await gallery.take(ruiz, "sign-in-waits")
    await ruiz.press("I forgot my password")
    await ruiz.sees("heading", "Use your recovery code")
    await gallery.take(ruiz, "recovery")
    await ruiz.press("Continue")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "recovery-mistakes")
    await ruiz.open(f"{server.url}/kept")
    await ruiz.sees("heading", "What this server keeps")
    await gallery.take(ruiz, "kept")
    ruiz.complaints[:] = [text for text in ruiz.complaints if not re.search("401|429", text)]
    assert gallery.faults == []


async def test_today_with_people_is_finished_and_accessible_in_every_state(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sign_in(ruiz, server)
    await ruiz.press("New session")
    await gallery.take(ruiz, "new-session")
    await ruiz.press("Create link")
    await ruiz.reads("label")
    await gallery.take(ruiz, "new-session-mistake")
    await ruiz.fill("Private label", "Ben")
    await ruiz.fill("Code word", "heron")
    await ruiz.tick("One session", role="radio")
    await gallery.take(ruiz, "new-session-once")
    await ruiz.press("Create link")
    await ruiz.copy_of("Client link")
    await gallery.take(ruiz, "link")
    await ruiz.press("QR code")
    await gallery.take(ruiz, "link-qr")
    await ruiz.press("Done")
    await set_usual_time_of(ruiz, "Maya", gallery)
    await ruiz.reads(re.compile("(is|was) expected at"))
    await gallery.take(ruiz, "today-expected")
    for action in ("Replace link", "Remove", "Guest link"):
        await ruiz.press(action, within=("article", "Maya"))
        await ruiz.sees("dialog")
        await gallery.take(ruiz, action.lower().replace(" ", "-"))
        await ruiz.press("Cancel")
    await ruiz.press("Your account")
    await ruiz.reads("this browser")
    await gallery.take(ruiz, "account")
    await ruiz.press("Change password")
    await ruiz.sees("heading", "Change password")
    await gallery.take(ruiz, "account-password")
    await ruiz.press("Back")
    await ruiz.press("Show earlier copies")
    await ruiz.sees("button", "Bring back")
    await gallery.take(ruiz, "account-earlier")
    await ruiz.press("Back")
    await ruiz.press("Done")
    await check_in(maya, server.client, "Maya Q.")
    await ruiz.reads("says: Maya Q.")
    await gallery.take(ruiz, "today-waiting")
    await ruiz.press("Lock now")
    await ruiz.sees("heading", "Today is locked")
    await gallery.take(ruiz, "today-locked")
    assert gallery.faults == []


async def test_a_long_list_of_people_is_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    names = [
        "Ada",
        "Bo",
        "Cleo",
        "Dan",
        "Eli",
        "Fay",
        "Gus",
        "Hana",
        "Ivo",
        "Jo",
        "Kim",
        "Leopoldina von Hohenstein",
    ]
    for name in names:
        server.office.invite(name)
    server.office.invite_guest("Ada", "Interpreter")
    await sign_in(ruiz, server)
    await ruiz.sees("article", "Ada")
    await gallery.take(ruiz, "people-many")
    await ruiz.page.get_by_label("Search people").fill("leo")
    await ruiz.sees_no("article", "Ada")
    await ruiz.sees("article", "Leopoldina von Hohenstein")
    await gallery.take(ruiz, "people-search")
    assert gallery.faults == []


async def set_usual_time_of(ruiz: ChromiumPerson, label: str, gallery: Gallery) -> None:
    """Today, just before midnight, so that it is still to come."""
    await ruiz.press("More", within=("article", label))
    await ruiz.press("Edit", within=("article", label))
    await ruiz.sees("dialog")
    await gallery.take(ruiz, "edit")
    await ruiz.choose("Usual day", time.strftime("%A"))
    await ruiz.page.get_by_label("Usual time").fill("23:59")
    await ruiz.press(re.compile("Save"))


async def test_today_in_trouble_is_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz, other = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(RUIZ))
    await sign_in(ruiz, server)
    await new_session(ruiz, "Ben")
    await sign_in(other, server)
    await other.sees("button", "Take over here")
    await gallery.take(other, "today-elsewhere")
    office = server.office
    database = next(server.data.glob("*demo*/telehealth.sqlite3"))
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE clinicians SET closing = ?", (time.time() + 14 * 86_400,))
    connection.close()
    await other.reload()
    await other.reads("being closed")
    await gallery.take(other, "today-closing")
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM vaults WHERE version > ?", (office.version - 1,))
        connection.execute(
            "UPDATE vaults SET replaced = NULL WHERE version = (SELECT max(version) FROM vaults)"
        )
    connection.close()
    await ruiz.reload()
    await ruiz.sees("heading", "An older copy")
    await gallery.take(ruiz, "today-older-copy")
    assert server.stop() == 0
    await other.reads("No connection")
    await gallery.take(other, "today-offline")
    assert gallery.faults == []
    # Chromium's console complains of each connection that was tried.
    for person in (ruiz, other):
        person.complaints.clear()


async def test_from_the_sign_in_to_a_copied_link_by_keyboard_alone(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    assert server.client
    await ruiz.open(f"{server.url}/sign-in")
    await ruiz.sees("button", "Sign in")
    keyboard = ruiz.page.keyboard
    await reach(ruiz, "Username")
    await keyboard.type(server.office.username)
    await reach(ruiz, "Password")
    await keyboard.type(server.office.password)
    await keyboard.press("Enter")
    await ruiz.sees("article", "Maya")
    await reach(ruiz, "New session")
    await keyboard.press("Enter")
    await expect(ruiz.page.get_by_role("textbox", name="Private label")).to_be_focused()
    await keyboard.type("Ben")
    await keyboard.press("Enter")
    await ruiz.copy_of("Client link")
    await reach(ruiz, "Copy link")
    await keyboard.press("Enter")
    await ruiz.reads("Ben's link copied")
    await reach(ruiz, "Done")
    await keyboard.press("Enter")
    await ruiz.sees_no("dialog")
    await expect(ruiz.page.get_by_role("button", name="New session")).to_be_focused()


async def reach(ruiz: ChromiumPerson, name: str) -> None:
    """Press Tab until the focus is on what has this name, and see that it shows."""
    for _ in range(40):
        focused = await ruiz.evaluate("""() => {
            const here = document.activeElement;
            const label = here.labels?.[0]?.textContent ?? here.textContent;
            const ring = getComputedStyle(here).outlineStyle !== 'none';
            return {label: label.trim(), ring};
        }""")
        if focused["label"] == name:
            assert focused["ring"], f"the focus on {name} is not seen"
            return
        await ruiz.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")
