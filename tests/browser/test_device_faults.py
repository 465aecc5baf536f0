"""A camera or microphone that is taken away in a session: both sides read it, and it comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.background import STAND_IN, come_to_front, go_behind
from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until
from tests.browser.device_faults import (
    FAULTS,
    WAKE_LOCKS,
    Kind,
    label_of,
    let_go,
    locks,
    mute_by_system,
    plug_in,
    take,
    unplug,
)
from tests.browser.journey import admit, arrive, introduce, sit_down
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.people import People, gathered
from tests.browser.server import demo
from tests.browser.watching import hears_voice, sees_and_hears, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOON = 3.0
"""Seconds within which both sides read what has happened."""
BY_ITSELF = 8.0
"""Seconds within which a device is back that nobody announces: it is asked for every five."""
HEADSET, OTHER = "Fake Audio Input 1", "Fake Audio Input 2"
INTERRUPTED = "Maya’s camera was interrupted by their device"


@dataclass(frozen=True)
class Pair:
    """Two people who see and hear each other, before and after every test."""

    ruiz: ChromiumPerson
    maya: ChromiumPerson
    people: People
    as_maya: str
    """The id under which the clinician sees the client."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_session(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    async with gathered(recordings, tmp_path_factory.mktemp("profiles")) as people:
        with demo(tmp_path_factory.mktemp("server")) as server:
            ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
            for person in (ruiz, maya):
                await person.context.grant_permissions(["screen-wake-lock"])
                for script in (FAULTS, STAND_IN, WAKE_LOCKS):
                    await person.prepare_pages(script)
            await asyncio.gather(sit_down(ruiz, server), arrive(maya, server.client))
            await maya.choose("Microphone", HEADSET)
            await introduce(maya)
            await admit(ruiz, "Maya")
            as_maya, _ = await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
            yield Pair(ruiz, maya, people, as_maya)
            # The browsers are closed first: a page that loses its server complains of it.
            await people.go_home()


@pytest_asyncio.fixture(loop_scope="module")
async def session(whole_session: Pair) -> AsyncIterator[Pair]:
    """The session that the tests of this file share."""
    yield whole_session
    assert whole_session.people.take_complaints() == []


async def test_a_camera_that_is_pulled_out_is_said_on_both_sides_and_comes_back_with_its_plug(
    session: Pair,
) -> None:
    ruiz, maya = session.ruiz, session.maya
    camera = await label_of(maya, "video")
    await unplug(maya, "video", camera)
    await asyncio.gather(
        maya.reads("Your camera was disconnected. Connect it and it goes on by itself", SOON),
        ruiz.reads(INTERRUPTED, SOON),
    )
    await hears_voice(ruiz, MAYA, session.as_maya)
    await plug_in(maya, "video", camera)
    await asyncio.gather(
        maya.reads("is back. You can be seen again.", SOON), ruiz.reads_no(INTERRUPTED, SOON)
    )
    await sees_face(ruiz, MAYA)


async def test_a_camera_that_another_program_takes_comes_back_when_it_lets_go(session: Pair) -> None:
    ruiz, maya = session.ruiz, session.maya
    camera = await label_of(maya, "video")
    await take(maya, "video", camera)
    await asyncio.gather(
        maya.reads("Your camera is used by another program or a phone call", SOON),
        ruiz.reads(INTERRUPTED, SOON),
    )
    await let_go(maya, "video", camera)
    await sees_face(ruiz, MAYA, seconds=BY_ITSELF)
    await maya.reads_no("Your camera is used by another program")


async def test_a_camera_that_is_left_off_stays_off(session: Pair) -> None:
    ruiz, maya = session.ruiz, session.maya
    camera = await label_of(maya, "video")
    await unplug(maya, "video", camera)
    await ruiz.reads(INTERRUPTED, SOON)
    await maya.press("Leave camera off")
    await ruiz.reads("Maya has stopped the camera", SOON)
    await plug_in(maya, "video", camera)
    await maya.reads_no("Your camera was disconnected")
    assert await label_of(maya, "video") == ""
    await maya.press("Start camera")
    await sees_face(ruiz, MAYA)


async def test_a_clinicians_microphone_that_the_system_mutes_is_said_on_both_sides_until_it_is_back(
    session: Pair,
) -> None:
    ruiz, maya = session.ruiz, session.maya
    await mute_by_system(ruiz, "audio", on=True)
    await asyncio.gather(
        ruiz.reads("Your device has muted your microphone, so you can’t be heard", SOON),
        maya.reads("Microphone interrupted", SOON),
    )
    await mute_by_system(ruiz, "audio", on=False)
    await asyncio.gather(
        ruiz.reads("You can be heard again.", SOON), maya.reads_no("Microphone interrupted", SOON)
    )


async def test_a_phone_call_takes_both_and_gives_both_back_when_the_page_is_seen_again(session: Pair) -> None:
    ruiz, maya = session.ruiz, session.maya
    both: list[tuple[Kind, str]] = [("audio", HEADSET), ("video", await label_of(maya, "video"))]
    for kind, _ in both:
        await mute_by_system(maya, kind, on=True)
    await asyncio.gather(
        maya.reads("end the phone call that uses it", SOON),
        ruiz.reads("Microphone interrupted", SOON),
        ruiz.reads(INTERRUPTED, SOON),
    )
    await go_behind(maya)
    # Answered, it ends what it has muted.
    await asyncio.gather(*(take(maya, kind, label) for kind, label in both))
    for kind, label in both:
        await mute_by_system(maya, kind, on=False)
        await let_go(maya, kind, label)
    await come_to_front(maya)
    await asyncio.gather(
        ruiz.reads_no("Microphone interrupted", SOON),
        sees_face(ruiz, MAYA),
        maya.reads_no("phone call"),
    )
    await hears_voice(ruiz, MAYA, session.as_maya)


async def test_when_a_headset_is_gone_another_microphone_is_heard_at_once_and_nobody_is_unmuted(
    session: Pair,
) -> None:
    ruiz, maya = session.ruiz, session.maya
    await unplug(maya, "audio", HEADSET)
    await maya.reads(f"Your microphone {HEADSET} is gone. Now using: ", SOON)
    await hears_voice(ruiz, MAYA, session.as_maya)
    await maya.press("Mute microphone")
    await plug_in(maya, "audio", HEADSET)
    await maya.reads(f"Your microphone {HEADSET} is back, and in use again. You are still muted.", SOON)
    await asyncio.gather(maya.sees("button", "Unmute microphone"), ruiz.reads("Microphone off", SOON))
    await maya.press("Unmute microphone")
    assert await label_of(maya, "audio") == HEADSET
    await hears_voice(ruiz, MAYA, session.as_maya)


async def test_a_microphone_that_another_program_has_is_replaced_by_one_click(session: Pair) -> None:
    ruiz, maya = session.ruiz, session.maya
    await take(maya, "audio", HEADSET)
    await asyncio.gather(
        maya.reads("Your microphone is used by another program or a phone call", SOON),
        ruiz.reads("Microphone interrupted", SOON),
    )
    await maya.press(f"Use {OTHER} instead")
    await ruiz.reads_no("Microphone interrupted", SOON)
    await hears_voice(ruiz, MAYA, session.as_maya)
    await let_go(maya, "audio", HEADSET)


async def test_the_screen_is_kept_awake_in_a_session_and_again_when_the_page_is_seen_again(
    session: Pair,
) -> None:
    for person in (session.ruiz, session.maya):
        got, held = await locks(person)
        assert (got > 0, held) == (True, 1)
        await go_behind(person)

        async def has_none(of: ChromiumPerson = person) -> bool:
            return (await locks(of))[1] == 0

        async def has_another(of: ChromiumPerson = person, before: int = got) -> bool:
            return await locks(of) == (before + 1, 1)

        await until(has_none, "a hidden page holds no lock")
        await come_to_front(person)
        await until(has_another, "a page that is seen again holds one lock")
