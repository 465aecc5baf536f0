"""Check-in in every state, and the links that lead to none: finished, accessible, on every screen."""

from __future__ import annotations

import asyncio
import time

import pytest

from telehealth.security.tokens import random_id
from tests import vault_format as formats
from tests.browser.chromium import ChromiumPerson, Setting
from tests.browser.gallery import Gallery
from tests.browser.journey import admit, arrive, be_ready, fill_in, introduce, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears

pytestmark = pytest.mark.gallery

IN_APP = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/156.0.0.0 Mobile Safari/537.36 Instagram 320.0.0.0"
)
TOO_OLD = "() => { delete window.RTCRtpScriptTransform; }"
ASKING = "() => { navigator.mediaDevices.getUserMedia = () => new Promise(() => {}); }"
FAILING = """() => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); };
}"""


async def comes_again(maya: ChromiumPerson, link: str, gallery: Gallery) -> None:
    """She leaves first: while she waits, another tab of this browser would go on in her place."""
    await maya.press("Leave")
    await maya.sees("heading", "You have left the session")
    again = await maya.tab()
    await again.open(link)
    await again.sees("button", "Forget these details")
    await gallery.take(again, "check-in-remembered")
    await again.press("Change")
    await again.reads("I am not alone")
    await again.press("I'm ready")
    await again.sees("alert")


async def test_the_form_is_finished_and_accessible_in_every_state(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    links = [server.client, server.guest]
    maya = await people.in_chromium(MAYA)
    await maya.open(links[0])
    await maya.sees("heading", "Check in")
    await gallery.take(maya, "check-in")
    await maya.tick("I am driving")
    await maya.press("I'm ready")
    await maya.sees("alert")
    await maya.reads("Please park first")
    await gallery.take(maya, "check-in-mistakes")
    await maya.press("Use camera and microphone")
    await maya.sees("combobox", "Camera")
    await maya.press("Play a test sound")
    await maya.reads("You should have heard")
    await gallery.take(maya, "check-in-testing")
    await maya.press("I am driving", role="checkbox")
    await fill_in(maya)
    await maya.tick("I am not alone", role="radio")
    await maya.fill("Who is with you?", "My sister")
    await maya.tick("This is for a child, and I am their parent or guardian")
    await maya.fill("Child's name", "Teo")
    await gallery.take(maya, "check-in-child")
    await maya.press("Use another device")
    await maya.sees("img", "QR code of this link")
    assert await maya.copy_of("Your link") == links[0]
    await gallery.take(maya, "check-in-another-device")
    await maya.press("Close")
    await maya.tick("Remember these details on this device")
    await be_ready(maya)
    await maya.reads("is not at the page at the moment")
    await gallery.take(maya, "waiting-clinician-away")
    await comes_again(maya, links[0], gallery)

    guest = await maya.device()
    await guest.open(links[1])
    await guest.sees("combobox", "Your part in this session")
    await guest.sees_no("textbox", "Emergency contact")
    await gallery.take(guest, "check-in-guest")
    assert gallery.faults == []


async def in_trouble(maya: ChromiumPerson, link: str, trouble: str) -> ChromiumPerson:
    """Another device of hers, on which camera and microphone fail like this, at the form."""
    device = await maya.device()
    await device.prepare_pages(FAILING % trouble)
    await arrive(device, link)
    return device


async def test_a_camera_that_fails_has_a_reason_with_a_cure_and_blocks_nothing(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    link = server.client
    maya = await people.in_chromium(MAYA)
    asking = await maya.device()
    await asking.prepare_pages(ASKING)
    await asking.open(link)
    await asking.press("Use camera and microphone")
    await asking.reads("Your browser asks")
    await gallery.take(asking, "check-in-asking")
    for trouble, text, title in (
        ("NotReadableError", "is used by another program", "check-in-in-use"),
        ("NotFoundError", "No microphone was found", "check-in-none"),
    ):
        device = await in_trouble(maya, link, trouble)
        await device.reads(text)
        await gallery.take(device, title)
    denied = await maya.device(Setting(asks=True))
    await arrive(denied, link)
    await denied.reads("does not allow this page to use your camera")
    await denied.sees("button", "Try again")
    await gallery.take(denied, "check-in-denied")
    await fill_in(denied)
    await be_ready(denied)
    assert gallery.faults == []


async def test_whoever_has_no_camera_at_all_takes_part_by_sound(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz, maya = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_chromium(MAYA, Setting(camera=False))
    )
    await sit_down(ruiz, server)
    await arrive(maya, server.client)
    await maya.reads("No camera was found")
    await introduce(maya)
    await admit(ruiz, "Maya")
    await sees_and_hears(maya, RUIZ)
    await ruiz.reads("takes part without a camera")
    await gallery.take(ruiz, "session-audio-only")
    await gallery.take(maya, "session-audio-only-client")
    assert gallery.faults == []


async def test_a_browser_that_cannot_go_on_says_why_and_what_to_do(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    link = server.client
    maya = await people.in_chromium(MAYA)
    in_app = await maya.device(Setting(user_agent=IN_APP))
    await in_app.open(link)
    await in_app.sees("heading", "Open in your browser")
    assert await in_app.copy_of("Your link") == link
    await gallery.take(in_app, "check-in-in-app-browser")
    await in_app.press("Go on here")
    await in_app.sees("heading", "Check in")
    old = await maya.device()
    await old.prepare_pages(TOO_OLD)
    await old.open(link)
    await old.sees("heading", "This browser is too old for a session")
    await gallery.take(old, "check-in-too-old")
    assert gallery.faults == []


def early_link(server: DemoServer) -> str:
    """A link for an appointment of tomorrow."""
    office, invitation, secret = server.office, random_id(), random_id()
    put = {"id": invitation, "room": office.room, "case": random_id(), "appointment": time.time() + 86_400}
    office.ask("POST", "/api/invitations", put | {"admission_hash": formats.admission_hash(secret)})
    return formats.link(server.url, invitation, secret, office.public_key)


async def test_the_pages_of_links_that_do_not_work_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    link, early = server.client, early_link(server)
    maya = await people.in_chromium(MAYA)
    await maya.open(link.partition("#")[0])
    await maya.sees("heading", "This link is not complete")
    await gallery.take(maya, "link-incomplete")
    before, invitation = link.split("/join/")
    await maya.open(f"{before}/join/{'B' if invitation[0] == 'A' else 'A'}{invitation[1:]}")
    await maya.sees("heading", "This link does not open a session now")
    await gallery.take(maya, "link-unknown")
    await maya.open(early)
    await maya.sees("heading", "This link is not open yet")
    await gallery.take(maya, "link-too-early")
    server.office.ask("DELETE", f"/api/invitations/{invitation.partition('#')[0]}")
    await maya.open(link)
    await maya.reads("The time of this link is over")
    await gallery.take(maya, "link-over")
    await maya.open(f"{server.url}/nothing-of-the-kind")
    await maya.sees("heading", "There is nothing here")
    await gallery.take(maya, "not-found")
    # Chromium's console complains of the page's own status.
    maya.complaints[:] = [text for text in maya.complaints if "404" not in text]
    assert gallery.faults == []
