"""A browser that says it has lost its network, or has one again: it is believed at once."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.browser.bad_network import bad_network
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import Pair
from tests.browser.deadline import until
from tests.browser.journey import begin, card_of, check_in, sit_down
from tests.browser.line import Line
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer, demo

TOLD_WITHIN = 1.3
"""Seconds: sooner than by the silence alone."""
BACK_WITHIN = 3.0
AT_ONCE = 1.5
"""Seconds; a page that has tried in vain for so long would wait for up to fifteen."""
TRIES = 6
"""In vain: the next pause is of 6.4 s at least."""
CUT_OFF = re.compile("^You can.t be seen or heard: .*Trying again")


async def network_of(person: ChromiumPerson, *, is_there: bool) -> None:
    """What the browser says of its network."""
    await person.context.set_offline(not is_there)


async def test_who_is_told_by_the_browser_that_the_network_is_gone_reads_so_at_once(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    folders = tmp_path_factory
    with bad_network(folders.mktemp("network")) as network, demo(folders.mktemp("server")) as server:
        ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
        line = await Line.of(maya)
        as_maya, as_ruiz = await begin(ruiz, maya, server)
        pair = Pair(ruiz, maya, as_ruiz, as_maya)
        network.cut(as_maya)
        line.hold()
        await network_of(maya, is_there=False)
        await maya.reads(CUT_OFF, seconds=TOLD_WITHIN)
        moments = await pair.moments()
        network.mend()
        await line.release()
        await network_of(maya, is_there=True)
        await pair.are_back(moments, BACK_WITHIN)
        await asyncio.gather(*(one.reads_no(re.compile("was lost|be seen or heard")) for one in (ruiz, maya)))
        # The browsers are closed first: a page that loses its server complains of it.
        await people.go_home()


async def test_who_waits_is_back_as_soon_as_the_browser_says_that_there_is_a_network_again(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    line = await Line.of(maya)
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit", within=card_of("Maya"))
    await line.cut()
    await network_of(maya, is_there=False)
    await ruiz.reads("Their connection was lost a moment ago")

    async def tried() -> bool:
        return line.refused >= TRIES

    async def joined() -> bool:
        return line.joined == 2

    await until(tried, "the page has tried often enough to wait long now", 20)
    line.mend()
    await network_of(maya, is_there=True)
    await until(joined, "the page does not wait to try again", AT_ONCE)
    await maya.reads("Waiting for Dr Ruiz")
    await ruiz.reads_no("Their connection was lost a moment ago")
