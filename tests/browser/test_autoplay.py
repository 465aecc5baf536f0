"""A browser that begins no sound unless somebody has clicked: one button, and nothing else is asked."""

from __future__ import annotations

import asyncio

from tests.browser.journey import admit, check_in, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_face

START = "Start sound and picture"
# Of every picture of others: whether it plays, and with sound.
_PLAYS = """() => [...document.querySelectorAll('[data-participant] video')]
    .filter((video) => !video.closest('[data-self]'))
    .map((video) => !video.paused && !video.muted)"""


async def test_a_page_that_may_not_play_by_itself_asks_for_one_click_and_then_plays(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_firefox(MAYA, plays=False))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await admit(ruiz, "Maya")
    await sees_face(maya, RUIZ)
    # Whoever loads the page again has clicked nothing in it yet.
    await maya.reload()
    await maya.sees("button", START)
    assert await maya.evaluate(_PLAYS) == [False]
    await sees_face(ruiz, MAYA)
    await maya.press(START)
    await maya.sees_no("button", START)
    await sees_face(maya, RUIZ)
    assert await maya.evaluate(_PLAYS) == [True]
