"""Answers in a room: what ends a leg, and what never reaches another."""

from __future__ import annotations

import asyncio

import pytest

from telehealth.relay import feedback, leg, ssrcs
from telehealth.relay.commands import Answer, CloseLeg, Lost
from telehealth.relay.counters import Drop
from telehealth.relay.rtcp import GOODBYE, receiver_report
from tests.relay.answers import answer
from tests.relay.stage import ROOM, Stage
from tests.relay.test_room import sound


@pytest.mark.parametrize("text", ["", "v=0\r\n", "m=audio 9 x 111\r\n" * 3, "\x00" * 100])
async def test_a_bad_answer_ends_its_leg(stage: Stage, text: str) -> None:
    await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, text))
    assert stage.said(Lost) == [Lost(ROOM, 1, "bad_answer")]


async def test_a_bad_answer_ends_no_other_leg(stage: Stage) -> None:
    first, second = await stage.pair()
    await stage.offered(3)
    stage.rooms.do(Answer(ROOM, 3, "nonsense"))
    first.send_rtp(sound(first, 1))
    assert await second.until_received(1) == [sound(first, 1)]
    assert [event.leg for event in stage.said(Lost)] == [3]


async def test_an_answer_that_nobody_waits_for_ends_its_leg(stage: Stage) -> None:
    page = await stage.joined(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer(page.ssrcs)))
    assert stage.said(Lost) == [Lost(ROOM, 1, "bad_answer")]


async def test_an_ssrc_of_another_leg_is_refused(stage: Stage) -> None:
    first = await stage.joined(1)
    page = await stage.offered(2)
    stage.rooms.do(Answer(ROOM, 2, page.answer({"a2": (first.ssrcs["v1"][1], 0)})))
    assert stage.said(Lost) == [Lost(ROOM, 2, "bad_answer")]
    first.send_rtp(sound(first, 1))
    await stage.until(lambda: stage.counted().received == {"1": 1})


async def test_an_ssrc_of_a_leg_that_is_gone_is_refused(stage: Stage) -> None:
    first, _ = await stage.pair()
    taken = first.ssrcs["a1"]
    stage.rooms.do(CloseLeg(ROOM, 1))
    page = await stage.offered(3)
    stage.rooms.do(Answer(ROOM, 3, page.answer({"a3": taken})))
    assert stage.said(Lost) == [Lost(ROOM, 3, "bad_answer")]


async def test_the_relays_own_ssrc_is_refused(stage: Stage) -> None:
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer({"a1": (stage.site.relay_ssrc, 0)})))
    assert stage.said(Lost) == [Lost(ROOM, 1, "bad_answer")]


async def test_feedback_about_who_is_gone_goes_nowhere(stage: Stage) -> None:
    first, second = await stage.pair()
    about = first.ssrcs["v1"][0]
    stage.rooms.do(CloseLeg(ROOM, 1))
    second.send_rtcp(feedback.pli(second.ssrcs["a2"][0], about))
    second.send_rtp(sound(second, 1))
    await stage.until(lambda: stage.counted().received == {"2": 2})
    assert stage.said(Lost) == []


async def test_a_line_of_an_answer_never_reaches_another_offer(stage: Stage) -> None:
    page = await stage.offered(1)
    text = answer(page.offer, {"a1": (5, 0)}, page.fingerprint)
    text = text.replace("a=ssrc:5 cname:page", "a=ssrc:5 cname:evil\r\na=msid:evil evil\r\na=candidate:evil")
    stage.rooms.do(Answer(ROOM, 1, text))
    await stage.joined(2)
    stage.link(1, 2)
    offer = await stage.answered(2)
    assert "a=ssrc:5 cname:person1" in offer.sdp
    assert "evil" not in offer.sdp


async def test_an_ssrc_that_nobody_who_is_here_was_sent_anything_under_is_free_again(stage: Stage) -> None:
    first, _ = await stage.pair()
    taken = first.ssrcs["a1"]
    stage.rooms.do(CloseLeg(ROOM, 1))
    await stage.joined(3)
    stage.rooms.do(CloseLeg(ROOM, 2))
    page = await stage.offered(4)
    stage.rooms.do(Answer(ROOM, 4, page.answer({"a4": taken})))
    assert stage.said(Lost) == []


async def test_a_receiver_that_outlived_too_many_gets_a_new_leg(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssrcs, "MOST_REMEMBERED", 4)
    await stage.pair()
    stage.rooms.do(CloseLeg(ROOM, 1))
    stage.rooms.look(asyncio.get_running_loop().time())
    assert stage.said(Lost) == [Lost(ROOM, 2, "worn")]


async def test_a_receiver_that_was_passed_reports_of_too_many_gets_a_new_leg(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssrcs, "MOST_REMEMBERED", 4)
    first, second = await stage.pair()
    picture = first.ssrcs["v1"][0]
    for reporter in range(50, 60):
        second.send_rtcp(feedback.pli(reporter, picture))
    await stage.until(lambda: stage.counted().received == {"1": 0, "2": 10})
    await first.until(lambda: len(first.heard_of_others) == 5)
    stage.room.look(asyncio.get_running_loop().time())
    assert stage.said(Lost) == [Lost(ROOM, 1, "worn")]
    assert [report[4:8] for report in first.heard_of_others] == [
        number.to_bytes(4, "big") for number in range(50, 55)
    ]


async def test_parts_of_reports_are_signed_with_so_many_ssrcs_and_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leg, "MOST_REPORTERS", 3)
    first, second = await stage.pair()
    goodbye = bytes([0x80, GOODBYE]) + receiver_report(50)[2:]
    for reporter in range(60, 70):
        second.send_rtcp(goodbye + feedback.pli(reporter, first.ssrcs["v1"][0]))
    await stage.dropped(Drop.UNDECLARED_SSRC, 8)
    await first.until(lambda: len(first.heard_of_others) == 2)
