"""People come, go and are held, and every time the key is another one: nobody who stays notices.

In CI five changes; `make changes` is the long one, thirty joins, leaves and holds in five minutes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import astuple
from itertools import cycle, islice, pairwise
from typing import Literal

from tests.browser.chromium import ChromiumPerson
from tests.browser.firefox import FirefoxPerson
from tests.browser.frame_counts import PREPARE, FrameCount, received
from tests.browser.journey import admit, begin, check_in_as_guest, has_ended, row_of
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.office_hours import guest_link
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.watching import faces, frames, sees_face, sees_motion

Change = Literal["join", "hold", "resume", "leave"]

LONG = bool(os.environ.get("CHANGES"))
SECONDS = 300 if LONG else 40
CHANGES = 40 if LONG else 5
"""Of forty, thirty are joins, leaves and holds; the others end a hold."""
MOST_FAILED = 0.001
"""Of the frames that a page has received.

Not counted is what reaches newcomers before their first frame: it is sealed under the epoch before, which
they must not be able to read.
"""
LONGEST_GAP = 1.0
"""Seconds without a new picture that nobody takes for a broken call."""


class Room:
    """Two who stay, and one who comes and goes."""

    def __init__(self, ruiz: ChromiumPerson, maya: FirefoxPerson, ben: ChromiumPerson) -> None:
        self.ruiz, self.maya, self.ben = ruiz, maya, ben
        self._was_here = False
        self.changed: list[tuple[float, Change]] = []
        """When each change began, in seconds since 1970."""

    async def change(self, change: Change) -> None:
        """One step, until those who stay see what has come of it."""
        ruiz, ben = self.ruiz, self.ben
        self.changed.append((time.time(), change))
        match change:
            case "join":
                if self._was_here:
                    await ben.press("Rejoin")
                    await ben.reads("Waiting for")
                self._was_here = True
                await admit(ruiz, "Ben")
            case "hold":
                await ruiz.press("Hold", within=row_of("Ben"))
                await ben.reads("has paused your session")
            case "resume":
                await ruiz.press("Resume", within=row_of("Ben"))
            case "leave":
                await ben.press("Leave")
                await ben.sees("button", "Rejoin")
        if change in ("join", "resume"):
            await asyncio.gather(sees_face(self.maya, BEN), sees_face(ruiz, BEN), sees_face(ben, MAYA))
        else:
            assert len(await faces(ben)) == 0

    async def counts(self) -> dict[str, FrameCount]:
        """What each page has received."""
        return {one.appearance.name: await received(one) for one in (self.ruiz, self.maya, self.ben)}


async def play(room: Room) -> list[float]:
    """All changes, evenly in time. Returns how many seconds each took until it was seen."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    took = []
    steps: list[Change] = ["join", "hold", "resume", "leave"]
    for number, change in enumerate(islice(cycle(steps), CHANGES)):
        await asyncio.sleep(max(0.0, began + number * SECONDS / CHANGES - loop.time()))
        started = loop.time()
        await room.change(change)
        took.append(loop.time() - started)
    await asyncio.sleep(max(0.0, began + SECONDS - loop.time()))
    return took


async def gaps(person: Person, of: str, room: Room) -> dict[str, float]:
    """For how many seconds at most a picture stood still at somebody who stays, by the change before."""
    times = (await frames(person, of)).times
    assert len(times) > SECONDS * 5
    origin = await person.evaluate("() => performance.timeOrigin")
    longest: dict[str, float] = {}
    for earlier, later in pairwise(times):
        # A picture may have come a moment before the change that the next one waited for.
        before = [change for at, change in room.changed if at * 1000 < origin + later]
        change = before[-1] if before else "begin"
        longest[change] = max(longest.get(change, 0.0), round((later - earlier) / 1000, 3))
    return longest


async def test_whoever_stays_misses_nothing_when_others_come_go_and_are_held(
    server: DemoServer, people: People
) -> None:
    ruiz, maya, ben = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_firefox(MAYA), people.in_chromium(BEN)
    )
    await asyncio.gather(*(one.prepare_pages(PREPARE) for one in (ruiz, maya, ben)))
    as_maya, as_ruiz = await begin(ruiz, maya, server)
    await ruiz.press("Guest link", within=row_of("Maya"))
    await check_in_as_guest(ben, await guest_link(ruiz, "Ben"))
    room = Room(ruiz, maya, ben)
    took = await play(room)
    await asyncio.gather(sees_motion(ruiz, as_maya), sees_motion(maya, as_ruiz))
    counts = await room.counts()
    stood_still = {"Dr Ruiz": await gaps(ruiz, as_maya, room), "Maya": await gaps(maya, as_ruiz, room)}
    together = sum(counts.values(), start=FrameCount(0, 0, 0, 0))
    report = {
        "seconds": SECONDS,
        "changes": CHANGES,
        "slowest change": round(max(took), 2),
        "frames": {name: astuple(count) for name, count in counts.items()},
        "failed": (together.failed - together.early) / together.seen,
        "early": together.early / together.seen,
        "longest gap after": stood_still,
    }
    sys.stdout.write(f"\nchanges (frames: seen, failed, of these early, duplicates): {json.dumps(report)}\n")
    await ruiz.press("End session")
    await has_ended(maya)
    assert min(count.seen for count in counts.values()) > SECONDS * 10
    assert together.failed - together.early <= MOST_FAILED * together.seen
    assert max(length for found in stood_still.values() for length in found.values()) <= LONGEST_GAP
