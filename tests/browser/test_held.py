"""Three in a session: one is held, sent back and admitted again, and goes; the others hardly notice."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.connections import REMEMBER, traffic
from tests.browser.day import Day
from tests.browser.deadline import until
from tests.browser.journey import admit, card_of, check_in_as_guest, row_of
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.office_hours import guest_link
from tests.browser.watching import faces, frames, sees_and_hears, sees_face, sees_motion

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONGEST_GAP = 1.0
"""Seconds without a new picture that nobody takes for a broken call."""
PAUSE = "() => new Promise((go) => setTimeout(go, 1000))"


async def until_silent(person: ChromiumPerson) -> None:
    """Wait until a page neither sends nor receives a packet for a second: silence tells nobody."""

    async def silent() -> bool:
        before = await traffic(person)
        await person.evaluate(PAUSE)
        after = await traffic(person)
        return (after.sent, after.received) == (before.sent, before.received)

    await until(silent, f"{person.appearance.name} neither sends nor receives")


async def test_whoever_is_held_neither_sends_nor_receives_and_nobody_elses_call_is_broken_by_it(
    day: Day,
) -> None:
    ruiz = day.ruiz
    # A browser that starts takes so much of a machine that cameras pause: before anybody watches.
    ben = await day.device(BEN)
    await ben.prepare_pages(REMEMBER)
    maya, _ = await day.in_session("Maya")
    as_maya, as_ruiz = await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.press("Guest link", within=row_of("Maya"))
    bens_link = await guest_link(ruiz, "Ben")
    await check_in_as_guest(ben, bens_link)
    await admit(ruiz, "Ben")
    everybody = (ruiz, maya, ben)
    pairs = [(one, other) for one in everybody for other in everybody if one is not other]
    await asyncio.gather(*(sees_and_hears(one, other.appearance, at_least=5) for one, other in pairs))

    await ruiz.press("Hold", within=row_of("Ben"))
    await ben.reads("Dr Ruiz has paused your session")
    await until_silent(ben)
    assert await faces(ben) == []
    assert len(await faces(ruiz)) == len(await faces(maya)) == 1
    await ruiz.press("Resume", within=row_of("Ben"))
    await asyncio.gather(sees_face(ben, MAYA), sees_face(ben, RUIZ), sees_face(maya, BEN))

    await ruiz.press("Send to waiting room", within=row_of("Ben"))
    await ben.reads("Waiting for Dr Ruiz")
    await until_silent(ben)
    assert await faces(ben) == []
    await ruiz.sees("button", "Admit", within=card_of("Ben"))
    await admit(ruiz, "Ben", "Known voice")
    await asyncio.gather(sees_face(ben, MAYA), sees_face(ben, RUIZ), sees_face(maya, BEN))

    await ben.press("Leave")
    await ben.sees("button", "Rejoin")
    await asyncio.gather(sees_motion(ruiz, as_maya), sees_motion(maya, as_ruiz))
    assert (await frames(ruiz, as_maya)).longest_gap <= LONGEST_GAP
    assert (await frames(maya, as_ruiz)).longest_gap <= LONGEST_GAP
