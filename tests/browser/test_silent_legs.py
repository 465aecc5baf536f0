"""A connection that carries nothing any more while the server can be reached: another takes its place."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.bad_network import BadNetwork, bad_network
from tests.browser.coming_back import Pair
from tests.browser.connections import REMEMBER
from tests.browser.deadline import until
from tests.browser.journey import begin, check_in, sit_down
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.people import gathered
from tests.browser.person import Person
from tests.browser.server import demo
from tests.network.conditions import CUT, GOOD

pytestmark = pytest.mark.asyncio(loop_scope="module")

BACK_WITHIN = {"all": 3.0, "what it sends": 3.0, "what it receives": 4.5}
"""Seconds without a new frame, on either side. That nothing arrives is for the page alone to notice, later
than the relay would; and the other browser, which was told that all it sends is lost, begins slowly."""
QUIET = 8
"""Seconds without media: longer than Firefox leaves between two checks of a path."""


@dataclass
class Call:
    """Two people who see and hear each other, the clinician in Chromium and the client in Firefox."""

    network: BadNetwork
    ruiz: Person
    maya: Person
    as_ruiz: str
    as_maya: str

    @property
    def pair(self) -> Pair:
        return Pair(self.ruiz, self.maya, self.as_ruiz, self.as_maya)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def call(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Call]:
    """One call for the tests of this file: each leaves it as good as it was."""
    with (
        bad_network(tmp_path_factory.mktemp("network")) as network,
        demo(tmp_path_factory.mktemp("server")) as server,
    ):
        async with gathered(recordings, tmp_path_factory.mktemp("profiles")) as people:
            ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_firefox(MAYA))
            await asyncio.gather(*(one.prepare_pages(REMEMBER) for one in (ruiz, maya)))
            as_maya, as_ruiz = await begin(ruiz, maya, server)
            yield Call(network, ruiz, maya, as_ruiz=as_ruiz, as_maya=as_maya)
            assert people.take_complaints() == []


async def connections(person: Person) -> int:
    """How many media connections this page has made so far."""
    return int(await person.evaluate("() => window.connections.length"))


@pytest.mark.parametrize("whose", ["chromium", "firefox"])
@pytest.mark.parametrize("lost", list(BACK_WITHIN))
async def test_a_leg_that_carries_nothing_is_replaced_by_itself(call: Call, whose: str, lost: str) -> None:
    person, who = (call.ruiz, call.as_ruiz) if whose == "chromium" else (call.maya, call.as_maya)
    before, moments = await connections(person), await call.pair.moments()
    call.network.impair(
        who,
        up=GOOD if lost == "what it receives" else CUT,
        down=GOOD if lost == "what it sends" else CUT,
    )

    async def is_replaced() -> bool:
        return await connections(person) > before

    began = asyncio.get_running_loop().time()
    await until(is_replaced, "the page makes another connection", BACK_WITHIN[lost])
    call.network.mend(who)
    replaced = asyncio.get_running_loop().time() - began
    await call.pair.are_back([moment + 1000 * BACK_WITHIN[lost] for moment in moments], 10)
    gap = await call.pair.longest_gap([moment - 500 for moment in moments])
    report = {"browser": whose, "lost": lost, "replaced": round(replaced, 2), "longest gap": round(gap, 2)}
    sys.stdout.write(f"\nsilent leg: {json.dumps(report)}\n")
    assert gap <= BACK_WITHIN[lost]


# Of so many seconds, in how many nothing came by the page's latest connection.
_LISTEN = """async (seconds) => {
    const received = async () => {
        let bytes = 0;
        (await window.connections.at(-1).getStats()).forEach((entry) => {
            if (entry.type === 'candidate-pair') bytes += entry.bytesReceived ?? 0;
        });
        return bytes;
    };
    let [silent, before] = [0, await received()];
    for (let second = 0; second < seconds; second += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const now = await received();
        silent += now === before;
        before = now;
    }
    return silent;
}"""
_IS_CONNECTED = "() => window.connections.at(-1)?.connectionState === 'connected'"


async def connected(person: Person) -> int:
    """Wait until the page's latest media connection is up; return how many it has made so far."""

    async def is_connected() -> bool:
        return bool(await person.evaluate(_IS_CONNECTED))

    await until(is_connected, f"{person.appearance.name}'s page is connected")
    return await connections(person)


async def test_a_leg_by_which_nobody_sends_is_no_silent_one(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with demo(tmp_path_factory.mktemp("server")) as server:
        async with gathered(recordings, tmp_path_factory.mktemp("profiles")) as people:
            ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_firefox(MAYA))
            await asyncio.gather(ruiz.prepare_pages(REMEMBER), maya.prepare_pages(REMEMBER))
            await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
            before = [await connected(one) for one in (ruiz, maya)]
            silent = await asyncio.gather(*(one.evaluate(_LISTEN, QUIET) for one in (ruiz, maya)))
            assert silent == [0, 0]
            assert [await connections(one) for one in (ruiz, maya)] == before
            assert people.take_complaints() == []
