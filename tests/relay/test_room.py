"""One room of the relay: its legs, who receives whom, and what the server is told of it."""

from __future__ import annotations

from telehealth.relay import feedback, rtcp
from telehealth.relay.commands import (
    Answer,
    CloseLeg,
    CloseRoom,
    Connected,
    Demanded,
    Link,
    Offered,
    Unlink,
)
from telehealth.relay.counters import Drop
from tests.relay.answers import live_mids
from tests.relay.packets import number_of, rtp, sender_report, video
from tests.relay.page import Page
from tests.relay.stage import ROOM, Stage


def sound(page: Page, number: int) -> bytes:
    """A packet of the page's own sound."""
    (ssrc,) = [ssrcs[0] for mid, ssrcs in page.ssrcs.items() if mid.startswith("a")]
    return rtp(ssrc, number)


def picture(page: Page, number: int) -> bytes:
    """A packet of the page's main picture."""
    (ssrc,) = [ssrcs[0] for mid, ssrcs in page.ssrcs.items() if mid.startswith("v")]
    return video(ssrc, number)


def asked(page: Page) -> set[int]:
    """SSRCs of which the page was asked for a key frame."""
    pieces = [piece for report in page.reports for piece in rtcp.split(report)]
    return {ssrc for piece in pieces for ssrc in feedback.key_frames_asked_of(piece)}


# ── Packets ──────────────────────────────────────────────────────────────────────────────────────


async def test_two_people_get_each_others_packets_unchanged(stage: Stage) -> None:
    first, second = await stage.pair()
    first.send_rtp(sound(first, 1))
    first.send_rtp(picture(first, 7))
    second.send_rtp(sound(second, 3))
    assert await second.until_received(2) == [sound(first, 1), picture(first, 7)]
    assert await first.until_received(1) == [sound(second, 3)]
    assert stage.counted().forwarded == {"1>2": 2, "2>1": 1}


async def test_reports_and_feedback_go_to_whom_they_concern(stage: Stage) -> None:
    first, second = await stage.pair()
    own, picture_of_first = second.ssrcs["a2"][0], first.ssrcs["v1"][0]
    second.send_rtcp(sender_report(own))
    request = feedback.pli(own, picture_of_first)
    second.send_rtcp(rtcp.receiver_report(own) + request)
    await first.until(lambda: len(first.heard_of_others) == 2)
    assert first.heard_of_others[0] == sender_report(own)
    assert request in first.heard_of_others[1]
    assert second.heard_of_others == []


async def test_an_estimate_is_never_forwarded(stage: Stage) -> None:
    first, second = await stage.pair()
    own, theirs = second.ssrcs["a2"][0], first.ssrcs["v1"][0]
    estimate = feedback.build(
        rtcp.APPLICATION_FEEDBACK, own, 0, b"REMB\x01\x0b\x00\x00" + theirs.to_bytes(4, "big")
    )
    second.send_rtcp(rtcp.receiver_report(own) + estimate)
    second.send_rtcp(sender_report(own))
    await first.until(lambda: bool(first.heard_of_others))
    assert first.heard_of_others == [sender_report(own)]


async def test_nobody_speaks_under_anothers_ssrc(stage: Stage) -> None:
    first, second = await stage.pair()
    second.send_rtcp(sender_report(first.ssrcs["a1"][0]))
    second.send_rtcp(sender_report(second.ssrcs["a2"][0]))
    await first.until(lambda: bool(first.heard_of_others))
    assert first.heard_of_others == [sender_report(second.ssrcs["a2"][0])]


async def test_behind_a_shut_gate_nothing_passes_and_it_is_counted(stage: Stage) -> None:
    waiting, host = await stage.joined(1), await stage.joined(2)
    stage.link(1, 2, gate=False)
    stage.link(2, 1, gate=False)
    offer = await stage.answered(2)
    assert live_mids(offer.sdp) == ["a2", "v2", "t2", "a1", "v1"]
    for number in range(5):
        waiting.send_rtp(sound(waiting, number))
        host.send_rtp(sound(host, number))
    waiting.send_rtcp(sender_report(waiting.ssrcs["a1"][0]))
    waiting.send_rtcp(feedback.pli(waiting.ssrcs["a1"][0], host.ssrcs["v2"][0]))
    await stage.dropped(Drop.GATE_SHUT, 11)
    counted = stage.counted()
    assert counted.forwarded == {}
    assert counted.received == {"1": 7, "2": 5}
    assert host.received == waiting.received == host.reports == waiting.reports == []
    assert stage.said(Demanded) == []


async def test_the_gate_opens_without_another_offer_and_with_a_key_frame(stage: Stage) -> None:
    client, host = await stage.joined(1), await stage.joined(2)
    stage.link(1, 2, gate=False)
    await stage.answered(2)
    offers = len(stage.said(Offered))
    stage.link(1, 2, gate=True)
    await stage.settled()
    assert len(stage.said(Offered)) == offers
    assert stage.said(Demanded) == [Demanded(ROOM, 1, ("a1", "v1"))]
    await client.until_reported(2)
    assert client.ssrcs["v1"][0] in asked(client)
    client.send_rtp(sound(client, 1))
    assert await host.until_received(1) == [sound(client, 1)]


async def test_a_receiver_that_connects_later_begins_with_a_key_frame(stage: Stage) -> None:
    sender, receiver = await stage.joined(1), await stage.offered(2)
    stage.link(1, 2)
    stage.rooms.do(Answer(ROOM, 2, receiver.answer()))
    await receiver.checked()
    await receiver.handshake()
    await stage.heard(Connected, 2)
    await stage.heard(Offered, 2, after=1)
    await stage.settled()
    assert asked(sender) == set(), "a browser that was just asked does not answer again when it matters"
    await stage.answered(2)
    await sender.until_reported()
    assert sender.ssrcs["v1"][0] in asked(sender)


async def test_an_answer_that_brings_nobody_new_asks_nobody_for_a_key_frame(stage: Stage) -> None:
    first, second = await stage.pair()
    await second.until_reported(2)
    second.reports.clear()
    await stage.joined(3)
    stage.link(3, 1, gate=False)
    await stage.answered(1)
    first.send_rtcp(sender_report(first.ssrcs["a1"][0]))
    await second.until(lambda: bool(second.heard_of_others))
    assert asked(second) == set()


async def test_numbers_go_on_when_a_gate_was_shut_for_a_while(stage: Stage) -> None:
    sender, receiver = await stage.pair()
    for number in (1, 2):
        sender.send_rtp(sound(sender, number))
    await receiver.until_received(2)
    stage.link(1, 2, gate=False)
    for number in range(3, 40):
        sender.send_rtp(sound(sender, number))
    await stage.dropped(Drop.GATE_SHUT, 37)
    stage.link(1, 2)
    sender.send_rtp(sound(sender, 40))
    assert [number_of(packet) for packet in await receiver.until_received(3)] == [1, 2, 3]


async def test_a_preview_reaches_the_preview_leg_alone(stage: Stage) -> None:
    host, client = await stage.pair()
    waiting = await stage.joined(3)
    preview = await stage.joined(4, "preview")
    stage.link(3, 1, gate=False)
    stage.link(1, 3, gate=False)
    stage.link(3, 4)
    offer = await stage.answered(4)
    assert live_mids(offer.sdp) == ["a4", "a3", "v3"]
    waiting.send_rtp(sound(waiting, 1))
    host.send_rtp(sound(host, 1))
    assert await preview.until_received(1) == [sound(waiting, 1)]
    assert await client.until_received(1) == [sound(host, 1)]
    assert stage.counted().forwarded == {"3>4": 1, "1>2": 1}
    stage.unlink(3, 4)
    waiting.send_rtp(sound(waiting, 2))
    await stage.dropped(Drop.GATE_SHUT)
    assert stage.counted().forwarded["3>4"] == 1
    assert host.received == waiting.received == []


async def test_an_unlinked_sender_is_stopped_and_heard_no_more(stage: Stage) -> None:
    first, second = await stage.pair()
    stage.unlink(1, 2)
    offer = await stage.answered(2)
    assert live_mids(offer.sdp) == ["a2", "v2", "t2"]
    assert (await stage.heard(Demanded, 1, after=1)).mids == ()
    first.send_rtp(sound(first, 1))
    await stage.dropped(Drop.GATE_SHUT)
    assert second.received == []


async def test_a_third_person_comes_and_goes(stage: Stage) -> None:
    first, second = await stage.pair()
    third = await stage.joined(3)
    for one, other in [(1, 3), (3, 1), (2, 3), (3, 2)]:
        stage.link(one, other)
    for leg in (1, 2, 3):
        await stage.answered(leg)
    first.send_rtp(sound(first, 1))
    assert [number_of(packet) for packet in await third.until_received(1)] == [1]
    assert await second.until_received(1) == [sound(first, 1)]
    stage.rooms.do(CloseLeg(ROOM, 3))
    first.send_rtp(sound(first, 2))
    assert await second.until_received(2) == [sound(first, 1), sound(first, 2)]
    assert stage.counted().forwarded["1>2"] == 2
    assert live_mids((await stage.answered(2)).sdp) == ["a2", "v2", "t2", "a1", "v1"]


async def test_a_group_is_offered_thumbnails_and_a_pair_is_not(stage: Stage) -> None:
    await stage.pair()
    await stage.joined(3)
    for one, other in [(1, 3), (3, 1), (2, 3), (3, 2)]:
        stage.link(one, other)
    offer = await stage.answered(1)
    assert {"t2", "t3"} <= set(live_mids(offer.sdp))
    stage.rooms.do(CloseLeg(ROOM, 3))
    assert live_mids((await stage.answered(1)).sdp) == ["a1", "v1", "t1", "a2", "v2"]


# ── Commands ─────────────────────────────────────────────────────────────────────────────────────


async def test_commands_that_come_together_make_one_offer(stage: Stage) -> None:
    for leg in (1, 2, 3):
        await stage.joined(leg)
    before = len(stage.said(Offered, 1))
    stage.link(2, 1)
    stage.link(3, 1)
    await stage.settled()
    assert len(stage.said(Offered, 1)) == before + 1
    assert {"a2", "a3"} <= set(live_mids(stage.said(Offered, 1)[-1].sdp))


async def test_a_leg_that_was_not_answered_yet_has_no_tracks_to_offer(stage: Stage) -> None:
    sender = await stage.offered(1)
    await stage.joined(2)
    stage.link(1, 2)
    await stage.settled()
    assert len(stage.said(Offered, 2)) == 1
    stage.rooms.do(Answer(ROOM, 1, sender.answer(stage.ssrcs(1))))
    assert live_mids((await stage.answered(2)).sdp) == ["a2", "v2", "t2", "a1", "v1"]


async def test_commands_about_legs_that_are_gone_do_nothing(stage: Stage) -> None:
    await stage.joined(1)
    events = list(stage.events)
    for command in (
        CloseLeg(ROOM, 9),
        Link(ROOM, 1, 9, True),
        Link(ROOM, 9, 1, True),
        Unlink(ROOM, 8, 9),
        Answer(ROOM, 9, ""),
    ):
        stage.rooms.do(command)
    await stage.settled()
    assert stage.events == events


async def test_a_closed_room_has_no_legs_and_says_nothing_more(stage: Stage) -> None:
    await stage.pair()
    room, events = stage.room, len(stage.events)
    stage.rooms.do(CloseRoom(ROOM))
    await stage.settled()
    assert room.is_empty
    assert len(stage.events) == events


async def test_a_leg_opened_again_under_its_number_begins_anew(stage: Stage) -> None:
    first, second = await stage.pair()
    again = await stage.joined(1)
    assert again.fragment != first.fragment
    again.send_rtp(sound(again, 1))
    await stage.dropped(Drop.GATE_SHUT)
    stage.link(1, 2)
    again.send_rtp(sound(again, 2))
    assert await second.until_received(1) == [sound(again, 2)]


async def test_who_waits_is_offered_nothing_when_others_become_a_group(stage: Stage) -> None:
    await stage.pair()
    await stage.joined(3)
    await stage.joined(4)
    stage.link(1, 4, gate=False)
    before = await stage.answered(4)
    for one, other in [(1, 3), (3, 1), (2, 3), (3, 2)]:
        stage.link(one, other)
    await stage.settled()
    assert stage.said(Offered)[-1].leg != 4
    assert [offer for offer in stage.said(Offered) if offer.leg == 4][-1] == before
    assert any("a=mid:t1" in offer.sdp for offer in stage.said(Offered) if offer.leg == 2)
