"""A server that keeps a new key back, so that whoever stays goes on under the one of before."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.chromium import ChromiumPerson
from tests.browser.connections import traffic
from tests.browser.deadline import until
from tests.browser.evil_day import KNOWN, EvilDay, envelope, evil_day, is_known
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import Direction, Line, Said
from tests.browser.journey import admit, introduce_guest, row_of
from tests.browser.media import BEN, MAYA, RUIZ, Recordings
from tests.browser.office_hours import guest_link
from tests.browser.stranger import Stranger, card_of
from tests.browser.watching import sees_face
from tests.privacy.envelopes import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")

ENDLESS = Hole("membership.js", "const LEASE = 15_000;", "const LEASE = Infinity;")
"""Whoever was once allowed to send goes on for ever."""
BY_ARRIVAL = Hole(
    "membership.js", "    this.lease = sent;\n",
    "    this.lease = { at: this.steady(), wall: this.clock.now() };\n",
)  # fmt: skip
"""An answer counts from when it comes, and not from what it answers."""
LEASE = 15.0
SILENT = re.compile("^You can.t be seen or heard: Dr Ruiz.s page has not answered for a while")
STRAY = 15
"""Packets in two seconds that a browser sends without a frame: padding, and the last of a queue."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


async def sent_in_two_seconds(person: ChromiumPerson) -> int:
    before = (await traffic(person)).sent
    await asyncio.sleep(2)
    return (await traffic(person)).sent - before


class KeepsBack:
    """What the clinician's page says to these people stays with the server until it is let go."""

    def __init__(self, *participants: str) -> None:
        self._kept: list[tuple[float, Line, Said]] = []
        self._from = participants

    def __call__(self, line: Line, direction: Direction, said: Said) -> list[Said]:
        if direction == "to_page" and line.you in self._from and isinstance(envelope(said), Message):
            self._kept.append((time.monotonic(), line, said))
            return []
        return [said]

    async def let_go(self) -> None:
        """What has been kept for longer than a lease, in order: each page takes only what comes next.

        Some answer to a beat is among it, for there is one every five seconds.
        """
        await asyncio.sleep(max(0.0, self._kept[0][0] + LEASE + 6 - time.monotonic()))
        now = time.monotonic()
        late = [(line, said) for at, line, said in self._kept if now - at > LEASE]
        assert late
        for line, said in late:
            await line.to_page(said)


async def comes_as_guest(day: EvilDay, link: str) -> tuple[ChromiumPerson, str]:
    """Ben, by a guest's link, on a page that lacks nothing: his device, and who he is."""
    ben, _link, you = await day.arrives("Ben", link=link, appearance=BEN)
    await introduce_guest(ben)
    await ben.reads(KNOWN)
    return ben, you


async def test_whoever_gets_no_new_key_sends_no_more_under_the_old_one(day: EvilDay) -> None:
    ruiz = day.ruiz
    maya, _link, mayas = await day.waits("Nora", ENDLESS)
    await admit(ruiz, "Nora")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    await ruiz.press("Guest link", within=row_of("Nora"))
    ben, bens = await comes_as_guest(day, await guest_link(ruiz, "Ben"))
    await admit(ruiz, "Ben")
    await asyncio.gather(sees_face(ruiz, BEN), sees_face(ben, RUIZ))
    await ruiz.press("Guest link", within=row_of("Nora"))
    card = card_of("Tom") | {"part": "Interpreter"}
    async with Stranger.joining(await guest_link(ruiz, "Tom"), MAYA, card) as tom:
        await is_known(tom)
        await admit(ruiz, "Tom")
        await until(lambda: has_epoch(tom), "Tom has the key")
        keeps = KeepsBack(mayas, bens)
        with day.evil.lying(keeps):
            # The key that Tom has is over for everybody who hears of it.
            await ruiz.press("Remove", within=row_of("Tom"))
            await ben.reads(SILENT, seconds=LEASE + 2)
            assert await sent_in_two_seconds(ben) < STRAY
            assert await sent_in_two_seconds(maya) > 5 * STRAY
            # What comes late lets nobody send either.
            await keeps.let_go()
            await asyncio.sleep(1)
            assert await sent_in_two_seconds(ben) < STRAY
            await ben.reads(SILENT)
    await ben.reads_no(SILENT, seconds=20)
    await until(lambda: sends_again(ben), "Ben is seen again", 10)


async def test_an_answer_that_was_kept_back_is_worth_nothing(day: EvilDay) -> None:
    maya, _link, you = await day.waits("Olga", BY_ARRIVAL)
    await admit(day.ruiz, "Olga")
    await asyncio.gather(sees_face(day.ruiz, MAYA), sees_face(maya, RUIZ))
    keeps = KeepsBack(you)
    with day.evil.lying(keeps):
        await maya.reads(SILENT, seconds=LEASE + 2)
        await keeps.let_go()
        await maya.reads_no(SILENT)
        await until(lambda: sends_again(maya), "without the defence she sends again", 5)


async def has_epoch(stranger: Stranger) -> bool:
    return (stranger.epoch or 0) > 0


async def sends_again(person: ChromiumPerson) -> bool:
    return await sent_in_two_seconds(person) > 5 * STRAY
