"""Who somebody is: a decision that is written down, also when it comes later than the person."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.audit_log import audit_of
from tests.browser.day import Day
from tests.browser.journey import CONFIRM, admit, be_ready, card_of, fill_in, row_of, say_how
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.watching import faces, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATER = "I'll confirm once we talk"
MARK = "Identity not yet confirmed"
METHODS = [
    "Recognised",
    "Photo ID seen",
    "Known voice",
    "Vouched for by a parent or guardian",
    LATER,
]


def said(rows: list[dict[str, Any]], *events: str) -> list[tuple[str, str, str]]:
    """Event, method and consent version of the rows about these events."""
    found = [(row["event"], row.get("method", ""), row.get("consent_version", "")) for row in rows]
    return [one for one in found if one[0] in events]


async def test_nothing_is_preselected_and_whoever_is_confirmed_later_is_alone_until_then(day: Day) -> None:
    ruiz = day.ruiz
    before = len(await asyncio.to_thread(audit_of, day.server))
    uma, _ = await day.waiting("Uma")
    vic, _ = await day.waiting("Vic", BEN)
    await ruiz.press("Admit", within=card_of("Uma"))
    radios = ruiz.page.get_by_role("dialog").get_by_role("radio")
    assert [await one.is_checked() for one in await radios.all()] == [False] * len(METHODS)
    for method in METHODS:
        await ruiz.sees("radio", method, within=CONFIRM)
    await ruiz.press("Admit", within=CONFIRM)
    await ruiz.reads("Please choose how you know who it is.")
    await say_how(ruiz, LATER)
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(uma, RUIZ))
    await ruiz.reads(MARK)
    refused = ruiz.page.get_by_role("article", name="Vic").get_by_role("button", name="Admit")
    await expect(refused).to_be_disabled()
    await ruiz.reads("First confirm who Uma is.")
    # What the page withholds the server would refuse.
    assert await faces(vic) == []
    await ruiz.press("Confirm identity", within=row_of("Uma"))
    await ruiz.sees_no("radio", LATER, within=CONFIRM)
    await say_how(ruiz, "Known voice", action="Confirm")
    await ruiz.reads_no(MARK)
    await expect(refused).to_be_enabled()
    await ruiz.press("Admit", within=card_of("Vic"))
    await ruiz.sees_no("radio", LATER, within=CONFIRM)
    await say_how(ruiz, "Photo ID seen")
    await ruiz.press("Keep Vic waiting")
    rows = (await asyncio.to_thread(audit_of, day.server))[before:]
    assert said(rows, "admitted", "identity_confirmed") == [
        ("admitted", "later", "1"),
        ("identity_confirmed", "voice", ""),
    ]
    assert not any(word in json.dumps(rows) for word in ("Uma", "Vic"))


async def test_a_code_word_that_is_missed_three_times_takes_the_one_click_away(day: Day) -> None:
    ruiz = day.ruiz
    link, zoe = await day.link("Zoe", "heron"), await day.device(MAYA)
    await zoe.open(link)
    await zoe.press("Use camera and microphone")
    await fill_in(zoe, "Zoe", "pigeon")
    await be_ready(zoe)
    await zoe.reads("2 times more")
    await ruiz.reads("Code word missed")
    for word, answer in (("sparrow", "once more"), ("lark", "in another way")):
        await zoe.fill("Code word", word)
        await zoe.press("Try again")
        await zoe.reads(answer)
    await zoe.sees_no("textbox", "Code word")
    await ruiz.reads("3 misses: the one-click Admit is off")
    await ruiz.sees("button", "Replace link", within=card_of("Zoe"))
    # The word itself may still be asked for by voice; and no number of misses shuts anybody out.
    await admit(ruiz, "Zoe", "Code word")
    await sees_face(zoe, RUIZ)
