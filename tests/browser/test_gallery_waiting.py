"""The waiting room from both sides in every state: finished, accessible, on every screen."""

from __future__ import annotations

import pytest

from tests.browser.chromium import ChromiumPerson, Setting
from tests.browser.day import Day
from tests.browser.gallery import Gallery
from tests.browser.journey import (
    CONFIRM,
    admit,
    arrive,
    be_ready,
    card_of,
    check_in,
    fill_in,
    introduce,
    is_on_other_device,
    say_how,
)
from tests.browser.media import MAYA, RUIZ
from tests.browser.watching import sees_face

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.gallery]


async def looks_and_writes(day: Day, maya: ChromiumPerson, gallery: Gallery) -> None:
    """Message, preview in both sizes, with and without sound, and the emergency card before admission."""
    ruiz = day.ruiz
    await ruiz.press("Message", within=card_of("Maya"))
    await ruiz.sees("dialog", "Message to Maya")
    await gallery.take(ruiz, "queue-message")
    await ruiz.fill("Message", "I am with you in a moment, the session before takes longer")
    await ruiz.press("Send")
    await maya.reads("the session before takes longer")
    await gallery.take(maya, "waiting-message")
    await ruiz.press("Preview", within=card_of("Maya"))
    await sees_face(ruiz, MAYA)
    await maya.reads("You are being seen")
    await gallery.take(ruiz, "queue-preview")
    await gallery.take(maya, "waiting-seen")
    await ruiz.press("Enlarge", within=card_of("Maya"))
    await ruiz.press("Sound on", within=card_of("Maya"))
    await maya.reads("You are being seen and heard")
    await gallery.take(ruiz, "queue-enlarged")
    await gallery.take(maya, "waiting-seen-and-heard")
    await ruiz.press("Stop preview", within=card_of("Maya"))
    await ruiz.press("Emergency card", within=card_of("Maya"))
    await ruiz.sees("region", "Emergency card")
    await gallery.take(ruiz, "today-emergency-card")
    await ruiz.press("Ask where they are now")
    await maya.reads("asks where you are right now")
    await gallery.take(maya, "waiting-asked-place")
    await ruiz.press("Hide card")


async def test_somebody_who_waits_is_finished_and_accessible_on_both_sides(
    day: Day, gallery: Gallery
) -> None:
    ruiz = day.ruiz
    await gallery.take(ruiz, "today-empty")
    link, maya = await day.link("Maya", "heron"), await day.device(MAYA)
    await maya.open(link)
    await maya.sees("textbox", "Code word")
    await ruiz.reads("Not ready yet")
    await gallery.take(ruiz, "queue-checking-in")
    await maya.press("Use camera and microphone")
    await fill_in(maya, "Maya Quintana", "pigeon")
    await maya.tick("I am not alone", role="radio")
    await maya.fill("Who is with you?", "My sister, in the next room")
    await be_ready(maya)
    await maya.reads("2 times more")
    await ruiz.reads("Code word missed")
    await gallery.take(ruiz, "queue-code-word-missed")
    await gallery.take(maya, "waiting-code-word-missed")
    await maya.fill("Code word", "heron")
    await maya.press("Try again")
    await ruiz.sees("button", "Admit: code word matched", within=card_of("Maya"))
    await maya.reads("knows that you are here")
    await gallery.take(ruiz, "queue-everything")
    await gallery.take(maya, "waiting")
    await looks_and_writes(day, maya, gallery)
    await ruiz.press("Refuse this link", within=card_of("Maya"))
    await ruiz.sees("dialog", "Refuse this link?")
    await gallery.take(ruiz, "queue-refuse")
    await ruiz.press("Refuse this link", within=("dialog", "Refuse this link?"))
    await maya.sees("heading", "This link has ended")
    await gallery.take(maya, "refused")
    assert gallery.faults == []


async def test_failing_devices_and_a_decline_are_finished_and_accessible_on_both_sides(
    day: Day, gallery: Gallery
) -> None:
    ruiz, link = day.ruiz, await day.link("Nadia")
    nadia = await day.device(MAYA, Setting(asks=True))
    await check_in(nadia, link, "Nadia")
    await ruiz.reads("No microphone")
    await gallery.take(ruiz, "queue-failing-devices")
    await ruiz.press("Admit", within=card_of("Nadia"))
    await ruiz.press("Admit", within=CONFIRM)
    await ruiz.reads("Please choose how you know who it is.")
    await gallery.take(ruiz, "queue-confirm-identity")
    await ruiz.press("Cancel")
    await ruiz.press("Decline", within=card_of("Nadia"))
    await ruiz.sees("button", "Undo")
    await gallery.take(ruiz, "queue-declined")
    await nadia.sees("heading", "Not now", seconds=15)
    await gallery.take(nadia, "declined")
    assert gallery.faults == []


async def test_several_devices_of_one_person_are_finished_and_accessible_on_every_one(
    day: Day, gallery: Gallery
) -> None:
    ruiz = day.ruiz
    laptop, link = await day.waiting("Ola")
    phone = await day.device(MAYA, Setting(width=360, height=740))
    await arrive(phone, link)
    await introduce(phone, "Ola")
    await ruiz.sees("group", "2 devices", within=card_of("Ola"))
    await gallery.take(ruiz, "queue-two-devices")
    await admit(ruiz, "Ola")
    await is_on_other_device(phone)
    await gallery.take(phone, "other-device")
    await phone.press("Use this device instead")
    await phone.reads("You are in session on your other device")
    await gallery.take(phone, "waiting-other-device")
    await ruiz.sees("button", "Admit as a guest")
    await gallery.take(ruiz, "session-second-device")
    await laptop.sees("region", "Is this you?")
    await gallery.take(laptop, "session-is-this-you")
    await laptop.go_dark()
    await ruiz.sees("article", "Ola, new device")
    await gallery.take(ruiz, "session-lost-device")
    await ruiz.press("Admit", within=card_of("Ola"))
    await say_how(ruiz, "Recognised")
    await sees_face(phone, RUIZ)
    assert gallery.faults == []
