"""Whoever waits is nobody's business but the clinician's."""

from __future__ import annotations

import asyncio
import re

from tests.browser.chromium import Setting
from tests.browser.conftest import People
from tests.browser.connections import REMEMBER, traffic
from tests.browser.deadline import until
from tests.browser.journey import admit, arrive, begin, check_in, has_ended, introduce, sit_down
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.watching import faces, sees_and_hears, sees_face


async def _settled(*people: Person, seconds: float = 2.0) -> None:
    """Let media flow that should not: there is no event for what does not happen."""
    await asyncio.gather(
        *(p.evaluate(f"() => new Promise((go) => setTimeout(go, {seconds * 1000}))") for p in people)
    )


async def until_quiet(person: Person) -> None:
    """Wait until a page sends nothing more."""

    async def quiet() -> bool:
        before = (await traffic(person)).sent
        await _settled(person, seconds=0.5)
        return (await traffic(person)).sent == before

    await until(quiet, f"{person.appearance.name} sends nothing")


async def test_no_packet_flows_to_or_from_somebody_who_waits(server: DemoServer, people: People) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(ruiz.prepare_pages(REMEMBER), maya.prepare_pages(REMEMBER))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit")
    await _settled(ruiz, maya)
    for person in (ruiz, maya):
        seen = await traffic(person)
        assert (seen.sent, seen.received) == (0, 0)
        assert await faces(person) == []
    await admit(ruiz, MAYA.name)
    await sees_and_hears(maya, RUIZ)
    seen = await traffic(maya)
    assert (seen.connections, seen.sent > 0, seen.received > 0) == (1, True, True)


async def test_a_preview_shows_the_waiting_person_to_the_clinician_and_to_nobody_else(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(ruiz.prepare_pages(REMEMBER), maya.prepare_pages(REMEMBER))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.press("Preview")
    await maya.reads("You are being seen")
    await sees_face(ruiz, MAYA)
    assert await faces(maya) == []
    assert (await traffic(maya)).received == 0
    assert (await traffic(ruiz)).sent == 0
    await ruiz.press("Stop preview")
    await until_quiet(maya)


async def test_a_second_device_with_the_same_link_waits_and_disturbs_nobody_even_after_the_end(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await begin(ruiz, maya, server)
    ben = await people.in_chromium(BEN)
    await ben.prepare_pages(REMEMBER)
    await check_in(ben, server.client)
    await ruiz.sees("button", "Admit")
    await _settled(ben)
    seen = await traffic(ben)
    assert (seen.sent, seen.received) == (0, 0)
    assert await faces(ben) == []
    await sees_face(maya, RUIZ)
    await ruiz.press("End session")
    await has_ended(maya)
    await ben.reads("Waiting for")
    await ruiz.reads(f"says: {BEN.name}")
    await admit(ruiz, MAYA.name)
    await sees_and_hears(ben, RUIZ)


async def test_a_declined_client_reads_not_now_and_may_wait_again(server: DemoServer, people: People) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.press("Decline")
    await maya.sees("heading", "Not now", seconds=15)
    await maya.press("Rejoin")
    await maya.reads("Waiting for")
    await ruiz.sees("button", "Admit")


async def test_a_refused_camera_has_a_reason_with_a_cure_and_blocks_nothing(
    server: DemoServer, people: People
) -> None:
    maya = await people.in_chromium(MAYA, Setting(asks=True))
    await arrive(maya, server.client)
    await maya.reads("does not allow this page to use your camera")
    await maya.sees("button", re.compile("^Try again"))
    await introduce(maya)


async def test_a_missing_camera_has_a_reason_with_a_cure_and_blocks_nothing(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_chromium(MAYA, Setting(camera=False))
    )
    await arrive(maya, server.client)
    await maya.reads("No camera was found")
    await asyncio.gather(sit_down(ruiz, server), introduce(maya))
    await admit(ruiz, MAYA.name)
    await sees_and_hears(maya, RUIZ)
