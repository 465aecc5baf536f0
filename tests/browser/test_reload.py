"""A reload in mid-call is a blink, for either of the two."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.conftest import People
from tests.browser.deadline import until
from tests.browser.journey import begin
from tests.browser.media import MAYA, RUIZ
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.watching import frames, sees_and_hears, sees_face

BACK_WITHIN = 3.0
"""Seconds from the reload to the next picture, on both sides."""
SHORTEST_PAUSE = 0.3
"""Seconds without a picture that a reload takes at least, and a call that goes on never does."""


async def sees_news_of(person: Person, of: str) -> float:
    """Wait until new frames of a participant arrive after a pause; return the seconds that the pause took."""

    async def resumed() -> float | None:
        gap = (await frames(person, of)).longest_gap
        return gap if gap > SHORTEST_PAUSE else None

    return await until(resumed, f"{person.appearance.name} sees the other again", 10)


@pytest.mark.parametrize("who", ["client", "clinician"])
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_reloaded_page_is_back_in_the_call_without_a_click(
    browser: str, who: str, server: DemoServer, people: People
) -> None:
    clinicians, clients = (browser, "chromium") if who == "clinician" else ("chromium", browser)
    ruiz, maya = await asyncio.gather(people.by(clinicians, RUIZ), people.by(clients, MAYA))
    as_maya, as_ruiz = await begin(ruiz, maya, server)
    reloading, staying, as_reloading = (maya, ruiz, as_maya) if who == "client" else (ruiz, maya, as_ruiz)
    clock = asyncio.get_running_loop()
    started = clock.time()
    await reloading.reload()
    await sees_face(reloading, staying.appearance, seconds=10)
    assert clock.time() - started <= BACK_WITHIN
    assert await sees_news_of(staying, as_reloading) <= BACK_WITHIN
    await asyncio.gather(
        sees_and_hears(reloading, staying.appearance), sees_and_hears(staying, reloading.appearance)
    )
