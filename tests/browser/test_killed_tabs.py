"""A tab that is gone, killed or closed, and what opens in its place, in the same browser."""

from __future__ import annotations

import asyncio

from tests.browser.audit_log import times_admitted
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import Regard
from tests.browser.journey import CONFIRM, begin, card_of, row_of
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.session_keys import PREPARE, share_a_secret
from tests.browser.watching import sees_and_hears, sees_face

BACK_WITHIN = 3.0
"""Seconds from the opening of the new tab to a picture on both sides."""


async def test_who_opens_their_page_again_is_back_in_the_call_under_a_new_key(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(ruiz.prepare_pages(PREPARE), maya.prepare_pages(PREPARE))
    as_maya, as_ruiz = await begin(ruiz, maya, server)
    secret = await share_a_secret(ruiz, maya)
    tabs = ((maya, ruiz, as_maya, server.client), (ruiz, maya, as_ruiz, server.url))
    for person, staying, whose, address in tabs:
        for gone in (person.lose_tab, person.close_tab):
            await gone()
            await is_back(person, staying, whose, address)
            secret = await share_a_secret(ruiz, maya, unlike=secret)
            await ruiz.sees(*row_of("Maya"))
            await ruiz.sees_no(*card_of("Maya"))
            await ruiz.sees_no(*CONFIRM)
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    assert await times_admitted(server) == 1


async def is_back(person: ChromiumPerson, staying: ChromiumPerson, whose: str, address: str) -> None:
    """The page is opened; soon both see each other, and nobody clicks."""
    clock = asyncio.get_running_loop()
    seen = Regard(staying, person, whose)
    await seen.begin()
    moment, started = await seen.now(), clock.time()
    await person.open(address)
    await asyncio.gather(sees_face(person, staying.appearance, 10), seen.moves_on(moment, 10))
    assert clock.time() - started <= BACK_WITHIN
