"""The session from both sides in every state, and what comes after it: finished and accessible."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.connections import REMEMBER
from tests.browser.day import Day
from tests.browser.device_faults import FAULTS, label_of, let_go, plug_in, take, unplug
from tests.browser.gallery import SIZES, Gallery
from tests.browser.journey import CONFIRM, admit, check_in, has_ended, row_of, say_how
from tests.browser.line import Line
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.watching import sees_face

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.gallery]

CLOSE = "() => window.connections.forEach((connection) => connection.close())"
"""As a network that is gone: what the page has for sound and picture carries nothing any more."""
# Until it is told otherwise: what a browser does with a page in which nobody has clicked.
REFUSES_TO_PLAY = """() => {
    const {play} = HTMLMediaElement.prototype;
    const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    HTMLMediaElement.prototype.play = refuse;
    window.play = () => { HTMLMediaElement.prototype.play = play; };
}"""
NEVER_CONNECTED = "() => { RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => {}); }"


async def opens_everything_of_the_bar(person: ChromiumPerson, who: str, gallery: Gallery) -> None:
    """What stands under "More": devices, one's own picture, and the keys."""
    await person.press("More")
    await person.sees("button", "Keyboard shortcuts")
    await gallery.take(person, f"session-more-{who}")
    await person.press("Camera and microphone")
    await person.sees("dialog", "Camera and microphone")
    await gallery.take(person, f"session-devices-{who}")
    await person.press("Done")
    await person.press("More")
    await person.press("Keyboard shortcuts")
    await person.sees("dialog", "Keyboard shortcuts")
    await gallery.take(person, f"session-shortcuts-{who}")
    await person.press("Done")
    await person.press("More")
    await person.press("Hide self-view")
    await gallery.take(person, f"session-no-self-view-{who}")
    await person.press("Show self-view")
    await person.press("Move self-view")
    await person.press("More")


async def test_a_session_is_finished_and_accessible_on_both_sides(day: Day, gallery: Gallery) -> None:
    ruiz = day.ruiz
    maya, _ = await day.waiting("Maya")
    await admit(ruiz, "Maya", "I'll confirm once we talk")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    await ruiz.reads("Identity not yet confirmed")
    await gallery.take(ruiz, "session-identity-open")
    await gallery.take(maya, "session-client")
    await ruiz.press("Confirm identity")
    await ruiz.sees(*CONFIRM)
    await gallery.take(ruiz, "session-confirm-identity")
    await say_how(ruiz, "Known voice", action="Confirm")
    await ruiz.reads_no("Identity not yet confirmed")
    await gallery.take(ruiz, "session-clinician")
    await ruiz.look(*SIZES["phone"])
    await ruiz.press(re.compile("^People"))
    await ruiz.sees("button", "Back to the session")
    await gallery.take(ruiz, "session-people")
    await ruiz.look(*SIZES["desktop"])
    await opens_everything_of_the_bar(ruiz, "clinician", gallery)
    await opens_everything_of_the_bar(maya, "client", gallery)
    await ruiz.press("Emergency card", within=row_of("Maya"))
    await ruiz.sees("region", "Emergency card")
    await gallery.take(ruiz, "session-emergency-card")
    await ruiz.press("Ask where they are now")
    await maya.reads("asks where you are right now")
    await gallery.take(maya, "session-asked-place")
    await ruiz.press("Hide card")
    await ruiz.press("Hold", within=row_of("Maya"))
    await maya.reads("has paused your session")
    await gallery.take(ruiz, "session-held")
    await gallery.take(maya, "held")
    await ruiz.press("Remove", within=row_of("Maya"))
    await ruiz.sees("dialog", "Remove Maya?")
    await gallery.take(ruiz, "session-remove")
    await ruiz.press("Remove", within=("dialog", "Remove Maya?"))
    await maya.sees("heading", "Your place in this session has ended")
    await gallery.take(maya, "removed")
    assert gallery.faults == []


async def test_leaving_ending_and_opening_again_are_finished_and_accessible(
    day: Day, gallery: Gallery
) -> None:
    ruiz = day.ruiz
    nora, _ = await day.in_session("Nora")
    await nora.press("Leave")
    await nora.sees("heading", "You have left the session")
    await gallery.take(nora, "left")
    await nora.press("Rejoin")
    await admit(ruiz, "Nora")
    await sees_face(nora, RUIZ)
    await day.end_session()
    await has_ended(nora)
    await gallery.take(nora, "ended")
    await ruiz.sees("button", "Reopen")
    await gallery.take(ruiz, "today-reopen")
    await ruiz.press("Reopen")
    await nora.reads("has opened the session again")
    await gallery.take(nora, "reopened")
    assert gallery.faults == []


async def test_a_session_that_does_not_connect_or_loses_its_line_is_finished_and_accessible(
    day: Day, gallery: Gallery
) -> None:
    ruiz, link = day.ruiz, await day.link("Pia")
    line = await Line.of(ruiz)
    await ruiz.prepare_pages(REMEMBER)
    await ruiz.reload()
    await ruiz.sees("article", "Pia")
    slow = await day.device(MAYA)
    await slow.prepare_pages(NEVER_CONNECTED)
    await check_in(slow, link, "Pia")
    await admit(ruiz, "Pia")
    await slow.reads("Connecting with Dr Ruiz")
    await gallery.take(slow, "session-connecting")
    await slow.press("Leave")
    await ruiz.sees("heading", "Today")

    pia = await day.device(BEN)
    await check_in(pia, link, "Pia")
    await admit(ruiz, "Pia")
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(pia, RUIZ))
    await line.cut()
    await ruiz.reads("Sound and picture go on where they can")
    await gallery.take(ruiz, "session-no-server")
    await ruiz.evaluate(CLOSE)
    await asyncio.gather(ruiz.reads("phone Pia:"), pia.reads("Dr Ruiz will phone you on"))
    await ruiz.reads_no("Sound and picture go on where they can")
    await gallery.take(ruiz, "session-lost")
    await gallery.take(pia, "session-alone")
    line.mend()
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(pia, RUIZ))
    await asyncio.gather(ruiz.reads_no("Trying again"), pia.reads_no("will phone you"))
    assert gallery.faults == []


async def test_devices_that_fail_and_a_browser_that_will_not_play_are_finished_and_accessible(
    day: Day, gallery: Gallery
) -> None:
    ruiz = day.ruiz
    link, lea = await day.link("Lea"), await day.device(BEN)
    for script in (FAULTS, REFUSES_TO_PLAY):
        await lea.prepare_pages(script)
    await check_in(lea, link, "Lea")
    await admit(ruiz, "Lea")
    await lea.sees("button", "Start sound and picture")
    await gallery.take(lea, "session-not-played")
    await lea.evaluate("() => window.play()")
    await lea.press("Start sound and picture")
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(lea, RUIZ))
    camera, microphone = await label_of(lea, "video"), await label_of(lea, "audio")
    await unplug(lea, "video", camera)
    await take(lea, "audio", microphone)
    await asyncio.gather(
        lea.reads("Your camera was disconnected"),
        lea.reads("Your microphone is used by another program"),
        ruiz.reads("camera was interrupted by their device"),
        ruiz.reads("Microphone interrupted"),
    )
    await gallery.take(lea, "session-devices-gone")
    await gallery.take(ruiz, "session-client-devices-gone")
    await let_go(lea, "audio", microphone)
    await plug_in(lea, "video", camera)
    await sees_face(ruiz, BEN)
    assert gallery.faults == []


async def test_a_client_who_drops_is_finished_and_accessible_on_both_sides(
    day: Day, gallery: Gallery
) -> None:
    ruiz = day.ruiz
    link, kim = await day.link("Kim"), await day.device(BEN)
    await kim.prepare_pages(REMEMBER)
    line = await Line.of(kim)
    await check_in(kim, link, "Kim")
    await admit(ruiz, "Kim")
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(kim, RUIZ))
    await line.cut()
    await kim.evaluate(CLOSE)
    await asyncio.gather(ruiz.reads("If Kim is not back by"), kim.reads("Dr Ruiz will phone you on"))
    await gallery.take(ruiz, "session-client-lost")
    await gallery.take(kim, "session-client-cut")
    await ruiz.press("Dial on my phone: the number of Kim")
    await gallery.take(ruiz, "session-client-lost-dial")
    line.mend()
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(kim, RUIZ))
    assert gallery.faults == []
