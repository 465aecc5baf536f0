"""What two people compare, write and take along: finished and accessible, on every screen."""

from __future__ import annotations

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.day import Day
from tests.browser.gallery import Gallery
from tests.browser.journey import admit, card_of, has_ended, row_of
from tests.browser.line import Line
from tests.browser.person import Place

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.gallery]

CHAT: Place = ("region", "Chat")
QUESTION = "Are your words the same?"


async def writes(person: ChromiumPerson, text: str) -> None:
    """Send a few words in the chat that is open."""
    await person.fill("Message", text, within=CHAT)
    await person.press("Send", within=CHAT)


async def test_safety_words_are_finished_and_accessible_on_both_sides(day: Day, gallery: Gallery) -> None:
    ruiz = day.ruiz
    maya, _ = await day.waiting("Maya")
    await maya.press(QUESTION)
    await maya.sees("region", "Safety words")
    await gallery.take(maya, "words-waiting")
    await ruiz.press(QUESTION, within=card_of("Maya"))
    await ruiz.sees("region", "Safety words")
    await gallery.take(ruiz, "words-queue")
    await ruiz.press("They differ")
    await ruiz.reads("The words differ.")
    await gallery.take(ruiz, "words-differ")
    await ruiz.press("Compare again")
    await ruiz.press("They are the same")
    await ruiz.reads("You both read the same words.")
    await gallery.take(ruiz, "words-same")
    await admit(ruiz, "Maya")
    for person, who in ((ruiz, "clinician"), (maya, "client")):
        await person.press("More")
        await person.press(QUESTION)
        await person.sees("region", "Safety words")
        await gallery.take(person, f"words-session-{who}")
        await person.press("More")
    await day.end_session()
    assert gallery.faults == []


async def test_the_chat_is_finished_and_accessible_on_both_sides(day: Day, gallery: Gallery) -> None:
    ruiz = day.ruiz
    line = await Line.of(ruiz)
    await ruiz.reload()
    await ruiz.sees("heading", "Today")
    nora, _ = await day.in_session("Nora")
    await nora.press("Chat")
    await nora.reads("Nothing is kept.")
    await gallery.take(nora, "session-chat-empty-client")
    await writes(nora, "Somebody sleeps next door, so I write for a while.")
    await ruiz.sees("button", "Chat, 1 new")
    await gallery.take(ruiz, "session-chat-unread")
    await ruiz.press("Chat, 1 new")
    await writes(ruiz, "Then we write. Shall we begin with the exercise of last week?\nTake your time.")
    await nora.reads("Take your time.")
    await gallery.take(ruiz, "session-chat-clinician")
    await gallery.take(nora, "session-chat-client")
    await ruiz.press("Close chat")
    await ruiz.press("Emergency card", within=row_of("Nora"))
    await ruiz.press("Chat")
    await gallery.take(ruiz, "session-chat-card")
    await ruiz.press("Close chat")
    await ruiz.press("Hide card")
    await line.cut()
    await writes(nora, "Are you still there?")
    await nora.reads("Not delivered yet")
    await gallery.take(nora, "session-chat-undelivered")
    line.mend()
    await ruiz.sees("button", "Chat, 1 new")
    await day.end_session()
    assert gallery.faults == []


async def test_receipts_are_finished_and_accessible_on_both_sides(day: Day, gallery: Gallery) -> None:
    ruiz = day.ruiz
    pia, _ = await day.in_session("Pia")
    await day.end_session()
    await has_ended(pia)
    await pia.sees("button", "Save my consent receipt")
    await gallery.take(pia, "ended-consent")
    await pia.press("Save my consent receipt")
    await gallery.take(pia, "ended-consent-saved")
    await ruiz.sees("button", "Save receipt")
    await gallery.take(ruiz, "today-receipt")
    await ruiz.press("Save receipt")
    await ruiz.sees("button", "Save as file")
    await gallery.take(ruiz, "receipt")
    await ruiz.tick("Include my private label")
    await ruiz.reads("Pia")
    await ruiz.press("Save as file")
    await gallery.take(ruiz, "receipt-saved")
    await ruiz.press("Done")
    assert gallery.faults == []


async def test_the_recovery_sheet_is_finished_and_accessible(day: Day, gallery: Gallery) -> None:
    ruiz = day.ruiz
    await ruiz.press("Your account")
    await ruiz.press("Ask for the code on new devices")
    await ruiz.sees("heading", "Ask for the code on new devices")
    await gallery.take(ruiz, "account-sheet")
    assert gallery.faults == []
