"""One room, one queue: what happens to it, in order."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Admit,
    Answer,
    Changed,
    CheckIn,
    Demand,
    Ended,
    Error,
    Leave,
    Offer,
    Remove,
    SealedIn,
    SealedOut,
    Sending,
    Welcome,
)
from telehealth.core.opening import TakeSeat
from telehealth.core.participant import Standing
from telehealth.core.room import Room
from telehealth.errors import (
    NotAllowed,
    RoomFull,
    SeatMoved,
    Unavailable,
    Unknown,
)
from telehealth.relay import commands
from tests.practice import ROOM, hello, identifier
from tests.signalling.fakes import Page
from tests.signalling.scene import Scene

MAYA = identifier("maya")


async def test_a_client_waits_until_the_clinician_admits_them(hub_scene: Scene) -> None:
    desk = await hub_scene.desk()
    maya = await hub_scene.client("maya")
    assert maya.all(Changed)[-1].people[-1].standing is Standing.WAITING
    await hub_scene.act(desk, Admit(ROOM, MAYA, "recognised"))
    assert maya.all(Changed)[-1].people[-1].standing is Standing.ADMITTED


async def test_a_refusal_reaches_whoever_asked_and_changes_nothing(hub_scene: Scene) -> None:
    await hub_scene.desk()
    maya = await hub_scene.client("maya")
    seen = len(maya.received)
    with pytest.raises(NotAllowed):
        await hub_scene.act(maya, Admit(ROOM, MAYA, "recognised"))
    assert len(maya.received) == seen


async def test_an_offer_of_the_relay_reaches_the_legs_page(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    (leg,) = hub_scene.opened(maya)
    hub_scene.hub.relay_event(commands.Offered(ROOM, leg, "session", "v=0"))
    hub_scene.hub.relay_event(commands.Demanded(ROOM, leg, ("a1",)))
    hub_scene.hub.relay_event(commands.Connected(ROOM, leg))
    await hub_scene.settle()
    assert [(offer.leg, offer.sdp) for offer in maya.all(Offer)] == [(leg, "v=0")]
    assert [(demand.leg, demand.mids) for demand in maya.all(Demand)] == [(leg, ("a1",))]


async def test_an_answer_of_a_page_reaches_the_relay(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    (leg,) = hub_scene.opened(maya)
    await hub_scene.act(maya, Answer(ROOM, leg, "v=0 answer"))
    assert hub_scene.media.all(commands.Answer) == [commands.Answer(ROOM, leg, "v=0 answer")]


async def test_a_page_that_sends_says_so_to_the_relay_of_its_own_leg_alone(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    (leg,) = hub_scene.opened(maya)
    before = len(maya.received), len(desk.received)
    await hub_scene.act(maya, Sending(ROOM, leg))
    await hub_scene.act(desk, Sending(ROOM, leg))
    assert hub_scene.media.all(commands.Sends) == [commands.Sends(ROOM, leg)]
    assert (len(maya.received), len(desk.received)) == before
    hub_scene.go(maya)
    with pytest.raises(SeatMoved):
        await hub_scene.act(maya, Sending(ROOM, leg))


async def test_a_leg_that_is_lost_is_replaced(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    hub_scene.hub.relay_event(commands.Lost(ROOM, hub_scene.opened(maya)[0], "silent"))
    await hub_scene.settle()
    first, second = hub_scene.opened(maya)
    assert second != first


async def test_a_page_that_cannot_reach_the_relay_is_told_after_a_second_try(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    for _ in range(2):
        hub_scene.hub.relay_event(commands.Lost(ROOM, hub_scene.opened(maya)[-1], "handshake_timeout"))
        await hub_scene.settle()
    assert len(hub_scene.opened(maya)) == 2
    assert [(error.code, error.about) for error in maya.all(Error)] == [("media_unavailable", "offer")]


async def test_a_leg_that_was_connected_is_no_failure_when_it_is_lost(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    for _ in range(3):
        leg = hub_scene.opened(maya)[-1]
        hub_scene.hub.relay_event(commands.Connected(ROOM, leg))
        hub_scene.hub.relay_event(commands.Lost(ROOM, leg, "silent"))
        await hub_scene.settle()
    assert len(hub_scene.opened(maya)) == 4
    assert maya.all(Error) == []


async def test_an_event_of_a_leg_that_is_gone_is_nobodys(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    seen = len(desk.received) + len(maya.received)
    hub_scene.hub.relay_event(commands.Offered(ROOM, 60_000, "session", "v=0"))
    hub_scene.hub.relay_event(commands.Lost(ROOM, 60_000, "silent"))
    await hub_scene.settle()
    assert len(desk.received) + len(maya.received) == seen


async def test_somebody_who_stays_away_is_forgotten_when_the_timer_says_so(hub_scene: Scene) -> None:
    desk = await hub_scene.desk()
    hub_scene.go(await hub_scene.client("maya"))
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(120)
    await hub_scene.settle()
    assert desk.all(Changed)[-1].gone == (MAYA,)


def seat_of(page: Page) -> TakeSeat:
    """The way back to a page's place."""
    return TakeSeat(page.all(Welcome)[0].seat)


async def test_somebody_who_comes_back_in_time_is_not(hub_scene: Scene) -> None:
    desk = await hub_scene.desk()
    maya = await hub_scene.client("maya")
    hub_scene.go(maya)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(119)
    await hub_scene.come(seat_of(maya))
    hub_scene.clock.pass_seconds(1)
    await hub_scene.settle()
    assert all(not changed.gone for changed in desk.all(Changed))


async def test_a_displaced_window_speaks_no_more_and_its_end_disconnects_nobody(hub_scene: Scene) -> None:
    await hub_scene.desk()
    first = await hub_scene.client("maya")
    second = await hub_scene.come(seat_of(first))
    assert first.lost == [f"displaced {ROOM}"]
    with pytest.raises(SeatMoved):
        await hub_scene.act(first, Leave(ROOM))
    hub_scene.go(first)
    await hub_scene.settle()
    await hub_scene.act(second, Leave(ROOM))
    assert [ended.how for ended in second.all(Ended)] == ["left"]


async def test_a_dead_seat_is_written_down_after_it_was_taken(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    await hub_scene.act(desk, Remove(ROOM, MAYA))
    await hub_scene.settle()
    seat = await hub_scene.practice.store.seat(ParticipantId(MAYA))
    assert seat is not None
    assert seat.dead
    assert [ended.how for ended in maya.all(Ended)] == ["removed"]


async def test_a_room_is_gone_when_everybody_has_been_away_for_long(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    hub_scene.go(desk)
    hub_scene.go(maya)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(600)
    await hub_scene.settle()
    assert len(hub_scene.hub._rooms) == 0
    assert hub_scene.media.told[-1] == commands.CloseRoom(ROOM)


async def test_who_comes_in_the_moment_a_room_goes_finds_a_new_one(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    hub_scene.go(desk)
    hub_scene.go(maya)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(600)
    again = await hub_scene.client("ben")
    assert again.all(Welcome)[0].host is None
    assert len(hub_scene.hub._rooms) == 1


async def test_a_room_that_was_made_anew_repeats_no_leg_number(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    before = set(hub_scene.opened(maya))
    hub_scene.go(desk)
    hub_scene.go(maya)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(600)
    await hub_scene.settle()
    hub_scene.media.told.clear()
    await hub_scene.desk("another desk")
    again = await hub_scene.come(seat_of(maya))
    await hub_scene.act(again, CheckIn(ROOM))
    maya = again
    assert not before & set(hub_scene.opened(maya))


async def test_a_room_whose_first_visitor_was_refused_is_none(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> list[object]:
        raise RoomFull

    monkeypatch.setattr(Room, "enter", refuse)
    with pytest.raises(RoomFull):
        await hub_scene.come(hello("maya"))
    await hub_scene.settle()
    assert len(hub_scene.hub._rooms) == 0


async def test_a_broken_rule_is_an_alarm_and_ends_nobodys_call(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, maya = await hub_scene.call()

    def broken(*_args: object) -> list[object]:
        raise ZeroDivisionError

    with structlog.testing.capture_logs() as lines, monkeypatch.context() as patched:
        patched.setattr(Room, "handle", broken)
        with pytest.raises(Unavailable):
            await hub_scene.act(maya, CheckIn(ROOM))
    assert [line["log_level"] for line in lines] == ["critical"]
    await hub_scene.act(desk, SealedOut(ROOM, MAYA, "still-here"))
    assert maya.all(SealedIn)[-1].body == "still-here"


async def test_what_nobody_waits_for_any_more_does_not_happen(hub_scene: Scene) -> None:
    desk = await hub_scene.desk()
    maya = Page()
    coming = asyncio.create_task(hub_scene.hub.open(hello("maya"), maya, None))
    await asyncio.sleep(0)
    assert hub_scene.hub._rooms[ROOM]._queue.qsize() == 1
    coming.cancel()
    await hub_scene.settle()
    assert maya.places == {}
    assert len(desk.all(Changed)) == 0


async def test_a_room_that_is_gone_is_unknown(hub_scene: Scene) -> None:
    page = await hub_scene.desk()
    await hub_scene.hub.stop()
    with pytest.raises(Unknown):
        await hub_scene.act(page, CheckIn(ROOM))
