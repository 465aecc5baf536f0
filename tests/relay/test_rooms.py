"""All rooms of a worker."""

from __future__ import annotations

import asyncio

from telehealth.relay.commands import CloseLeg, CloseRoom, Count, Counted, Link, Lost, Offered, OpenLeg
from tests.relay.packets import rtp
from tests.relay.page import Page
from tests.relay.stage import ROOM, Stage


async def test_rooms_with_the_same_leg_numbers_do_not_meet(stage: Stage) -> None:
    first, second = await stage.pair()
    for leg in (1, 2):
        stage.rooms.do(OpenLeg("other", leg, f"stranger{leg}", "session"))
    stage.rooms.do(Link("other", 1, 2, True))
    first.send_rtp(rtp(first.ssrcs["a1"][0], 1))
    await second.until_received(1)
    stage.rooms.do(CloseRoom("other"))
    first.send_rtp(rtp(first.ssrcs["a1"][0], 2))
    assert len(await second.until_received(2)) == 2


async def test_a_room_is_there_as_long_as_it_has_legs(stage: Stage) -> None:
    await stage.joined(1)
    assert set(stage.rooms._rooms) == {ROOM}
    stage.rooms.do(CloseLeg(ROOM, 1))
    assert stage.rooms._rooms == {}


async def test_a_room_whose_legs_were_all_lost_is_gone_at_the_next_look(stage: Stage) -> None:
    await stage.joined(1)
    stage.rooms.look(asyncio.get_running_loop().time() + 16)
    assert [event.reason for event in stage.said(Lost)] == ["silent"]
    assert stage.rooms._rooms == {}


async def test_asking_for_an_unknown_rooms_counters_makes_no_room(stage: Stage) -> None:
    stage.rooms.do(Count("nowhere"))
    assert stage.said(Counted) == [Counted("nowhere", {}, {}, {}, {})]
    assert stage.rooms._rooms == {}


async def test_closing_waits_until_every_browser_was_told(stage: Stage) -> None:
    pages: list[Page] = [await stage.joined(leg) for leg in (1, 2)]
    tasks = [page.dtls._task for page in pages if page.dtls._task is not None]
    await stage.rooms.close()
    await asyncio.wait_for(asyncio.wait(tasks), 5)
    assert [page.dtls.state for page in pages] == ["closed", "closed"]
    assert stage.rooms._leaving == set()
    assert stage.batch._expected == {}


async def test_in_a_group_the_relay_answers_a_sender_every_tick(stage: Stage) -> None:
    for leg in (1, 2, 3):
        await stage.joined(leg)
    for one, other in [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]:
        stage.link(one, other)
    sender = stage.pages[1]
    ssrc = sender.ssrcs["a1"][0]
    extension = b"\xbe\xde\x00\x01\x31\x00\x07\x00"
    packet = b"\x90" + rtp(ssrc, 1)[1:12] + extension + b"sound"
    sender.send_rtp(packet)
    await stage.pages[2].until_received(1)
    stage.rooms.feedback(asyncio.get_running_loop().time() + 0.05)
    await sender.until(lambda: any(report[:2] == b"\x8f\xcd" for report in sender.reports))
    assert b"\x31\x00\x07" not in stage.pages[2].received[0]


async def test_in_a_pair_the_relay_says_nothing_of_its_own(stage: Stage) -> None:
    first, second = await stage.pair()
    first.send_rtp(rtp(first.ssrcs["a1"][0], 1))
    await second.until_received(1)
    sent = stage.counters.sent
    for tick in range(1, 40):
        stage.rooms.feedback(asyncio.get_running_loop().time() + tick * 0.05)
    assert stage.counters.sent == sent


async def test_offers_name_the_kind_of_their_leg(stage: Stage) -> None:
    await stage.offered(1)
    await stage.offered(2, "preview")
    assert [event.kind for event in stage.said(Offered)] == ["session", "preview"]
