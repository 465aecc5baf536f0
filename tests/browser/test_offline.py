"""A browser that says it has a network again: whoever waits does not wait to try."""

from __future__ import annotations

import asyncio

from tests.browser.deadline import until
from tests.browser.journey import card_of, check_in, sit_down
from tests.browser.line import Line
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer

AT_ONCE = 1.5
"""Seconds; a page that has tried in vain for so long would wait for up to fifteen."""
TRIES = 5
"""In vain: the pauses between them were of 12.4 s at most, and the next is of 6.4 s at least."""


async def test_who_waits_is_back_as_soon_as_the_browser_says_that_there_is_a_network_again(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    line = await Line.of(maya)
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit", within=card_of("Maya"))
    await line.cut()
    await maya.has_network(yes=False)
    await ruiz.reads("Their connection was lost a moment ago")

    async def tried() -> bool:
        return line.refused >= TRIES

    async def joined() -> bool:
        return line.joined == 2

    await until(tried, "the page has tried often enough to wait long now", 20)
    line.mend()
    await maya.has_network(yes=True)
    await until(joined, "the page does not wait to try again", AT_ONCE)
    await maya.reads("Waiting for Dr Ruiz")
    await ruiz.reads_no("Their connection was lost a moment ago")
