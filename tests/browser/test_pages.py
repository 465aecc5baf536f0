"""Every page, as it looks on a phone and a desk, by day and by night; and what axe-core says of it."""

from __future__ import annotations

import asyncio

from tests.browser.chromium import Setting
from tests.browser.conftest import People
from tests.browser.gallery import Gallery
from tests.browser.journey import admit, arrive, check_in, has_ended, introduce, sign_in, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.server import DemoServer
from tests.browser.watching import sees_face


async def test_the_pages_of_a_session_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sign_in(ruiz, server)
    await gallery.take(ruiz, "today-empty")
    await ruiz.press("Use camera and microphone")

    await maya.open(server.client)
    await maya.sees("heading", "Check in")
    await gallery.take(maya, "check-in")
    await maya.press("I'm ready")
    await maya.sees("alert")
    await gallery.take(maya, "check-in-incomplete")
    await maya.press("Use camera and microphone")
    await maya.sees("combobox", "Camera")
    await gallery.take(maya, "check-in-ready")
    await introduce(maya)
    await gallery.take(maya, "waiting")

    await ruiz.sees("button", "Admit")
    await gallery.take(ruiz, "today-somebody-waits")
    await ruiz.press("Preview")
    await sees_face(ruiz, MAYA)
    await gallery.take(ruiz, "today-preview")
    await gallery.take(maya, "waiting-seen")
    await admit(ruiz, MAYA.name)
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    await gallery.take(ruiz, "session-clinician")
    await gallery.take(maya, "session-client")
    await ruiz.press("End session")
    await has_ended(maya)
    await gallery.take(maya, "ended")
    assert gallery.faults == []


async def test_the_pages_of_a_call_that_cannot_go_on_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    maya = await people.in_chromium(MAYA, Setting(asks=True))
    await arrive(maya, server.client)
    await maya.reads("does not allow this page to use your camera")
    await gallery.take(maya, "check-in-denied")
    assert gallery.faults == []


async def test_the_pages_of_links_that_do_not_work_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    maya = await people.in_chromium(MAYA)
    await maya.open(server.client.partition("#")[0])
    await maya.sees("heading", "This link is not complete")
    await gallery.take(maya, "link-incomplete")
    before, invitation = server.client.split("/join/")
    await maya.open(f"{before}/join/{'B' if invitation[0] == 'A' else 'A'}{invitation[1:]}")
    await maya.sees("heading", "This link does not open a session now")
    await gallery.take(maya, "link-unknown")
    assert gallery.faults == []


async def test_a_page_that_is_not_there_is_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    maya = await people.in_chromium(MAYA)
    await maya.open(f"{server.url}/nothing-of-the-kind")
    await maya.sees("heading")
    await gallery.take(maya, "not-found")
    # Chromium's console complains of the page's own status.
    assert [text for text in maya.complaints if "404" not in text] == []
    maya.complaints.clear()
    assert gallery.faults == []


async def test_the_pages_of_a_declined_client_and_of_a_server_away_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.press("Decline")
    await maya.sees("heading", "Not now", seconds=15)
    await gallery.take(maya, "declined")
    await maya.press("Rejoin")
    await maya.reads("Waiting for")
    assert server.stop() == 0
    await maya.reads("Your place in the waiting room is kept for you")
    await gallery.take(maya, "waiting-server-away")
    assert gallery.faults == []
    # Chromium's console complains of each connection that was tried.
    assert [text for text in ruiz.complaints + maya.complaints if "WebSocket connection" not in text] == []
    ruiz.complaints.clear()
    maya.complaints.clear()
