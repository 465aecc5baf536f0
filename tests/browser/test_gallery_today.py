"""The clinician's page between sessions in every state: finished, accessible, on every screen."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.gallery import Gallery
from tests.browser.journey import check_in, sign_in
from tests.browser.media import MAYA, RUIZ
from tests.browser.office_hours import new_session
from tests.browser.people import People
from tests.browser.server import DemoServer

pytestmark = pytest.mark.gallery


async def test_today_with_people_is_finished_and_accessible_in_every_state(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
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
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    other = await ruiz.device()
    await sign_in(ruiz, server)
    await new_session(ruiz, "Ben")
    await sign_in(other, server)
    await check_in(maya, server.client)
    await other.sees("button", "Take over here")
    await gallery.take(other, "today-elsewhere")
    office = server.office
    with sqlite3.connect(server.database) as connection:
        connection.execute("UPDATE clinicians SET closing = ?", (time.time() + 14 * 86_400,))
    connection.close()
    await other.reload()
    await other.reads("being closed")
    await gallery.take(other, "today-closing")
    with sqlite3.connect(server.database) as connection:
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
    await maya.reads("Your place in the waiting room is kept for you")
    await gallery.take(maya, "waiting-server-away")
    assert gallery.faults == []
    # Chromium's console complains of each connection that was tried.
    for person in (ruiz, maya):
        person.complaints.clear()
