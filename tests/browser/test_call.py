"""Two people, two browsers, one relay: the whole way from the link to the end."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.conftest import People
from tests.browser.journey import begin, has_ended
from tests.browser.media import MAYA, RUIZ
from tests.browser.server import DemoServer, demo


@pytest.mark.parametrize(
    ("clinicians", "clients"),
    [("chromium", "chromium"), ("firefox", "chromium"), ("chromium", "firefox")],
)
async def test_two_people_see_and_hear_each_other_until_the_clinician_ends_the_session(
    clinicians: str, clients: str, server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.by(clinicians, RUIZ), people.by(clients, MAYA))
    await begin(ruiz, maya, server)
    await ruiz.press("End session")
    await has_ended(maya)
    await ruiz.sees_no("button", "End session")


async def test_a_client_who_left_comes_back_by_the_waiting_room_and_no_third_party_is_asked(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await begin(ruiz, maya, server)
    await maya.press("Leave")
    await maya.press("Rejoin")
    await maya.reads("Waiting for")
    await ruiz.sees("button", "Admit")
    for person in (ruiz, maya):
        assert any(request.startswith(f"{server.url}/") for request in person.requests)
        assert [request for request in person.requests if not request.startswith(f"{server.url}/")] == []


async def test_a_call_over_https_on_the_local_network(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    with demo(tmp_path_factory.mktemp("server"), "--lan") as server:
        assert server.url.startswith("https://")
        ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
        await begin(ruiz, maya, server)
