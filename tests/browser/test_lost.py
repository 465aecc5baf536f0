"""A connection that is lost: both read so at once, then what is agreed, and nothing of it when it is back."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.browser.bad_network import BadNetwork, bad_network
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import Pair
from tests.browser.journey import ABOUT, begin
from tests.browser.line import Line
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import demo
from tests.browser.watching import sees_face

CALL_BACK_AFTER = 300
"""Seconds, as the practice has it unless it sets something else."""
OWN_AT_ONCE = 2.5
"""Seconds after which whoever drops reads so: their own page knows first."""
TOLD_BY_BROWSER = 1.3
"""Seconds if their browser knows: sooner than by the silence alone."""
AT_ONCE = 3.0
"""Seconds, for the others."""
BACK_WITHIN = 3.0
CUT_OFF = re.compile("^You can.t be seen or heard: .*Trying again")
CALLBACK = ABOUT["Phone number to call you back"]
NUMBER = re.escape(CALLBACK)
AGREED = re.compile("not back by|will phone")

# Whether this page has said since then that somebody is lost, the person before it included.
_HAS_SAID = "() => window.hasSaidLoss"
_LISTEN = """() => {
    const look = () => {
        if (/was lost, waiting|can.t be seen or heard/.test(document.querySelector('.stage').textContent))
            window.hasSaidLoss = true;
    };
    window.hasSaidLoss = false;
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
    look();
}"""


@dataclass
class Call:
    """Two people who see and hear each other, and one of them whose network can be cut."""

    ruiz: ChromiumPerson
    maya: ChromiumPerson
    network: BadNetwork
    as_maya: str
    as_ruiz: str
    line: Line
    """Of the one whose network it is."""

    @property
    def pair(self) -> Pair:
        return Pair(self.ruiz, self.maya, self.as_ruiz, self.as_maya)

    async def cut(self, who: str) -> list[str]:
        """Neither media nor signalling of this one passes. Returns the times of which one is agreed."""
        at = time.time()
        self.network.cut(who)
        self.line.hold()
        # A loss is dated by the last frame: near a full minute it may be either.
        return [_phones_at(at - 0.7), _phones_at(time.time())]

    async def mend(self) -> None:
        self.network.mend()
        await self.line.release()


def _phones_at(lost: float) -> str:
    minute = -(-(lost + CALL_BACK_AFTER) // 60) * 60
    return time.strftime("%H:%M", time.localtime(minute))


@asynccontextmanager
async def calling(folders: pytest.TempPathFactory, people: People, whose: str) -> AsyncIterator[Call]:
    """A call, in which the network of the one of this name can be cut."""
    with bad_network(folders.mktemp("network")) as network, demo(folders.mktemp("server")) as server:
        ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
        line = await Line.of(ruiz if whose == RUIZ.name else maya)
        as_maya, as_ruiz = await begin(ruiz, maya, server)
        yield Call(ruiz, maya, network, as_maya, as_ruiz, line)
        # The browsers are closed first: a page that loses its server complains of it.
        await people.go_home()


async def test_a_client_who_drops_is_told_and_missed_at_once_and_both_know_when_they_will_be_phoned(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    async with calling(tmp_path_factory, people, MAYA.name) as call:
        ruiz, maya = call.ruiz, call.maya
        times = await call.cut(call.as_maya)
        lost = re.compile("^Maya.s connection was lost, waiting$")
        await asyncio.gather(maya.reads(CUT_OFF, seconds=OWN_AT_ONCE), ruiz.reads(lost, seconds=AT_ONCE))
        by = "|".join(times)
        await asyncio.gather(
            maya.reads(re.compile(rf"^If we are not back by ({by}), Dr Ruiz will phone you on {NUMBER}\.$")),
            ruiz.reads(re.compile(rf"^If Maya is not back by ({by}), phone them:$")),
        )
        await ruiz.sees("link", CALLBACK)
        await ruiz.reads_no(CUT_OFF)
        await call.mend()
        await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
        for person in (ruiz, maya):
            await person.reads_no(CUT_OFF)
            await person.reads_no(re.compile("connection was lost"))
            await person.reads_no(AGREED)


async def test_who_is_told_by_the_browser_that_the_network_is_gone_reads_so_at_once(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    async with calling(tmp_path_factory, people, MAYA.name) as call:
        await call.cut(call.as_maya)
        await call.maya.has_network(yes=False)
        await call.maya.reads(CUT_OFF, seconds=TOLD_BY_BROWSER)
        moments = await call.pair.moments()
        await call.mend()
        await call.maya.has_network(yes=True)
        await call.pair.are_back(moments, BACK_WITHIN)
        for person in (call.ruiz, call.maya):
            await person.reads_no(re.compile("connection was lost|be seen or heard"))


async def test_a_clinician_who_drops_is_told_and_missed_at_once_and_reads_whom_to_phone(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    async with calling(tmp_path_factory, people, RUIZ.name) as call:
        ruiz, maya = call.ruiz, call.maya
        times = await call.cut(call.as_ruiz)
        lost = re.compile("^Dr Ruiz.s connection was lost, waiting$")
        await asyncio.gather(ruiz.reads(CUT_OFF, seconds=OWN_AT_ONCE), maya.reads(lost, seconds=AT_ONCE))
        by = "|".join(times)
        await asyncio.gather(
            ruiz.reads(re.compile(rf"^If you are not back by ({by}), phone Maya:$")),
            maya.reads(re.compile(rf"^If we are not back by ({by}), Dr Ruiz will phone you on")),
        )
        await ruiz.sees("link", CALLBACK)
        await maya.reads_no(CUT_OFF)
        await call.mend()
        await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
        for person in (ruiz, maya):
            await person.reads_no(CUT_OFF)
            await person.reads_no(AGREED)


async def test_somebody_who_is_silent_and_unseen_by_choice_is_not_lost_until_they_are(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    async with calling(tmp_path_factory, people, MAYA.name) as call:
        ruiz, maya = call.ruiz, call.maya
        await maya.press("Mute microphone")
        await maya.press("Stop camera")
        await ruiz.reads("has stopped the camera")
        await asyncio.gather(ruiz.evaluate(_LISTEN), maya.evaluate(_LISTEN))
        # Longer than anybody who is lost is waited for.
        await asyncio.sleep(4)
        assert not await ruiz.evaluate(_HAS_SAID)
        assert not await maya.evaluate(_HAS_SAID)
        await call.cut(call.as_maya)
        await ruiz.reads(re.compile("^Maya.s connection was lost, waiting$"), seconds=AT_ONCE)
        await call.mend()
        await ruiz.reads("has stopped the camera")
