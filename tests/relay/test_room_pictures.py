"""Which picture people get when a room's group is a pair again, and what tells the relay so."""

from __future__ import annotations

import asyncio

from telehealth.relay import feedback, remb, rtcp
from telehealth.relay.commands import CloseLeg, Demanded
from tests.relay.answers import live_mids
from tests.relay.packets import DELTA_FRAME, KEY_FRAME, number_of, rtp, sender_report, video
from tests.relay.page import RELAY_SSRC, Page
from tests.relay.stage import ROOM, Stage

POOR = 200_000
"""Bits a second: enough for thumbnails alone."""


def now() -> float:
    """The time by the clock of the relay."""
    return asyncio.get_running_loop().time()


def say_estimate(page: Page, of: Page, leg: int) -> None:
    """Let a page say how little it can take; a packet of its sound, next, tells when that has been read."""
    sound = page.ssrcs[f"a{leg}"][0]
    page.send_rtcp(remb.build(sound, POOR, [of.ssrcs["v1"][0]]))
    page.send_rtp(rtp(sound, 1))


async def group_with_a_poor_receiver(stage: Stage) -> tuple[Page, Page]:
    """Three people, of whom 2 has the thumbnail of 1; pages 1 and 2."""
    first, second = await stage.pair()
    await stage.joined(3)
    for one, other in [(1, 3), (3, 1), (2, 3), (3, 2)]:
        stage.link(one, other)
    for leg in (1, 2, 3):
        await stage.answered(leg)
    say_estimate(second, first, 2)
    await first.until_received(1)
    stage.rooms.look(now())
    assert "t1" in stage.said(Demanded, 1)[-1].mids
    first.send_rtp(video(first.ssrcs["v1"][0], 1, KEY_FRAME))
    first.send_rtp(video(first.ssrcs["t1"][0], 500, KEY_FRAME))
    await second.until_received(2)
    second.received.clear()
    return first, second


async def test_who_has_a_thumbnail_when_the_third_goes_sees_something_all_the_time(stage: Stage) -> None:
    first, second = await group_with_a_poor_receiver(stage)
    main, thumbnail = first.ssrcs["v1"][0], first.ssrcs["t1"][0]
    stage.rooms.do(CloseLeg(ROOM, 3))
    stage.rooms.look(now())
    stage.rooms.feedback(now())
    assert stage.said(Demanded, 1)[-1].mids == ("a1", "v1", "t1")
    assert {"t1"} <= set(live_mids((await stage.answered(2)).sdp))
    first.send_rtp(video(main, 2, DELTA_FRAME))
    first.send_rtp(video(thumbnail, 501, DELTA_FRAME))
    first.send_rtp(video(main, 3, KEY_FRAME))
    carried = [
        (int.from_bytes(packet[8:12], "big"), number_of(packet)) for packet in await second.until_received(2)
    ]
    assert carried == [(thumbnail, 501), (main, 2)]


async def test_with_the_main_pictures_key_frame_the_two_are_a_pair(stage: Stage) -> None:
    first, second = await group_with_a_poor_receiver(stage)
    stage.rooms.do(CloseLeg(ROOM, 3))
    await stage.answered(2)
    first.send_rtp(video(first.ssrcs["v1"][0], 3, KEY_FRAME))
    await second.until_received(1)
    stage.rooms.feedback(now())
    assert stage.said(Demanded, 1)[-1].mids == ("a1", "v1")
    assert live_mids((await stage.answered(2)).sdp) == ["a2", "v2", "t2", "a1", "v1"]


async def test_a_thumbnail_begins_with_a_key_frame_once_its_section_is_answered(stage: Stage) -> None:
    first, second = await stage.pair()
    await stage.joined(3)
    for one, other in [(1, 3), (3, 1), (2, 3), (3, 2)]:
        stage.link(one, other)
    # What was asked for so far is: whatever is asked from here on comes of the answer.
    stage.rooms.feedback(now() + 1)
    second.send_rtcp(sender_report(second.ssrcs["a2"][0]))
    await first.until(lambda: bool(first.heard_of_others))
    first.reports.clear()
    await stage.answered(2)
    stage.rooms.feedback(now() + 2)
    thumbnail = feedback.pli(RELAY_SSRC, first.ssrcs["t1"][0])
    await first.until(
        lambda: thumbnail in [piece.data for said in first.reports for piece in rtcp.split(said)]
    )
