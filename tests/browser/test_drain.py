"""A server that is to restart lets a session come to its end, and everybody reads what happens."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.coming_back import forgive
from tests.browser.deadline import until
from tests.browser.journey import admit, begin, card_of, check_in, has_ended
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.practice_server import PracticeServer, practice
from tests.browser.watching import sees_and_hears

AFTER_THIS = re.compile(r"The server will restart after this session, at \d\d:\d\d at the latest")

TRYING = re.compile("Trying again…")
BACK_WITHIN = 30.0
"""Seconds: outside a session a page waits up to 15 s between two tries."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    """One that waits for its sessions."""
    with practice(tmp_path, "") as running:
        yield running


async def test_a_session_goes_on_to_its_end_and_who_waits_is_let_in_after_the_restart(
    server: PracticeServer, people: People
) -> None:
    nadias = server.office.invite("Nadia")
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await begin(ruiz, maya, server)
    nadia = await maya.device()
    await check_in(nadia, nadias, "Nadia")
    server.terminate()
    await asyncio.gather(
        ruiz.reads(AFTER_THIS),
        maya.reads(AFTER_THIS),
        nadia.reads("The server restarts soon. Your place in the waiting room is kept for you."),
    )
    await maya.reload()
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ), maya.reads(AFTER_THIS))
    await ruiz.press("End session")
    await has_ended(maya)

    async def stopped() -> bool:
        return not server.runs

    await until(stopped, "the server has stopped", 15)
    server.start()
    await asyncio.to_thread(server.listens)
    await asyncio.gather(ruiz.reads_no(TRYING, BACK_WITHIN), nadia.reads_no(TRYING, BACK_WITHIN))
    await ruiz.sees("button", "Admit", within=card_of("Nadia"))
    await admit(ruiz, "Nadia")
    await sees_and_hears(ruiz, nadia.appearance)
    await ruiz.press("End session")
    await has_ended(nadia)
    forgive([ruiz, maya])
