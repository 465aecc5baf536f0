"""A client in Firefox whose camera is pulled out and whose microphone the system mutes."""

from __future__ import annotations

import asyncio

from tests.browser.device_faults import FAULTS, label_of, mute_by_system, plug_in, unplug
from tests.browser.journey import begin
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import hears_voice, sees_face

SOON = 3.0
"""Seconds within which both sides read what has happened."""
INTERRUPTED = "Maya’s camera was interrupted by their device"


async def test_what_is_taken_from_a_client_in_firefox_is_said_on_both_sides_and_comes_back_by_itself(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_firefox(MAYA))
    await maya.prepare_pages(FAULTS)
    as_maya, _ = await begin(ruiz, maya, server)
    camera = await label_of(maya, "video")
    await unplug(maya, "video", camera)
    await mute_by_system(maya, "audio", on=True)
    await asyncio.gather(
        maya.reads("Your camera was disconnected. Connect it and it goes on by itself", SOON),
        maya.reads("Your device has muted your microphone, so you can’t be heard", SOON),
        ruiz.reads(INTERRUPTED, SOON),
        ruiz.reads("Microphone interrupted", SOON),
    )
    await plug_in(maya, "video", camera)
    await mute_by_system(maya, "audio", on=False)
    await asyncio.gather(
        maya.reads("You can be seen again.", SOON),
        maya.reads("You can be heard again.", SOON),
        ruiz.reads_no("Microphone interrupted", SOON),
    )
    await sees_face(ruiz, MAYA)
    await hears_voice(ruiz, MAYA, as_maya)
