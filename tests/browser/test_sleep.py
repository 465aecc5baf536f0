"""A computer that goes to sleep in mid-call: the other reads it, and both go on when it wakes."""

from __future__ import annotations

import asyncio
import re

from tests.browser.audit_log import times_admitted
from tests.browser.coming_back import forgive, in_session
from tests.browser.journey import row_of
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.sleep import asleep

AT_ONCE = 3.0
"""Seconds after which the other reads that somebody is lost."""
SLEEP = 35.0
"""Seconds: by then the relay sends no more (after 15), and the server has given the WebSocket up (30)."""
OWN_WORDS = re.compile("^WebRTC: ICE failed")
"""What Firefox writes to its console of a connection that nobody has answered for so long."""
BACK_WITHIN = 5.0
"""Seconds from waking to sound and picture on both sides, the finding out included."""


async def sleeps_and_wakes(sleeper: Person, ruiz: Person, maya: Person, server: DemoServer) -> None:
    """The computer of one of the two sleeps, and everything is as before when it has woken."""
    pair = await in_session(ruiz, maya, server)
    await pair.begin()
    other, loop = maya if sleeper is ruiz else ruiz, asyncio.get_running_loop()
    with asleep(await sleeper.process()):
        began = loop.time()
        lost = f"^{sleeper.appearance.name}.s connection was lost, waiting$"
        await other.reads(re.compile(lost), seconds=AT_ONCE)
        await asyncio.sleep(began + SLEEP - loop.time())
    await pair.are_back(await pair.moments(), BACK_WITHIN)
    await asyncio.gather(
        *(one.reads_no(re.compile("was lost, waiting|be seen or heard")) for one in (ruiz, maya))
    )
    await ruiz.sees(*row_of("Maya"))
    assert await times_admitted(server) == 1
    forgive([sleeper], OWN_WORDS)


async def test_a_client_whose_computer_sleeps_is_missed_at_once_and_back_by_itself(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_firefox(MAYA))
    await sleeps_and_wakes(maya, ruiz, maya, server)


async def test_a_clinician_who_closes_the_laptop_and_comes_back_admits_nobody_again(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sleeps_and_wakes(ruiz, ruiz, maya, server)
