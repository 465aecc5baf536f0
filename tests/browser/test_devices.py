"""One link, one seat, and no lock-outs: somebody's second device, in each of the five situations."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.chromium import ChromiumPerson
from tests.browser.connections import REMEMBER, traffic
from tests.browser.day import Day
from tests.browser.journey import (
    CONFIRM,
    admit,
    card_of,
    check_in,
    is_on_other_device,
    opens_nothing,
    row_of,
    say_how,
)
from tests.browser.media import BEN, MAYA, RUIZ, Appearance
from tests.browser.person import Place
from tests.browser.watching import faces, sees_face, watch

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION: Place = ("region", "Is this you?")


async def second_device(day: Day, link: str, label: str, appearance: Appearance = MAYA) -> ChromiumPerson:
    """Another device opens the same link, checks in, and waits without a packet of the session."""
    device = await day.device(appearance)
    await device.prepare_pages(REMEMBER)
    await check_in(device, link, label)
    await day.ruiz.sees("button", re.compile("^Admit"), within=card_of(label))
    seen = await traffic(device)
    assert (seen.sent, seen.received) == (0, 0)
    assert await faces(device) == []
    return device


async def test_while_nobody_is_admitted_two_devices_are_one_card_and_the_clinician_chooses(day: Day) -> None:
    ruiz = day.ruiz
    laptop, link = await day.waiting("Maya")
    phone = await second_device(day, link, "Maya")
    await ruiz.sees("group", "2 devices", within=card_of("Maya"))
    cards = ruiz.page.get_by_role("article").filter(has=ruiz.page.get_by_role("button", name="Decline"))
    await expect(cards).to_have_count(1)
    # The laptop has waited longer: nothing but the clinician's choice takes the phone instead.
    await ruiz.tick(re.compile("^(?!.*waits longest)"), role="radio", within=("group", "2 devices"))
    await admit(ruiz, "Maya")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(phone, RUIZ), is_on_other_device(laptop))
    await ruiz.sees_no(*card_of("Maya"))


async def test_in_session_the_clients_own_screen_asks_and_moves_them_to_the_other_device(day: Day) -> None:
    ruiz = day.ruiz
    laptop, link = await day.in_session("Nia")
    phone = await second_device(day, link, "Nia")
    await ruiz.reads("is in session on another device")
    await laptop.press("Move there", within=QUESTION)
    await asyncio.gather(sees_face(phone, RUIZ), is_on_other_device(laptop))
    await sees_face(ruiz, MAYA)
    await ruiz.sees("group", "Nia")
    await ruiz.sees_no(*CONFIRM)
    # And back, by the way through the waiting room that every device takes.
    await laptop.press("Use this device instead")
    await laptop.sees("status", "Waiting for Dr Ruiz")
    await sees_face(phone, RUIZ)


async def test_a_device_that_is_disowned_ends_the_link_and_nobody_in_session(day: Day) -> None:
    ruiz = day.ruiz
    laptop, link = await day.in_session("Ola")
    thief = await second_device(day, link, "Ola", BEN)
    await watch(laptop)
    await laptop.press("Not me", within=QUESTION)
    await ruiz.reads("says: that is not me")
    await thief.sees("status", "Waiting for Dr Ruiz")
    await ruiz.press("Refuse this link", within=card_of("Ola"))
    await ruiz.press("Refuse this link", within=("dialog", "Refuse this link?"))
    await thief.sees("heading", "This link has ended")
    await laptop.sees_no(*QUESTION)
    await asyncio.gather(sees_face(laptop, RUIZ), sees_face(ruiz, MAYA))
    await opens_nothing(thief, link)
    # Whoever was spared stays till the end, and needs a new link after it.
    await day.end_session()
    await laptop.sees("heading", "This link has ended")


async def test_a_device_that_replaces_a_lost_one_is_let_in_only_with_a_new_look_at_who_it_is(
    day: Day,
) -> None:
    ruiz = day.ruiz
    laptop, link = await day.in_session("Pia")
    await laptop.go_dark()
    await ruiz.reads("connection was lost, waiting")
    phone = await second_device(day, link, "Pia")
    await ruiz.sees("article", "Pia, new device")
    await admit(ruiz, "Pia", "Known voice")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(phone, RUIZ))
    await ruiz.sees_no("article", "Pia, new device")
    await expect(ruiz.page.get_by_role("group", name="Pia")).to_have_count(1)


async def test_somebody_else_who_shares_the_link_is_admitted_as_a_guest_with_a_seat_of_their_own(
    day: Day,
) -> None:
    ruiz = day.ruiz
    laptop, link = await day.in_session("Rui")
    ben = await second_device(day, link, "Rui", BEN)
    await ruiz.press("Admit as a guest", within=card_of("Rui"))
    await say_how(ruiz, "Recognised")
    await asyncio.gather(
        sees_face(laptop, BEN), sees_face(ben, MAYA), sees_face(ruiz, BEN), sees_face(ruiz, MAYA)
    )
    await laptop.press("Leave")
    await laptop.sees("button", "Rejoin")
    await sees_face(ben, RUIZ)
    await ruiz.sees(*row_of("Guest by Rui's link"))
