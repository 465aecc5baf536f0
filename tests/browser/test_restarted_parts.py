"""One process of the server is killed in mid-session, or both, and started again by the one that stays."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.audit_log import times_admitted
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import LISTENING, Pair, forgive, in_session
from tests.browser.connections import REMEMBER
from tests.browser.journey import CONFIRM, writes
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.people import gathered
from tests.browser.practice_server import Part, PracticeServer, practice

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONGEST_GAP = 1.0
"""Seconds without a new picture that nobody takes for a broken call."""
SIGNALLING_WITHIN = 10.0
RELAY_WITHIN = 5.0
BOTH_WITHIN = 8.0
ORPHANS_LAST = 20.0
"""Seconds after which the relay closes what nobody has claimed of what the killed web process had opened."""
OPENED = "() => window.connections.length"


@dataclass
class Call:
    """Two in session by a server of their own, who stay in it from test to test."""

    server: PracticeServer
    ruiz: ChromiumPerson
    maya: ChromiumPerson
    pair: Pair

    async def goes_on(self) -> None:
        """Nobody was let in a second time, and nobody was asked to."""
        await self.ruiz.sees("heading", "Session with Maya")
        await self.ruiz.sees_no("button", re.compile("^Admit"))
        await self.ruiz.sees_no(*CONFIRM)
        await self.maya.sees("button", "Leave")
        assert await times_admitted(self.server) == 1

    async def connections(self) -> list[int]:
        """How many media connections each page has ever opened."""
        return [await person.evaluate(OPENED) for person in (self.ruiz, self.maya)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def call(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Call]:
    folder = tmp_path_factory.mktemp("parts")
    with practice(folder) as server:
        async with gathered(recordings, folder) as people:
            ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
            await asyncio.gather(ruiz.prepare_pages(REMEMBER), maya.prepare_pages(REMEMBER))
            pair = await in_session(ruiz, maya, server)
            for person in (ruiz, maya):
                await person.press("Chat")
            await pair.begin()
            yield Call(server, ruiz, maya, pair)
            forgive([ruiz, maya])
            assert people.take_complaints() == []


async def test_without_the_web_process_pictures_go_on_and_it_is_back_before_anybody_misses_it(
    call: Call,
) -> None:
    clock = asyncio.get_running_loop()
    moments, before = await call.pair.moments(), await call.connections()
    killed = clock.time()
    call.server.kill_parts("web")
    await asyncio.gather(writes(call.ruiz, "Are you still there?"), writes(call.maya, "I see you well."))
    await asyncio.gather(
        call.maya.reads("Are you still there?", SIGNALLING_WITHIN),
        call.ruiz.reads("I see you well.", SIGNALLING_WITHIN),
    )
    assert clock.time() - killed <= SIGNALLING_WITHIN
    await call.goes_on()
    await asyncio.sleep(killed + ORPHANS_LAST + 2 - clock.time())
    assert await call.pair.longest_gap(moments) <= LONGEST_GAP
    # And by the very connections of before.
    assert await call.connections() == before
    await call.pair.are_back(await call.pair.moments(), RELAY_WITHIN)


@pytest.mark.parametrize(
    ("parts", "within"), [(["relay"], RELAY_WITHIN), (["web", "relay"], BOTH_WITHIN)], ids=["relay", "both"]
)
async def test_without_the_relay_both_see_and_hear_each_other_again_soon(
    parts: list[Part], within: float, call: Call
) -> None:
    clock = asyncio.get_running_loop()
    moments = await call.pair.moments()
    killed = clock.time()
    call.server.kill_parts(*parts)
    await call.pair.stand_still()
    await call.pair.are_back(await call.pair.moments(), within + LISTENING)
    assert await call.pair.longest_gap(moments) <= within
    assert clock.time() - killed <= within + LISTENING
    await call.goes_on()
