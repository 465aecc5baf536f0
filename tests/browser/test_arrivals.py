"""Somebody waits, and the clinician looks at something else: they are called, and nothing names anybody."""

from __future__ import annotations

import asyncio
import re

from tests.browser.background import STAND_IN, go_behind, noticed, notices_more
from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until
from tests.browser.journey import check_in, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer

NAMES = ("Maya", "Nadia", "Omar")
PLACE = "Sevilla"
A_WHILE = 5_000
"""Milliseconds after which a second chime is no echo of the first."""


async def hears(person: ChromiumPerson, text: str) -> None:
    """Wait until those who hear the page are told this."""

    async def told() -> bool:
        announced = await person.evaluate("() => document.querySelector('#announcer').textContent")
        return text in announced

    await until(told, f"{person.appearance.name} hears {text}")


async def test_a_tab_in_the_background_rings_notifies_and_counts_and_names_nobody(
    server: DemoServer, people: People
) -> None:
    links = [server.client, *(server.office.invite(name) for name in NAMES[1:])]
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await ruiz.prepare_pages(STAND_IN)
    await ruiz.context.clock.install()
    await sit_down(ruiz, server)
    await ruiz.press("Notify me when somebody waits")
    await ruiz.sees_no("button", "Notify me when somebody waits")
    before = await noticed(ruiz)
    assert (before.notified, re.search(r"\(\d", before.title)) == ([], None)
    await go_behind(ruiz)

    await check_in(maya, links[0], NAMES[0])
    once = await notices_more(ruiz, before)
    assert once.title.startswith("(1) ")
    assert once.icon != before.icon
    assert len(once.notified) == 1
    # Two devices of one person are one who waits; two people are announced one after the other.
    phone, nadia = await asyncio.gather(maya.device(), maya.device())
    await check_in(phone, links[0], NAMES[0])
    await check_in(nadia, links[1], NAMES[1])
    await ruiz.sees("article", NAMES[1])
    await ruiz.context.clock.fast_forward(A_WHILE)
    await hears(ruiz, "Somebody else is waiting: 2 people wait")
    twice = await noticed(ruiz)
    assert twice.title.startswith("(2) ")

    await ruiz.press("Lock now")
    await ruiz.sees("heading", "Today is locked")
    omar = await maya.device()
    await ruiz.context.clock.fast_forward(A_WHILE)
    await check_in(omar, links[2], NAMES[2])
    await hears(ruiz, "3 people wait")
    locked = await notices_more(ruiz, twice)
    assert locked.title.startswith("(3) ")
    whole = await ruiz.evaluate("() => document.documentElement.outerHTML")
    for name in (*NAMES, PLACE, "Rosa"):
        assert name not in locked.words
        assert name not in whole
