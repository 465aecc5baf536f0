"""A network that changes its address, loses, delays and fails: the call goes on, or comes back by itself."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.audit_log import times_admitted
from tests.browser.bad_network import BadNetwork, bad_network
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import LISTENING as FINDING_OUT
from tests.browser.coming_back import Pair
from tests.browser.concealment import sound
from tests.browser.connections import REMEMBER
from tests.browser.deadline import until
from tests.browser.journey import CHAT, begin, writes
from tests.browser.line import Line
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.people import gathered
from tests.browser.person import Person
from tests.browser.server import DemoServer, demo
from tests.network.conditions import Conditions

pytestmark = pytest.mark.asyncio(loop_scope="module")

BACK_WITHIN = 3.0
"""Seconds, on both sides."""
TOLD_WITHIN = 3.0
NOTICED_WITHIN = 10.0
"""Seconds: a page in session asks after five of silence, waits three for an answer, and tries again soon."""
PARTITION = 5.0
LISTENING = 6.0
"""Seconds for which a bad network is looked at."""


@dataclass
class Call:
    """Two people who see and hear each other, of whom the client has a bad network."""

    server: DemoServer
    network: BadNetwork
    ruiz: Person
    maya: Person
    as_maya: str
    as_ruiz: str

    @property
    def pair(self) -> Pair:
        return Pair(self.ruiz, self.maya, self.as_ruiz, self.as_maya)


@asynccontextmanager
async def calling(
    recordings: Recordings, folders: pytest.TempPathFactory, clients: str
) -> AsyncIterator[tuple[Call, Line | None]]:
    """A call. The line is that of a client in Chromium."""
    with bad_network(folders.mktemp("network")) as network, demo(folders.mktemp("server")) as server:
        async with gathered(recordings, folders.mktemp("profiles")) as people:
            ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.by(clients, MAYA))
            await asyncio.gather(*(one.prepare_pages(REMEMBER) for one in (ruiz, maya)))
            line = await Line.of(maya) if isinstance(maya, ChromiumPerson) else None
            as_maya, as_ruiz = await begin(ruiz, maya, server)
            yield Call(server, network, ruiz, maya, as_maya, as_ruiz), line
            assert people.take_complaints() == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def in_chromium(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Call, Line]]:
    """One call for the tests of this file: each leaves it as well as it was."""
    async with calling(recordings, tmp_path_factory, "chromium") as (call, line):
        assert line is not None
        yield call, line


async def moves(call: Call, line: Line | None = None) -> None:
    """The client's address changes: both see and hear each other again, and nothing else has changed.

    With a line, its WebSocket is left behind at the old one.
    """
    before, moments = call.network.counts(call.as_maya), await call.pair.moments()
    call.network.change_address(call.as_maya)
    if line is not None:
        # What the old address was connected to is silent, and nobody is told.
        line.hold()
    # What is looked for comes after the time there is; the pictures noted say then whether it was kept.
    await call.pair.are_back([moment + 1000 * BACK_WITHIN for moment in moments], 3 * BACK_WITHIN)
    assert await call.pair.longest_gap([moment - 1000 for moment in moments]) <= BACK_WITHIN
    assert call.network.counts(call.as_maya).down_lost > before.down_lost
    assert await times_admitted(call.server) == 1


async def test_a_changed_address_is_a_blink_in_chromium(in_chromium: tuple[Call, Line]) -> None:
    await moves(in_chromium[0])


async def test_a_changed_address_that_leaves_the_websocket_behind_is_a_blink_and_the_page_makes_another(
    in_chromium: tuple[Call, Line],
) -> None:
    call, line = in_chromium
    joined = line.joined
    await moves(call, line)
    line.leave()

    async def is_joined() -> bool:
        return line.joined > joined

    await until(is_joined, "the page gives the silent WebSocket up and makes another", NOTICED_WITHIN)
    await call.maya.press("Mute microphone")
    await call.ruiz.reads("Microphone off")
    await call.maya.press("Unmute microphone")
    await call.ruiz.reads_no("Microphone off")
    assert await times_admitted(call.server) == 1


@pytest.mark.parametrize(
    ("loss", "longest_gap", "silence"),
    [(0.05, 2.5, 0.25), (0.10, 3.0, 0.35)],
)
async def test_a_call_goes_on_while_packets_are_lost_and_come_unevenly(
    in_chromium: tuple[Call, Line], loss: float, longest_gap: float, silence: float
) -> None:
    call, both = in_chromium[0], (in_chromium[0].ruiz, in_chromium[0].maya)
    before = call.network.counts(call.as_maya)
    call.network.impair(call.as_maya, both=Conditions(loss=loss, delay=0.02, jitter=0.1))
    # It takes them a moment to learn how long they have to wait for the late ones.
    await asyncio.sleep(2)
    moments, sounds = await call.pair.moments(), [await sound(one) for one in both]
    await asyncio.sleep(LISTENING)
    missing = [(await sound(one)).missing_since(earlier) for one, earlier in zip(both, sounds, strict=True)]
    gap = await call.pair.longest_gap(moments)
    call.network.mend(call.as_maya)
    report = {"loss": loss, "longest gap": round(gap, 2), "no sound": [round(share, 3) for share in missing]}
    sys.stdout.write(f"\nbad network: {json.dumps(report)}\n")
    after = call.network.counts(call.as_maya)
    assert after.up_lost - before.up_lost > loss / 2 * (after.up - before.up)
    assert after.down_lost - before.down_lost > loss / 2 * (after.down - before.down)
    assert gap <= longest_gap
    assert max(missing) <= silence


async def test_a_partition_is_said_to_both_and_over_by_itself_and_takes_no_word_with_it(
    in_chromium: tuple[Call, Line],
) -> None:
    (call, line), loop = in_chromium, asyncio.get_running_loop()
    for person in (call.ruiz, call.maya):
        await person.press(re.compile("^Chat"))
    await writes(call.maya, "before")
    await has_read(call.ruiz, ["before"])
    began = loop.time()
    call.network.cut(call.as_maya)
    line.hold()
    await asyncio.gather(
        call.maya.reads(re.compile("^You can.t be seen or heard"), seconds=TOLD_WITHIN),
        call.ruiz.reads(re.compile("^Maya.s connection was lost, waiting$"), seconds=TOLD_WITHIN),
    )
    await writes(call.maya, "from within")
    await writes(call.ruiz, "from without")
    await asyncio.sleep(began + PARTITION - loop.time())
    moments = await call.pair.moments()
    call.network.mend(call.as_maya)
    await line.release()
    await call.pair.are_back(moments, BACK_WITHIN + FINDING_OUT)
    for person in (call.ruiz, call.maya):
        await has_read(person, ["before", "from within", "from without"])
        await person.reads_no(re.compile("connection was lost|be seen or heard"))
    assert await times_admitted(call.server) == 1


async def has_read(person: Person, texts: list[str]) -> None:
    """Wait until these stand in this page's chat, each once, whatever their order."""

    async def stand() -> bool:
        log = await person.sees(*CHAT)
        return all(len(re.findall(rf"^{text}$", log, re.MULTILINE)) == 1 for text in texts)

    await until(stand, f"{person.appearance.name} has read {texts}")


async def test_a_changed_address_is_a_blink_and_a_lost_line_is_said_in_firefox(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with calling(recordings, tmp_path_factory, "firefox") as (call, _):
        await moves(call)
        # And what a lost connection is called here.
        call.network.cut(call.as_maya)
        await asyncio.gather(
            call.maya.reads(re.compile("^You can.t be seen or heard", re.MULTILINE), seconds=TOLD_WITHIN),
            call.ruiz.reads(re.compile("^Maya.s connection was lost, waiting$"), seconds=TOLD_WITHIN),
        )
        moments = await call.pair.moments()
        call.network.mend(call.as_maya)
        await call.pair.are_back(moments, BACK_WITHIN + FINDING_OUT)
        for person in (call.ruiz, call.maya):
            await person.reads_no(re.compile("connection was lost|be seen or heard"))
