"""Going and coming back: leaving, ending, opening again, and a page that must be gone at once."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.day import Day
from tests.browser.deadline import until
from tests.browser.journey import admit, card_of, has_ended
from tests.browser.media import MAYA, RUIZ
from tests.browser.watching import faces, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_leave_and_end_lead_back_through_the_waiting_room_where_admit_is_asked_again(day: Day) -> None:
    ruiz = day.ruiz
    maya, _ = await day.in_session("Maya")
    await maya.press("Leave")
    await maya.sees("heading", "You have left the session")
    await ruiz.sees("heading", "Today")
    await maya.press("Rejoin")
    await maya.sees("status", "Waiting for Dr Ruiz")
    assert await faces(maya) == await faces(ruiz) == []
    await admit(ruiz, "Maya")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    await day.end_session()
    await has_ended(maya)
    await ruiz.press("Reopen")
    await maya.reads("Dr Ruiz has opened the session again.")
    assert await faces(maya) == []
    await maya.press("Rejoin")
    await maya.sees("status", "Waiting for Dr Ruiz")
    await ruiz.sees("button", "Admit", within=card_of("Maya"))
    await admit(ruiz, "Maya", "Known voice")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))


async def test_quick_exit_leaves_nothing_to_be_read_and_nothing_to_go_back_to(day: Day) -> None:
    ruiz = day.ruiz
    maya, link = await day.in_session("Ida")
    await maya.key("Escape")
    await maya.sees("button", "Leave")
    for _ in range(3):
        await maya.key("Shift")
    await has_gone(maya)
    await ruiz.sees("heading", "Today")
    # By the button as well, and before anything was said.
    phone = await day.device(MAYA)
    await phone.open(link)
    await phone.sees("heading", "Check in")
    await phone.press("Quick exit")
    await has_gone(phone)


async def has_gone(client: ChromiumPerson) -> None:
    """An empty page stands in the tab, in the place of the one that was left."""

    async def empty() -> bool:
        return client.page.url == "about:blank"

    await until(empty, "the page is gone", instead=lambda: client.page.url)
    assert await client.page_text() == ""
    await client.page.go_back()
    assert "/join/" not in client.page.url
