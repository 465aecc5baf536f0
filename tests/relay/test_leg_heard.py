"""Legs whose page sends in vain, and what a page can rely on to hear."""

from __future__ import annotations

import asyncio

import pytest

from telehealth.relay.commands import Link, Lost, Sends
from telehealth.relay.counters import Drop
from telehealth.relay.leg import CROSSING_SECONDS, QUIET_SECONDS, REPORT_SECONDS, STARVED_SECONDS, Leg
from telehealth.relay.rooms import PAUSE_SECONDS
from telehealth.relay.rtcp import receiver_report
from tests.relay.checks import check
from tests.relay.packets import rtp
from tests.relay.page import RELAY_SSRC
from tests.relay.stage import ROOM, Stage

KEEP_ALIVE = receiver_report(RELAY_SSRC)


def loop_time() -> float:
    return asyncio.get_running_loop().time()


async def sender(stage: Stage) -> Leg:
    """A leg whose packets somebody receives, and that was heard a moment ago."""
    await stage.pair()
    leg = stage.room._legs[1]
    leg._heard = loop_time()
    return leg


def listen(leg: Leg, now: float, awake: float = 0.0, *, is_received: bool = True) -> None:
    leg.listen(now, awake, is_received=is_received)


def lost(stage: Stage) -> list[tuple[int, str]]:
    return [(event.leg, event.reason) for event in stage.said(Lost)]


# ── Whose page sends in vain ─────────────────────────────────────────────────────────────────────


async def test_a_leg_whose_page_sends_and_of_which_nothing_comes_for_a_second_is_lost(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    leg.reported(now + 0.9)
    listen(leg, now + 0.95)
    assert lost(stage) == []
    listen(leg, now + STARVED_SECONDS + 0.05)
    assert lost(stage) == [(1, "silent")]


async def test_a_leg_whose_page_says_nothing_may_be_silent(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    for tick in range(1, 40):
        listen(leg, now + tick * 0.25)
    assert lost(stage) == []


async def test_what_a_page_said_long_ago_counts_no_more(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    leg.reported(now + 0.9)
    listen(leg, now + 0.9 + REPORT_SECONDS + 0.1)
    assert lost(stage) == []


async def test_what_a_page_says_just_after_its_last_packet_means_that_one(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    leg._heard = now
    leg.reported(now + CROSSING_SECONDS - 0.1)
    listen(leg, now + STARVED_SECONDS + 0.1)
    assert lost(stage) == []


async def test_of_a_page_that_nobody_receives_nothing_is_missed(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    leg.reported(now + 0.9)
    listen(leg, now + 1.1, is_received=False)
    assert lost(stage) == []


async def test_whether_somebody_receives_a_leg_is_what_its_page_was_told_last(stage: Stage) -> None:
    await stage.pair()
    now = loop_time()
    stage.link(1, 2, gate=False)
    for leg in (1, 2):
        stage.room._legs[leg].reported(now + 0.9)
    stage.room.listen(now + 1.1, 0.0)
    assert lost(stage) == [(2, "silent")]


async def test_a_page_that_lies_harms_no_leg_but_its_own(stage: Stage) -> None:
    await stage.pair()
    now = loop_time()
    stage.room._legs[1].reported(now + 0.9)
    stage.room.listen(now + 1.1, 0.0)
    assert lost(stage) == [(1, "silent")]
    assert stage.room._legs[2].is_connected


async def test_a_relay_that_has_not_listened_gives_everybody_another_second(stage: Stage) -> None:
    leg, now = await sender(stage), loop_time()
    stage.rooms.listen(now)
    leg.reported(now + PAUSE_SECONDS + 0.3)
    stage.rooms.listen(now + PAUSE_SECONDS + 0.3)
    stage.rooms.listen(now + PAUSE_SECONDS + 0.8)
    assert lost(stage) == []
    leg.reported(now + PAUSE_SECONDS + 1.3)
    stage.rooms.listen(now + PAUSE_SECONDS + 1.0)
    stage.rooms.listen(now + PAUSE_SECONDS + 1.35)
    assert lost(stage) == [(1, "silent")]


async def heard_of(stage: Stage, *, verified: bool) -> float:
    """When leg 1 was heard last, after its page has sent a packet from another address."""
    page, leg = (await stage.pair())[0], stage.room._legs[1]
    leg._heard = 0.0
    before = stage.counters.datagrams
    loop = asyncio.get_running_loop()
    elsewhere, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0))
    try:
        if verified:
            elsewhere.sendto(check(page.fragment, page.password, nominates=False), page.server)
        sealed = page.dtls._tx_srtp.protect(rtp(page.ssrcs["a1"][0], 1))
        elsewhere.sendto(sealed, page.server)
        await stage.until(lambda: stage.counters.datagrams >= before + 1 + verified)
    finally:
        elsewhere.close()
    return leg._heard


async def test_a_packet_from_any_verified_path_is_heard(stage: Stage) -> None:
    assert loop_time() - await heard_of(stage, verified=True) < 5


async def test_a_packet_from_an_address_that_was_never_verified_is_not_heard(stage: Stage) -> None:
    assert await heard_of(stage, verified=False) == 0.0
    assert stage.counters.dropped[Drop.UNVERIFIED_SOURCE] == 1


# ── What the server passes on ────────────────────────────────────────────────────────────────────


async def test_a_report_of_a_page_reaches_its_leg_and_arranges_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg, arranged = await sender(stage), list[str]()
    monkeypatch.setattr(stage.room, "_arrange", lambda: arranged.append("again"))
    stage.rooms.do(Sends(ROOM, 1))
    assert loop_time() - leg._reported < 5
    assert arranged == []


async def test_a_report_about_what_is_gone_makes_nothing(stage: Stage) -> None:
    await stage.joined(1)
    stage.rooms.do(Sends(ROOM, 9))
    stage.rooms.do(Sends("nowhere", 1))
    assert set(stage.rooms._rooms) == {ROOM}


async def test_a_report_ends_no_room_of_an_earlier_server(stage: Stage) -> None:
    await stage.joined(1)
    stage.rooms.abandon(loop_time())
    stage.rooms.do(Sends(ROOM, 1))
    assert set(stage.rooms._rooms) == {ROOM}
    stage.rooms.do(Link(ROOM, 1, 2, True))
    assert stage.rooms._rooms == {}


# ── What a page hears ────────────────────────────────────────────────────────────────────────────


async def test_a_session_leg_that_gets_nothing_else_gets_an_empty_report(stage: Stage) -> None:
    page = await stage.joined(1)
    stage.rooms.listen(loop_time() + QUIET_SECONDS + 0.05)
    assert await page.until_reported() == [KEEP_ALIVE]


async def test_a_leg_that_gets_packets_gets_no_report_of_nothing(stage: Stage) -> None:
    first, second = await stage.pair()
    first.send_rtp(rtp(first.ssrcs["a1"][0], 1))
    await second.until_received(1)
    await asyncio.gather(first.until_reported(), second.until_reported())
    sent = stage.counters.sent
    listen(stage.room._legs[2], loop_time() + QUIET_SECONDS - 0.15)
    assert stage.counters.sent == sent


async def test_a_preview_leg_and_one_that_is_not_connected_get_none(stage: Stage) -> None:
    await stage.offered(1)
    await stage.joined(2, "preview")
    sent = stage.counters.sent
    stage.rooms.listen(loop_time() + 5)
    assert stage.counters.sent == sent


async def test_nothing_is_sent_to_where_nobody_is_heard_any_more(stage: Stage) -> None:
    await stage.joined(1)
    stage.room._legs[1].paths._heard -= 15.5
    sent = stage.counters.sent
    stage.rooms.listen(loop_time() + 0.3)
    assert stage.counters.sent == sent
    assert stage.counters.dropped[Drop.RECEIVER_NOT_READY] == 0
