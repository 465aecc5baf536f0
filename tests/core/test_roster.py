"""The questions that the rules ask."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.ids import LegId
from telehealth.core.participant import Participant, Standing
from telehealth.core.roster import Count, Roster, Slot
from telehealth.errors import ParticipantUnknown, SeatOver
from tests.core.scene import invitation, participant


def somebody(name: str, standing: Standing, since: float = 0.0, link: str = "") -> Participant:
    return Participant(
        id=participant(name),
        role="client",
        standing=standing,
        since=since,
        invitation=invitation(link or name),
    )


def roster(*people: Participant) -> Roster:
    filled = Roster()
    for person in people:
        filled.put(person)
    return filled


def test_nobody_hosts_an_empty_room() -> None:
    assert roster().host is None
    assert not roster().host_is_connected


def test_a_host_who_is_away_still_hosts() -> None:
    away = roster(replace(somebody("dr", Standing.HOST), connected=False))
    assert away.host is not None
    assert not away.host_is_connected


def test_those_who_wait_are_listed_longest_first_and_equals_as_they_came() -> None:
    waiting = roster(
        somebody("c", Standing.WAITING, 2.0),
        somebody("b", Standing.WAITING, 1.0),
        somebody("a", Standing.WAITING, 1.0),
    ).waiting
    assert [person.id for person in waiting] == [participant("b"), participant("a"), participant("c")]


def test_people_are_told_apart_by_where_they_stand() -> None:
    room = roster(*(somebody(standing.value, standing) for standing in Standing))
    assert {p.standing for p in room.clinicians} == {Standing.HOST, Standing.WATCHING}
    assert {p.standing for p in room.in_session} == {Standing.ADMITTED, Standing.HELD}
    assert len(room.by_a_link) == len(Standing) - 2


def test_every_device_of_a_link_is_found() -> None:
    room = roster(
        somebody("phone", Standing.WAITING, link="maya"),
        somebody("laptop", Standing.LEFT, link="maya"),
        somebody("ben", Standing.WAITING),
    )
    assert {person.id for person in room.of_invitation(invitation("maya"))} == {
        participant("phone"),
        participant("laptop"),
    }


def test_a_persons_devices_are_the_others_of_their_link_who_are_nobody_else() -> None:
    phone, laptop = (somebody(name, Standing.WAITING, link="maya") for name in ("phone", "laptop"))
    kim = replace(somebody("kim", Standing.ADMITTED, link="maya"), shares_link=True)
    room = roster(phone, laptop, kim, somebody("ben", Standing.WAITING))
    assert room.devices(phone) == [laptop]
    assert room.devices(kim) == []


def test_who_is_here_by_a_link_that_is_over_was_spared() -> None:
    maya, ben = somebody("maya", Standing.ADMITTED), somebody("ben", Standing.WAITING)
    room = roster(maya, ben)
    room.over |= {invitation("maya")}
    assert (room.is_spared(maya), room.is_spared(ben)) == (True, False)


def test_who_was_never_here_is_unknown_and_whose_seat_was_ended_is_over() -> None:
    room = roster()
    room.dead |= {participant("maya")}
    with pytest.raises(SeatOver):
        room.require(participant("maya"))
    with pytest.raises(ParticipantUnknown):
        room.require(participant("ben"))


def test_a_copy_goes_its_own_way() -> None:
    room = roster(somebody("maya", Standing.WAITING))
    room.resting[Slot(participant("maya"), "session")] = LegId(1)
    room.ended = 7.0
    other = room.copy()
    assert other.ended == 7.0
    other.resting[Slot(participant("dr"), "session")] = LegId(2)
    assert len(room.resting) == 1
    other.wake(participant("dr"))
    other.forget(participant("maya"))
    assert room.find(participant("maya")) is not None
    assert room.resting
    assert other.find(participant("maya")) is None
    assert not other.resting


def test_of_a_session_it_is_known_how_many_are_connected_the_host_included() -> None:
    desk, maya, ben = (
        somebody("desk", Standing.HOST), somebody("maya", Standing.ADMITTED), somebody("ben", Standing.HELD)
    )  # fmt: skip
    away = replace(maya, connected=False)
    zoe = somebody("zoe", Standing.WAITING)
    assert roster(desk, maya, ben, zoe).count == Count(people=4, in_session=2, waiting=1, present=3)
    assert roster(desk, away, zoe).count == Count(people=3, in_session=1, waiting=1, present=1)
    assert roster(replace(desk, connected=False), away).count.present == 0
    assert roster(desk, zoe).count == Count(people=2, in_session=0, waiting=1, present=0)
