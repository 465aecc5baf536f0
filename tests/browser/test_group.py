"""A third person joins and leaves, and the first two hardly notice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.browser.conftest import People
from tests.browser.journey import admit, begin, check_in
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.server import DemoServer, demo
from tests.browser.watching import frames, sees_and_hears, sees_motion

LONGEST_GAP = 1.0
"""Seconds without a new picture that nobody takes for a broken call."""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    with demo(tmp_path_factory.mktemp("server")) as running:
        # The guest's link is in the vault before the clinician's page opens it.
        assert running.guest
        yield running


async def test_the_first_two_go_on_while_a_third_joins_and_leaves(server: DemoServer, people: People) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    as_maya, as_ruiz = await begin(ruiz, maya, server)
    ben = await people.in_chromium(BEN)
    await check_in(ben, server.guest)
    await admit(ruiz, BEN.name)
    everybody = (ruiz, maya, ben)
    pairs = [(one, other) for one in everybody for other in everybody if one is not other]
    await asyncio.gather(*(sees_and_hears(one, other.appearance, at_least=5) for one, other in pairs))
    await ben.press("Leave")
    await ben.sees("button", "Rejoin")
    await asyncio.gather(sees_motion(ruiz, as_maya), sees_motion(maya, as_ruiz))
    assert (await frames(ruiz, as_maya)).longest_gap <= LONGEST_GAP
    assert (await frames(maya, as_ruiz)).longest_gap <= LONGEST_GAP
