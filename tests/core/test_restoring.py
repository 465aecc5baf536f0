"""A server that was restarted, and the page that hosted says who was where."""

from __future__ import annotations

import pytest

from telehealth.core.ids import ParticipantId
from telehealth.core.messages import Arrived, CheckIn, Decline, End, Error, Leave, Remove, TakeOver
from telehealth.core.participant import Method, Standing
from telehealth.core.presence import FORGOTTEN_AFTER
from telehealth.core.restoring import Claimed
from telehealth.core.session import SESSION
from telehealth.core.waiting_room import DEVICES
from telehealth.errors import SeatOver
from tests.core.restarts import LastingScene
from tests.core.scene import participant

DR, DESK = participant("dr"), participant("desk")
ADMITTED, HELD, WAITING = Standing.ADMITTED, Standing.HELD, Standing.WAITING


@pytest.fixture
def scene() -> LastingScene:
    opened = LastingScene()
    opened.clinician("dr")
    return opened


def kill(scene: LastingScene) -> None:
    """The whole server: nothing is known any more, and no media goes on."""
    scene.restart(media_goes_on=False)


def returns(scene: LastingScene, *claims: Claimed, page: ParticipantId = DR) -> None:
    """The host's page is back, and says who was where."""
    scene.back(page, people=claims)


def test_everybody_is_where_they_were_and_nobody_was_admitted_a_second_time(scene: LastingScene) -> None:
    maya, ana = scene.admitted("maya", method="photo_id"), scene.waiting("ana")
    announced = scene.got(DR, Arrived)
    kill(scene)
    scene.wait(3)
    returns(scene, scene.claim(maya, ADMITTED, "photo_id"), scene.claim(ana, WAITING, None, waited=40.0))
    people = scene.pages[DR].people
    assert scene.pages[DR].host == DR
    assert (people[maya].standing, people[maya].method, people[maya].connected) == (
        ADMITTED,
        "photo_id",
        False,
    )
    assert (people[ana].standing, people[ana].waited) == (WAITING, 40.0)
    assert scene.audited() == ["session_started", "admitted", "session_restored"]
    scene.back(maya)
    scene.back(ana)
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}
    assert scene.standing(ana) is WAITING
    assert scene.got(DR, Arrived) == announced, "nobody is announced who was here before"


def test_people_who_are_back_before_the_host_are_let_in_again_with_it(scene: LastingScene) -> None:
    maya, leo = scene.admitted("maya", of="couple"), scene.held("leo", of="couple")
    kill(scene)
    scene.back(maya)
    scene.back(leo)
    scene.do(leo, CheckIn)
    assert scene.pages[maya].people[maya].standing is Standing.CHECKING
    returns(scene, scene.claim(maya), scene.claim(leo, HELD, "voice"))
    assert scene.pages[maya].people[maya].standing is ADMITTED
    assert scene.pages[leo].people[leo].standing is HELD
    assert scene.leg(maya)
    assert not scene.leg(leo)


def test_a_guest_who_shared_a_link_is_one_again(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    friend = scene.admitted("friend", link="maya", guest=True)
    kill(scene)
    returns(scene, scene.claim(maya), scene.claim(friend, guest=True))
    scene.back(friend)
    assert scene.pages[DR].people[friend].role == "guest"
    assert {scene.standing(maya), scene.standing(friend)} == {ADMITTED}


def test_a_page_that_could_not_read_its_list_says_it_later(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    kill(scene)
    returns(scene)
    scene.back(maya)
    scene.do(maya, CheckIn)
    assert scene.standing(maya) is WAITING
    returns(scene, scene.claim(maya))
    assert scene.standing(maya) is ADMITTED


# ── Which page hosts ─────────────────────────────────────────────────────────────────────────────


def test_the_page_that_hosted_takes_the_place_of_one_that_merely_came_first(scene: LastingScene) -> None:
    scene.clinician("desk")
    maya = scene.admitted("maya")
    kill(scene)
    scene.back(DESK)
    assert scene.pages[DESK].host == DESK
    returns(scene, scene.claim(maya))
    assert scene.pages[DESK].host == DR
    assert scene.standing(DESK) is Standing.WATCHING


def test_of_two_pages_that_say_so_the_first_hosts(scene: LastingScene) -> None:
    scene.clinician("desk")
    maya = scene.admitted("maya")
    kill(scene)
    returns(scene)
    returns(scene, scene.claim(maya), page=DESK)
    assert scene.pages[DR].host == DR
    assert scene.standing(maya) is None


@pytest.mark.parametrize("how", ["took over", "came while the host was away"])
def test_a_page_that_holds_the_room_otherwise_keeps_it(scene: LastingScene, how: str) -> None:
    kill(scene)
    scene.back(DR)
    if how == "took over":
        scene.clinician("desk")
        scene.do(DESK, TakeOver)
    scene.go(DR)
    scene.clinician("desk")
    returns(scene)
    assert scene.pages[DR].host == DESK


def test_a_page_that_does_not_say_so_comes_back_as_before(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    kill(scene)
    scene.back(DR)
    assert scene.pages[DR].host == DR
    assert scene.standing(maya) is None
    assert scene.audited() == ["session_started", "admitted"]


# ── What it does not say ─────────────────────────────────────────────────────────────────────────


def test_nothing_is_restored_once_a_session_was_on(scene: LastingScene) -> None:
    maya, ben = scene.waiting("maya"), scene.admitted("ben")
    returns(scene, scene.claim(maya))
    assert scene.standing(maya) is WAITING
    scene.do(DR, End)
    returns(scene, scene.claim(maya), scene.claim(ben))
    assert (scene.standing(maya), scene.standing(ben)) == (WAITING, Standing.ENDED)


def test_a_page_that_is_no_host_any_more_gets_no_session_back(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    scene.clinician("desk")
    scene.do(DESK, TakeOver)
    returns(scene, scene.claim(maya))
    assert scene.pages[DR].host == DESK
    assert scene.standing(maya) is WAITING


def test_who_has_gone_since_stays_gone(scene: LastingScene) -> None:
    maya, ben = scene.admitted("maya"), scene.waiting("ben")
    kill(scene)
    scene.clinician("desk")
    for person in (maya, ben):
        scene.back(person)
        scene.do(person, CheckIn)
    scene.do(maya, Leave)
    scene.to(Decline, ben, by="desk")
    returns(scene, scene.claim(maya), scene.claim(ben, WAITING, None))
    assert scene.pages[DESK].host == DR
    assert (scene.standing(maya), scene.standing(ben)) == (Standing.LEFT, Standing.DECLINED)


@pytest.mark.parametrize("when", ["before the restart", "after it"])
def test_a_removed_person_is_not_restored(scene: LastingScene, when: str) -> None:
    maya = scene.waiting("maya")
    if when == "before the restart":
        scene.to(Remove, maya)
    kill(scene)
    if when == "after it":
        scene.clinician("desk")
        scene.back(maya)
        scene.to(Remove, maya, by="desk")
    returns(scene, scene.claim(maya))
    assert scene.standing(maya) is None
    with pytest.raises(SeatOver):
        scene.back(maya)


def test_who_is_here_by_another_link_is_not_who_is_meant(scene: LastingScene) -> None:
    maya = scene.waiting("maya")
    kill(scene)
    scene.back(maya)
    other = Claimed(seat=scene.seat("maya", link="ben"), standing=ADMITTED, method="voice")
    returns(scene, other)
    assert scene.standing(maya) is Standing.CHECKING


def test_of_two_devices_of_a_link_one_is_in_session(scene: LastingScene) -> None:
    phone, laptop = scene.admitted("phone", link="maya"), scene.waiting("laptop", link="maya")
    kill(scene)
    returns(scene, scene.claim(phone), scene.claim(laptop))
    assert scene.standing(phone) is ADMITTED
    assert scene.standing(laptop) is None


def test_no_more_are_in_session_than_fit(scene: LastingScene) -> None:
    people = [scene.waiting(f"kin{number}", of="family") for number in range(SESSION)]
    kill(scene)
    returns(scene, *(scene.claim(person) for person in people))
    standings = [scene.standing(person) for person in people]
    assert standings == (SESSION - 1) * [ADMITTED] + [None]


@pytest.mark.parametrize("method", ["later", None])
def test_who_is_still_to_be_identified_is_alone_with_the_host(
    scene: LastingScene, method: Method | None
) -> None:
    maya, leo = scene.waiting("maya", of="couple"), scene.waiting("leo", of="couple")
    kill(scene)
    returns(scene, scene.claim(maya, ADMITTED, method), scene.claim(leo))
    assert scene.pages[DR].people[maya].method == "later"
    assert scene.standing(leo) is None


def test_the_cases_of_the_session_are_those_of_the_people_in_it(scene: LastingScene) -> None:
    maya, ben, ana = scene.waiting("maya"), scene.waiting("ben"), scene.waiting("ana")
    kill(scene)
    returns(scene, scene.claim(maya), scene.claim(ben), scene.claim(ana, WAITING, None))
    assert {scene.standing(maya), scene.standing(ben)} == {ADMITTED}
    assert scene.room._roster.cases == {scene.pages[maya].seat.case, scene.pages[ben].seat.case}


def test_a_link_with_all_its_places_taken_makes_room_for_who_was_in_session(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    kill(scene)
    strangers = [scene.client(f"stranger{number}", link="maya") for number in range(DEVICES)]
    returns(scene, scene.claim(maya))
    assert scene.standing(maya) is ADMITTED
    assert scene.standing(strangers[0]) is None
    assert len(scene.got(strangers[0], Error)) == 1


def test_one_who_waited_and_does_not_come_back_is_forgotten(scene: LastingScene) -> None:
    ana, maya = scene.waiting("ana"), scene.admitted("maya")
    kill(scene)
    returns(scene, scene.claim(ana, WAITING, None), scene.claim(maya))
    scene.wait(FORGOTTEN_AFTER + 1)
    assert scene.standing(ana) is None
    assert scene.standing(maya) is ADMITTED


def test_a_page_that_has_been_away_for_a_while_brings_back_nobody_who_was_forgotten_meanwhile(
    scene: LastingScene,
) -> None:
    ana = scene.waiting("ana")
    scene.go(DR)
    scene.go(ana)
    scene.wait(FORGOTTEN_AFTER + 1)
    returns(scene, scene.claim(ana, WAITING, None))
    assert scene.standing(ana) is None


def test_a_leg_that_was_prepared_already_is_that_of_the_session(scene: LastingScene) -> None:
    maya = scene.admitted("maya")
    kill(scene)
    scene.clinician("desk")
    scene.back(maya)
    scene.do(maya, CheckIn)
    leg = scene.leg(maya)
    assert leg
    returns(scene, scene.claim(maya))
    assert scene.leg(maya) == leg
