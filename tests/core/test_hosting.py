"""Which of a clinician's pages holds the room."""

from __future__ import annotations

import pytest

from telehealth.core.hosting import PAGES
from telehealth.core.messages import Admit, Leave, Preview, Remove, TakeOver
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed, ParticipantUnknown, RoomFull
from tests.core.scene import ROOM, Scene, greeting, participant

DR, DESK = participant("dr"), participant("desk")


def test_the_first_page_hosts_and_the_next_watches() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    assert scene.standing(DR) is Standing.HOST
    assert scene.standing(DESK) is Standing.WATCHING
    assert scene.pages[DESK].host == DR


def test_a_page_that_opens_while_the_host_is_away_and_no_session_is_on_hosts() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.go(DR)
    scene.clinician("desk")
    assert scene.pages[DESK].host == DESK
    scene.back(DR)
    assert scene.standing(DR) is Standing.WATCHING


def test_a_page_that_opens_while_the_host_is_away_and_a_session_is_on_watches() -> None:
    scene = Scene()
    scene.clinician("dr")
    maya = scene.admitted("maya")
    scene.go(DR)
    scene.clinician("desk")
    assert scene.pages[DESK].host == DR
    assert scene.standing(maya, "desk") is Standing.ADMITTED


def test_a_page_that_opens_again_keeps_its_standing() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    scene.clinician("dr")
    scene.clinician("desk")
    assert scene.pages[DESK].host == DR


def test_a_watching_page_that_is_opened_anew_hosts_where_nobody_does() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    scene.do(DR, Leave)
    assert scene.pages[DESK].host is None
    scene.clinician("desk")
    assert scene.pages[DESK].host == DESK


def test_a_host_who_leaves_ends_nothing_and_the_next_page_has_to_take_over() -> None:
    scene = Scene()
    scene.clinician("dr")
    ana, leo = scene.admitted("ana", of="couple"), scene.admitted("leo", of="couple")
    scene.do(DR, Leave)
    assert scene.endings(DR) == ["left"]
    assert scene.pages[ana].host is None
    assert scene.relay.forwarded() == {(ana, leo, "session"), (leo, ana, "session")}
    scene.clinician("desk")
    assert scene.pages[ana].host is None
    assert scene.standing(DESK, "desk") is Standing.WATCHING
    assert scene.relay.forwarded() == {(ana, leo, "session"), (leo, ana, "session")}
    scene.do(DESK, TakeOver)
    assert scene.pages[ana].host == DESK
    assert [scene.standing(each, "desk") for each in (ana, leo)] == [Standing.WAITING, Standing.WAITING]
    assert scene.relay.forwarded() == set()


@pytest.mark.parametrize("how", ["leave", "remove"])
def test_when_a_session_without_a_host_is_over_the_next_page_simply_hosts(how: str) -> None:
    scene = Scene()
    scene.clinician("dr")
    maya = scene.admitted("maya")
    scene.do(DR, Leave)
    scene.clinician("desk")
    if how == "leave":
        scene.do(maya, Leave)
        scene.clinician("desk")
    else:
        scene.do(DESK, TakeOver)
        scene.to(Remove, maya, by="desk")
    assert scene.pages[DESK].host == DESK


def test_a_page_that_left_is_no_longer_here() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    scene.do(DESK, Leave)
    assert scene.standing(DESK) is None
    with pytest.raises(ParticipantUnknown):
        scene.do(DESK, TakeOver)


def test_taking_over_sends_those_in_session_back_to_wait_and_leaves_the_old_host_watching() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    ana, leo = scene.admitted("ana", of="couple"), scene.held("leo", of="couple")
    scene.do(DESK, TakeOver)
    assert scene.pages[DR].host == DESK
    assert scene.standing(DR) is Standing.WATCHING
    assert [scene.standing(each) for each in (ana, leo)] == [Standing.WAITING, Standing.WAITING]
    assert scene.relay.forwarded() == set()
    assert scene.audited()[-2:] == ["hosting_taken_over", "session_ended"]


def test_after_taking_over_only_the_new_host_decides() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    maya = scene.waiting("maya")
    scene.do(DESK, TakeOver)
    with pytest.raises(NotAllowed):
        scene.to(Admit, maya, by="dr")
    scene.to(Admit, maya, by="desk")
    assert scene.relay.forwarded() == {(maya, DESK, "session"), (DESK, maya, "session")}


def test_taking_over_ends_the_old_hosts_previews() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    maya = scene.waiting("maya")
    scene.act(DR, Preview(ROOM, maya, on=True))
    scene.do(DESK, TakeOver)
    assert scene.relay.forwarded() == set()
    assert not scene.pages[maya].people[maya].previewed


def test_a_watching_page_may_take_over_where_nobody_hosts() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.clinician("desk")
    scene.do(DR, Leave)
    scene.do(DESK, TakeOver)
    assert scene.pages[DESK].host == DESK


def test_nobody_watches_with_the_seat_of_a_client() -> None:
    scene = Scene()
    with pytest.raises(NotAllowed):
        scene.room.watch(scene.seat("maya"), greeting(), scene.now)


def test_a_room_holds_so_many_clinicians_pages() -> None:
    scene = Scene()
    for page in range(PAGES):
        scene.clinician(f"page{page}")
    with pytest.raises(RoomFull):
        scene.clinician("another")
    scene.client("maya")


def test_a_page_that_says_it_held_the_room_holds_it_in_the_place_of_the_first_to_come() -> None:
    scene = Scene()
    scene.clinician("desk")
    scene.clinician("dr")
    scene.back(DR, people=())
    assert scene.pages[DESK].host == DR
    assert scene.standing(DESK) is Standing.WATCHING
    scene.back(DESK, people=())
    assert scene.pages[DESK].host == DR, "the second to say so is late"


def test_a_page_that_holds_the_room_and_says_so_makes_way_for_nobody() -> None:
    scene = Scene()
    scene.clinician("dr")
    scene.back(DR, people=())
    scene.clinician("desk")
    scene.back(DESK, people=())
    assert scene.pages[DESK].host == DR


def test_the_first_to_come_that_says_nothing_makes_way_also_after_a_reload() -> None:
    scene = Scene()
    scene.clinician("desk")
    scene.go(DESK)
    scene.back(DESK)
    scene.clinician("dr")
    scene.back(DR, people=())
    assert scene.pages[DESK].host == DR
