"""Coming in by a link, waiting, and being looked at."""

from __future__ import annotations

import pytest

from telehealth.core.draft import NO_LEG
from telehealth.core.messages import (
    Admit,
    Arrived,
    CheckIn,
    Decline,
    End,
    Error,
    Hold,
    Leave,
    Preview,
    Refuse,
    Welcome,
)
from telehealth.core.participant import Role, Standing
from telehealth.core.seat import Seat
from telehealth.core.waiting_room import DEVICES, PEOPLE, PLACE_LOST
from telehealth.errors import (
    InvitationOver,
    InvitationUnknown,
    NotAllowed,
    NotNow,
    ParticipantUnknown,
    RoomFull,
    SeatOver,
    TooFast,
)
from tests.core.scene import ROOM, Scene, case, greeting, invitation, participant


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def test_who_holds_a_link_begins_by_checking_in(scene: Scene) -> None:
    maya = scene.client("maya")
    assert scene.standing(maya) is Standing.CHECKING


def test_a_client_is_welcomed_with_the_clinicians_name_and_the_token_to_come_back_with(scene: Scene) -> None:
    (welcome,) = scene.got(scene.client("maya"), Welcome)
    assert (welcome.you, welcome.clinician, welcome.seat) == (participant("maya"), "Dr Ruiz", "seat of maya")
    assert not welcome.code_word


def test_a_client_is_told_at_each_opening_whether_a_code_word_was_agreed(scene: Scene) -> None:
    maya = scene.client("maya")
    for asked in (True, False):
        again = greeting("maya", code_word=asked)
        scene.perform(scene.room.come_back(scene.seat("maya"), again, NO_LEG, scene.now))
        assert scene.got(maya, Welcome)[-1].code_word is asked


@pytest.mark.parametrize("role", ["client", "guest"])
def test_clients_and_guests_wait_once_they_are_ready(scene: Scene, role: Role) -> None:
    person = scene.waiting("maya", role=role)
    assert scene.standing(person) is Standing.WAITING


def test_a_room_may_be_entered_before_its_clinician_is_there() -> None:
    scene = Scene()
    maya = scene.waiting("maya")
    scene.clinician()
    assert scene.standing(maya) is Standing.WAITING


def test_every_clinicians_page_is_called_at_each_check_in_and_nobody_else(scene: Scene) -> None:
    desk = scene.clinician("desk")
    maya, ben = scene.waiting("maya"), scene.client("ben")
    scene.do(maya, Leave)
    scene.do(maya, CheckIn)
    for page in (participant("dr"), desk):
        assert scene.got(page, Arrived) == [Arrived(ROOM, maya), Arrived(ROOM, maya)]
    assert not scene.got(ben, Arrived)
    assert not scene.got(maya, Arrived)


def test_a_link_leads_to_a_new_place_and_never_to_one_that_somebody_has(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    with pytest.raises(NotAllowed):
        scene.perform(scene.room.enter(scene.seat("maya"), greeting(), scene.now))
    scene.back(maya)
    assert scene.standing(maya) is Standing.ADMITTED


def test_nobody_takes_the_place_of_another_by_a_link_of_their_own(scene: Scene) -> None:
    scene.waiting("maya")
    with pytest.raises(NotAllowed):
        scene.perform(scene.room.enter(scene.seat("maya", link="ben"), greeting(), scene.now))


def test_nobody_takes_the_clinicians_place_by_a_link(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        scene.perform(scene.room.enter(scene.seat("dr"), greeting(), scene.now))


def test_a_clinicians_seat_is_none_of_a_client(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        scene.perform(scene.room.enter(scene.seat("other", role="clinician"), greeting(), scene.now))


def test_a_seat_without_a_link_opens_nothing(scene: Scene) -> None:
    seat = Seat(room=ROOM, participant=participant("maya"), role="client")
    with pytest.raises(InvitationUnknown):
        scene.perform(scene.room.enter(seat, greeting(), scene.now))


@pytest.mark.parametrize("hold", [False, True])
def test_a_link_of_which_so_many_devices_wait_or_are_in_session_has_no_other(
    scene: Scene, hold: bool
) -> None:
    first = scene.admitted("device0", link="maya")
    if hold:
        scene.to(Hold, first)
    scene.go(first)
    for device in range(1, DEVICES):
        scene.waiting(f"device{device}", link="maya")
    with pytest.raises(RoomFull, match="too many devices"):
        scene.client("another", link="maya")
    assert scene.standing(first) is (Standing.HELD if hold else Standing.ADMITTED)
    scene.client("ben")


def test_who_opens_a_link_on_many_pages_that_never_check_in_locks_nobody_out(scene: Scene) -> None:
    ben, thieves = scene.client("ben"), []
    for device in range(DEVICES):
        thieves.append(scene.client(f"thief{device}", link="maya"))
        scene.wait(1)
    maya = scene.waiting("maya")
    assert scene.standing(maya) is Standing.WAITING
    assert [thief for thief in thieves if scene.standing(thief) is None] == [thieves[0]]
    assert not scene.facts
    for device in range(DEVICES):
        scene.client(f"again{device}", link="maya")
    assert (scene.standing(maya), scene.standing(ben)) == (Standing.WAITING, Standing.CHECKING)


def test_a_page_that_has_lost_its_place_is_told_and_has_another_once_it_is_opened_again(scene: Scene) -> None:
    maya = scene.client("maya")
    for device in range(DEVICES):
        scene.client(f"thief{device}", link="maya")
    assert scene.got(maya, Error) == [Error("participant_unknown", PLACE_LOST, "check_in", ROOM)]
    with pytest.raises(ParticipantUnknown):
        scene.do(maya, CheckIn)
    scene.back(maya)
    scene.do(maya, CheckIn)
    assert scene.standing(maya) is Standing.WAITING


@pytest.mark.parametrize("how", ["away", "left", "declined"])
def test_a_full_link_forgets_also_who_waits_no_more(scene: Scene, how: str) -> None:
    idle, *others = [scene.waiting(f"device{device}", link="maya") for device in range(DEVICES)]
    match how:
        case "away":
            scene.go(idle)
        case "left":
            scene.do(idle, Leave)
        case _:
            scene.to(Decline, idle)
    scene.client("another", link="maya")
    assert scene.standing(idle) is None
    assert {scene.standing(other) for other in others} == {Standing.WAITING}
    scene.wait(120)


def test_a_full_link_forgets_who_is_away_before_a_page_on_which_somebody_may_be_typing(scene: Scene) -> None:
    first, *_, last = [scene.client(f"device{device}", link="maya") for device in range(DEVICES)]
    scene.wait(1)
    scene.go(last)
    scene.client("another", link="maya")
    assert (scene.standing(first), scene.standing(last)) == (Standing.CHECKING, None)


def test_a_room_holds_so_many_people_and_the_clinician_still_comes_in(scene: Scene) -> None:
    for person in range(PEOPLE):
        scene.client(f"person{person}")
    with pytest.raises(RoomFull, match="Too many people"):
        scene.client("another")
    scene.clinician("desk")


def test_who_is_forgotten_makes_room_for_another(scene: Scene) -> None:
    for person in range(PEOPLE):
        scene.client(f"person{person}")
    scene.go(participant("person0"))
    scene.wait(120)
    scene.client("another")


def test_beginning_to_wait_again_and_again_is_refused_for_a_while(scene: Scene) -> None:
    maya = scene.waiting("maya")
    for _ in range(4):
        scene.do(maya, Leave)
        scene.do(maya, CheckIn)
    scene.do(maya, Leave)
    with pytest.raises(TooFast):
        scene.do(maya, CheckIn)
    assert scene.standing(maya) is Standing.LEFT
    scene.wait(30)
    scene.do(maya, CheckIn)
    assert scene.standing(maya) is Standing.WAITING


def test_a_preview_is_seen_by_the_host_alone_and_the_client_is_told(scene: Scene) -> None:
    maya, _ben = scene.waiting("maya"), scene.waiting("ben")
    scene.to(Preview, maya)
    assert scene.relay.forwarded() == {(maya, participant("dr"), "preview")}
    assert scene.pages[maya].people[maya].previewed


def test_several_people_may_be_looked_at_and_each_preview_ends_by_itself(scene: Scene) -> None:
    maya, ben, dr = scene.waiting("maya"), scene.waiting("ben"), participant("dr")
    scene.to(Preview, maya)
    scene.to(Preview, ben)
    leg = scene.leg(dr, "preview")
    scene.act(dr, Preview(ROOM, maya, on=False))
    assert scene.relay.forwarded() == {(ben, dr, "preview")}
    assert scene.leg(dr, "preview") == leg
    scene.act(dr, Preview(ROOM, ben, on=False))
    assert scene.relay.forwarded() == set()
    assert scene.leg(dr, "preview") == 0


def test_looking_twice_is_looking(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.to(Preview, maya)
    assert scene.to(Preview, maya) == []


def test_who_is_away_is_not_looked_at(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    with pytest.raises(NotNow):
        scene.to(Preview, maya)


@pytest.mark.parametrize(
    "how", ["admit", "decline", "leave", "away", "host away", "host leaves", "host reloads"]
)
def test_a_preview_ends_with_what_it_was_for(scene: Scene, how: str) -> None:
    maya, dr = scene.waiting("maya"), participant("dr")
    scene.to(Preview, maya)
    _end_preview(scene, how)
    assert all(kind == "session" for _sender, _receiver, kind in scene.relay.forwarded())
    assert scene.leg(dr, "preview") == 0
    assert how == "away" or not scene.pages[maya].people[maya].previewed


def _end_preview(scene: Scene, how: str) -> None:
    maya, dr = participant("maya"), participant("dr")
    match how:
        case "admit":
            scene.to(Admit, maya)
        case "decline":
            scene.to(Decline, maya)
        case "leave":
            scene.do(maya, Leave)
        case "away":
            scene.go(maya)
        case "host away":
            scene.go(dr)
        case "host leaves":
            scene.do(dr, Leave)
        case "host reloads":
            scene.back(dr, scene.leg(dr))


def test_a_refused_link_brings_nobody_in_by_another_device_either(scene: Scene) -> None:
    phone = scene.waiting("phone", link="maya")
    scene.to(Refuse, phone)
    with pytest.raises(SeatOver):
        scene.client("phone", link="maya")
    with pytest.raises(InvitationOver):
        scene.client("laptop", link="maya")


def test_the_end_of_a_session_leaves_those_who_wait_where_they_are(scene: Scene) -> None:
    scene.admitted("maya")
    ben = scene.waiting("ben")
    heard = len(scene.pages[ben].inbox)
    scene.do(participant("dr"), End)
    assert scene.standing(ben) is Standing.WAITING
    assert len(scene.pages[ben].inbox) == heard


def test_a_clinician_knows_by_which_link_and_for_which_case_somebody_waits(scene: Scene) -> None:
    maya = scene.waiting("maya", link="weekly", of="couple")
    seen = scene.pages[participant("dr")].people[maya]
    assert (seen.invitation, seen.case) == (invitation("weekly"), case("couple"))
