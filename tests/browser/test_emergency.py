"""The emergency card: one click away from check-in on, and not gone before the clinician says so."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.chromium import ChromiumPerson
from tests.browser.day import Day
from tests.browser.journey import ABOUT, admit, card_of, row_of
from tests.browser.media import MAYA, RUIZ
from tests.browser.person import Place
from tests.browser.watching import sees_and_hears, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

PANEL: Place = ("region", "Emergency card")
THERE = "Hotel Luna, room 12, Granada"


async def shows_whom_to_call(ruiz: ChromiumPerson) -> None:
    """Place, callback, contact with relation, and the number of their place, each as a link that dials."""
    text = await ruiz.sees(*PANEL)
    for words in (ABOUT["Where are you right now?"], "Spain", "Rosa Quintana", "Sister", "112"):
        assert words in text
    panel = ruiz.page.get_by_role("region", name="Emergency card")
    dials = await panel.get_by_role("link").evaluate_all("(links) => links.map((link) => link.href)")
    assert {"tel:112", "tel:+34600123456", "tel:+34600654321"} <= set(dials)


async def covers_no_face(ruiz: ChromiumPerson) -> bool:
    """Whether the panel and the picture of the other lie side by side."""
    panel = await ruiz.page.get_by_role("region", name="Emergency card").bounding_box()
    face = await ruiz.page.locator("[data-participant] video").filter(visible=True).bounding_box()
    assert panel is not None
    assert face is not None
    beside = panel["x"] >= face["x"] + face["width"] or panel["x"] + panel["width"] <= face["x"]
    below = panel["y"] >= face["y"] + face["height"] or panel["y"] + panel["height"] <= face["y"]
    return beside or below


async def test_the_card_is_there_from_the_queue_to_its_closing_through_leave_end_and_reload(day: Day) -> None:
    ruiz = day.ruiz
    maya, _ = await day.waiting("Maya")
    await ruiz.press("Emergency card", within=card_of("Maya"))
    await shows_whom_to_call(ruiz)
    await ruiz.press("Hide card")
    await ruiz.sees_no(*PANEL)
    await admit(ruiz, "Maya")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))

    await ruiz.press("Emergency card", within=row_of("Maya"))
    await shows_whom_to_call(ruiz)
    for width, height in ((360, 740), (1280, 800)):
        await ruiz.look(width, height)
        assert await covers_no_face(ruiz), width
    await ruiz.press("Ask where they are now")
    await maya.reads("asks where you are right now")
    await maya.fill("Where are you right now?", THERE)
    await maya.press("Send")
    await ruiz.reads(THERE)
    await ruiz.press("Copy 112")
    await ruiz.reads("Copied: 112")
    await sees_and_hears(ruiz, MAYA)

    await ruiz.press("Hide card")
    await ruiz.sees_no(*PANEL)
    await maya.press("Leave")
    await ruiz.sees("heading", "Today")
    await ruiz.reads("Maya was in session until")
    await open_again(ruiz)
    await ruiz.reads(THERE)
    await ruiz.reload()
    await ruiz.sees("heading", "Today")
    await open_again(ruiz)
    await ruiz.reads(THERE)
    await ruiz.press("Close card", within=PANEL)
    await ruiz.press("Close card", within=("dialog", "Close the emergency card of Maya?"))
    await ruiz.sees_no(*PANEL)
    await ruiz.reload()
    await ruiz.sees("article", "Maya")
    await ruiz.reads_no(THERE)
    await expect(ruiz.page.get_by_role("button", name="Emergency card")).to_have_count(0)


async def open_again(ruiz: ChromiumPerson) -> None:
    """A card that was open is open after a reload; one that was hidden is one click away."""
    panel = ruiz.page.get_by_role("region", name="Emergency card").filter(visible=True)
    offer = ruiz.page.get_by_role("button", name="Emergency card").filter(visible=True)
    await expect(panel.or_(offer).first).to_be_visible()
    if not await panel.count():
        await offer.first.click()
