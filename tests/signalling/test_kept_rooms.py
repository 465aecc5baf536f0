"""What the relay carries of rooms of an earlier server, until their people are back."""

from __future__ import annotations

import pytest
import structlog

from telehealth.core.ids import LegId, ParticipantId, RoomId
from telehealth.core.orphans import KEPT_FOR
from telehealth.core.roster import Slot
from telehealth.relay.commands import Demanded, Kept, KeptLeg, KeptLink, Lost
from telehealth.signalling import kept_rooms as module
from telehealth.signalling.kept_rooms import MOST_EVENTS, KeptRooms
from tests.practice import ROOM
from tests.signalling.fakes import FakeClock

OTHER = RoomId("other".ljust(22, "-"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def closed() -> list[RoomId]:
    return []


@pytest.fixture
def rooms(clock: FakeClock, closed: list[RoomId]) -> KeptRooms:
    return KeptRooms(clock, closed.append)


def kept(room: RoomId = ROOM) -> Kept:
    leg = KeptLeg(1, "maya", "session", True, ("a1",), "v=0")
    return Kept(room, (leg,), (KeptLink(1, 2, False),))


def test_a_room_is_found_as_core_knows_it(rooms: KeptRooms) -> None:
    rooms.keep(kept())
    found = rooms.of(ROOM)
    assert found is not None
    (leg,) = found.carried.legs
    assert (leg.leg, leg.slot) == (LegId(1), Slot(ParticipantId("maya"), "session"))
    assert (leg.connected, leg.demand, leg.offer) == (True, ("a1",), "v=0")
    assert found.carried.links == {(1, 2): False}
    assert found.until == KEPT_FOR
    assert rooms.of(OTHER) is None


def test_a_room_that_nobody_comes_back_to_is_closed_at_the_relay(
    rooms: KeptRooms, clock: FakeClock, closed: list[RoomId]
) -> None:
    rooms.keep(kept())
    clock.pass_seconds(KEPT_FOR - 1)
    assert closed == []
    clock.pass_seconds(1)
    assert closed == [ROOM]
    assert len(rooms) == 0


def test_a_room_that_is_in_memory_again_is_left_alone(
    rooms: KeptRooms, clock: FakeClock, closed: list[RoomId]
) -> None:
    rooms.keep(kept())
    rooms.forget(ROOM)
    rooms.forget(ROOM)
    clock.pass_seconds(KEPT_FOR + 1)
    assert closed == []


def test_a_room_that_is_told_again_is_as_it_was_told_last(
    rooms: KeptRooms, clock: FakeClock, closed: list[RoomId]
) -> None:
    rooms.keep(kept())
    clock.pass_seconds(KEPT_FOR - 1)
    rooms.keep(Kept(ROOM, (), ()))
    clock.pass_seconds(2)
    found = rooms.of(ROOM)
    assert found is not None
    assert found.carried.legs == ()
    assert closed == []


def test_what_happens_meanwhile_is_remembered_of_these_rooms_alone(rooms: KeptRooms) -> None:
    rooms.keep(kept())
    lost = Lost(ROOM, 1, "silent")
    rooms.note(lost)
    rooms.note(Lost(OTHER, 1, "silent"))
    found = rooms.of(ROOM)
    assert found is not None
    assert found.events == [lost]
    assert len(rooms) == 1


def test_a_room_in_which_too_much_happens_is_closed(rooms: KeptRooms, closed: list[RoomId]) -> None:
    rooms.keep(kept())
    for _ in range(MOST_EVENTS):
        rooms.note(Demanded(ROOM, 1, ()))
    assert closed == []
    rooms.note(Demanded(ROOM, 1, ()))
    assert closed == [ROOM]


def test_a_room_too_many_is_closed_at_once(
    rooms: KeptRooms, closed: list[RoomId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROOMS", 1)
    rooms.keep(kept())
    with structlog.testing.capture_logs() as lines:
        rooms.keep(kept(OTHER))
    assert closed == [OTHER]
    assert [line["log_level"] for line in lines] == ["error"]
    rooms.keep(kept())
    assert closed == [OTHER], "the same room again is not one more"


def test_rooms_of_a_worker_that_is_lost_are_not_spoken_of(
    rooms: KeptRooms, clock: FakeClock, closed: list[RoomId]
) -> None:
    rooms.keep(kept())
    rooms.keep(kept(OTHER))
    rooms.forget_all(lambda room: room == ROOM)
    clock.pass_seconds(KEPT_FOR + 1)
    assert closed == [OTHER]
