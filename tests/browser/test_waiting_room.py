"""Whoever waits is nobody's business but the clinician's."""

from __future__ import annotations

import asyncio

from tests.browser.connections import REMEMBER, traffic
from tests.browser.deadline import until
from tests.browser.journey import admit, check_in, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.watching import faces, hears_voice, sees_and_hears, sees_face


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


async def test_no_packet_of_somebody_who_waits_goes_to_anybody_but_the_clinician_who_looks_at_them(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(ruiz.prepare_pages(REMEMBER), maya.prepare_pages(REMEMBER))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit")
    await _settled(ruiz, maya)
    for person in (ruiz, maya):
        seen = await traffic(person)
        assert (seen.sent, seen.received) == (0, 0)
        assert await faces(person) == []

    await ruiz.press("Preview")
    await maya.reads("You are being seen")
    as_maya = await sees_face(ruiz, MAYA)
    assert await faces(maya) == []
    assert (await traffic(maya)).received == 0
    assert (await traffic(ruiz)).sent == 0
    assert await sound_of(ruiz, as_maya) == "off"
    await ruiz.press("Sound on")
    await maya.reads("You are being seen and heard")
    await hears_voice(ruiz, MAYA, as_maya)
    await ruiz.press("Stop preview")
    await maya.reads_no("You are being seen")
    await until_quiet(maya)

    await admit(ruiz, MAYA.name)
    await sees_and_hears(maya, RUIZ)
    seen = await traffic(maya)
    assert (seen.sent > 0, seen.received > 0) == (True, True)


async def sound_of(person: Person, of: str) -> str:
    """Whether what a participant says can be heard in this page."""
    playing = """(whose) => [...document.querySelectorAll('[data-participant] :is(video, audio)')]
        .some((one) => one.closest('[data-participant]').dataset.participant === whose && !one.muted)"""
    return "on" if await person.evaluate(playing, of) else "off"
