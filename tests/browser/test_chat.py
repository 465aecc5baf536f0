"""The chat of a session: by keyboard, beside the call, and gone with it."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.day import Day
from tests.browser.journey import CHAT, has_ended, writes
from tests.browser.line import Line

pytestmark = pytest.mark.asyncio(loop_scope="module")

EMPTY = "Only the people in this session can read this. Nothing is kept."


async def test_a_conversation_by_keyboard_beside_the_call_of_which_nothing_stays(day: Day) -> None:
    ruiz = day.ruiz
    maya, _ = await day.in_session("Maya")
    await maya.reach("Chat")
    await maya.key("Enter")
    await maya.reads(EMPTY)
    await expect(maya.page.get_by_role("textbox", name="Message")).to_be_focused()
    # Keys that do something by themselves elsewhere, and a line of two.
    await maya.write("my voice? someone sleeps")
    await maya.key("Shift+Enter")
    await maya.write("next door")
    await maya.key("Enter")
    await maya.sees("button", "Mute microphone")
    await ruiz.sees("button", "Chat, 1 new")
    await ruiz.press("Chat, 1 new")
    await ruiz.reads("my voice? someone sleeps\nnext door")
    await ruiz.sees("button", "Chat")
    await writes(ruiz, "<b>Then we write</b> https://example.org")
    await maya.reads("<b>Then we write</b> https://example.org")
    assert await maya.page.locator(".chat-log a, .chat-log b").count() == 0
    await maya.key("Escape")
    await maya.sees_no("region", "Chat")
    await expect(maya.page.get_by_role("button", name="Chat")).to_be_focused()
    await day.end_session()
    await has_ended(maya)
    for person, word in ((ruiz, "someone sleeps"), (maya, "Then we write")):
        html = await person.evaluate("() => document.documentElement.outerHTML")
        assert word not in html


async def test_what_is_written_while_the_other_is_away_comes_when_they_are_back(day: Day) -> None:
    ruiz = day.ruiz
    line = await Line.of(ruiz)
    await ruiz.reload()
    await ruiz.sees("heading", "Today")
    maya, _ = await day.in_session("Nora")
    await maya.press("Chat")
    await line.cut()
    await ruiz.reads("Trying again")
    await writes(maya, "Are you there?")
    await maya.reads("Not delivered yet")
    line.mend()
    await asyncio.gather(
        maya.reads_no("Not delivered yet", seconds=40), ruiz.sees("button", "Chat, 1 new", 40)
    )
    await ruiz.press("Chat, 1 new")
    await ruiz.reads("Are you there?")


async def test_on_a_phone_the_chat_leaves_the_face_in_sight(day: Day) -> None:
    maya, _ = await day.in_session("Pia")
    await maya.look(360, 740)
    await maya.press("Chat")
    await maya.sees(*CHAT)
    chat = await maya.page.get_by_role("region", name="Chat").bounding_box()
    face = await maya.page.locator("[data-participant] video").bounding_box()
    bar = await maya.page.get_by_role("group", name="Session controls").bounding_box()
    assert chat
    assert face
    assert bar
    assert face["height"] > 100
    assert face["y"] + face["height"] <= chat["y"] + 1
    assert chat["y"] + chat["height"] <= bar["y"] + 1
