"""Two people, two browsers, one relay: the whole way from the link to the end."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.journey import ABOUT, admit, begin, card_of, check_in, has_ended, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer, demo
from tests.browser.watching import sees_and_hears, sees_face


@pytest.mark.parametrize(("clinicians", "clients"), [("firefox", "chromium"), ("chromium", "firefox")])
async def test_two_people_see_and_hear_each_other_from_a_whole_check_in_to_the_end_of_the_session(
    clinicians: str, clients: str, server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.by(clinicians, RUIZ), people.by(clients, MAYA))
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client, "Maya Q."))
    await ruiz.reads("says: Maya Q.")
    await ruiz.reads(ABOUT["Where are you right now?"])
    await ruiz.press("Preview", within=card_of("Maya"))
    await maya.reads("You are being seen")
    await sees_face(ruiz, MAYA)
    await admit(ruiz, "Maya", "Photo ID seen")
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.press("End session")
    await has_ended(maya)
    await ruiz.sees_no("button", "End session")


async def test_a_call_over_https_on_the_local_network(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    with demo(tmp_path_factory.mktemp("server"), "--lan") as server:
        assert server.url.startswith("https://")
        ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
        await begin(ruiz, maya, server)
