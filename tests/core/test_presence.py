"""Connections come and go, seats stay, and who stays away is forgotten in the end."""

from __future__ import annotations

import pytest

from telehealth.core.effects import SetTimer
from telehealth.core.ids import LegId
from telehealth.core.messages import Admit, Closed, Demand, End, Leave, Offer, Preview, TakeOver, Welcome
from telehealth.core.participant import Standing
from telehealth.core.presence import DISPOSED_AFTER, FORGOTTEN_AFTER
from telehealth.errors import NotAllowed
from tests.core.scene import ROOM, Scene, greeting, participant
from tests.core.test_session import bring

DR, MAYA = participant("dr"), participant("maya")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def test_a_seat_outlives_its_connection(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    assert scene.standing(maya) is Standing.ADMITTED
    assert not scene.pages[DR].people[maya].connected
    scene.back(maya)
    assert scene.pages[DR].people[maya].connected


def test_media_goes_on_while_signalling_is_away_and_after_it_is_back(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.go(maya)
    assert (maya, DR, "session") in scene.relay.forwarded()
    scene.back(maya, leg)
    assert scene.leg(maya) == leg
    assert scene.got(maya, Welcome)[-1].leg == leg


@pytest.mark.parametrize("claimed", [0, 4711])
def test_a_page_that_lost_its_leg_gets_a_new_one(scene: Scene, claimed: int) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.go(maya)
    scene.back(maya, LegId(claimed))
    assert scene.leg(maya) not in {0, leg, claimed}
    assert scene.got(maya, Welcome)[-1].leg == 0
    assert (maya, DR, "session") in scene.relay.forwarded()


def test_a_reloaded_host_is_back_in_the_call_with_a_new_leg(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(DR)
    scene.go(DR)
    scene.back(DR)
    assert scene.leg(DR) not in {0, leg}
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}


def test_a_page_that_opened_a_second_window_is_told_everything_there(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.back(maya)
    assert len(scene.got(maya, Welcome)) == 2
    assert scene.got(maya, Closed) == [], "the welcome names the one leg that goes on"


def test_what_a_page_missed_about_its_leg_is_said_again(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.go(maya)
    scene.perform(scene.room.offered(leg, "session", "v=0"))
    scene.perform(scene.room.demanded(leg, ("a3",)))
    scene.perform(scene.room.demanded(leg, ("a3", "v3")))
    assert scene.got(maya, Offer) == []
    scene.back(maya, leg)
    assert scene.pages[maya].inbox[-2:] == [
        Offer(ROOM, leg, "session", "v=0"),
        Demand(ROOM, leg, ("a3", "v3")),
    ]


@pytest.mark.parametrize(
    "standing", [Standing.CHECKING, Standing.WAITING, Standing.LEFT, Standing.DECLINED, Standing.ENDED]
)
def test_who_stays_away_is_forgotten(scene: Scene, standing: Standing) -> None:
    maya = bring(scene, "maya", standing)
    scene.go(maya)
    scene.wait(FORGOTTEN_AFTER - 1)
    assert scene.standing(maya) is standing
    scene.wait(1)
    assert scene.standing(maya) is None


@pytest.mark.parametrize("standing", [Standing.ADMITTED, Standing.HELD])
def test_who_is_in_session_keeps_the_seat_however_long_they_are_away(
    scene: Scene, standing: Standing
) -> None:
    maya = bring(scene, "maya", standing)
    scene.go(maya)
    scene.wait(3_600)
    assert scene.standing(maya) is standing


def test_who_comes_back_in_time_is_not_forgotten(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    scene.wait(FORGOTTEN_AFTER - 1)
    scene.back(maya)
    scene.wait(FORGOTTEN_AFTER)
    assert scene.standing(maya) is Standing.WAITING


def test_the_time_away_begins_anew_with_each_absence(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    scene.wait(100)
    scene.back(maya)
    scene.go(maya)
    scene.wait(100)
    assert scene.standing(maya) is Standing.WAITING


def test_who_was_away_when_the_session_ended_is_forgotten_from_then_on(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    scene.wait(500)
    scene.do(DR, End)
    scene.wait(FORGOTTEN_AFTER - 1)
    assert scene.standing(maya) is Standing.ENDED
    scene.wait(1)
    assert scene.standing(maya) is None


def test_a_timer_that_fires_too_early_is_set_again_for_the_rest(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    (name,) = scene.timers
    assert scene.room.timeout(name, scene.now + 119.5) == [SetTimer(name, 0.5)]
    assert scene.standing(maya) is Standing.WAITING


def test_a_timer_that_crossed_with_its_cancellation_does_nothing(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    (name,) = scene.timers
    scene.back(maya)
    assert scene.room.timeout(name, scene.now + 1_000) == []
    assert scene.room.timeout("empty", scene.now + 1_000) == []


def test_a_page_that_watched_and_was_closed_is_forgotten_and_the_host_is_not(scene: Scene) -> None:
    desk = scene.clinician("desk")
    scene.client("maya")
    scene.go(desk)
    scene.go(DR)
    scene.wait(FORGOTTEN_AFTER)
    scene.back(DR)
    assert scene.standing(desk) is None
    assert scene.standing(DR) is Standing.HOST


def test_who_was_forgotten_begins_again(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    scene.wait(FORGOTTEN_AFTER)
    scene.back(maya)
    assert scene.standing(maya) is Standing.CHECKING


def test_after_a_restart_of_the_server_everybody_begins_again_with_the_seat_they_had() -> None:
    scene = Scene(first_leg=500)
    for seat in (scene.seat("maya"), scene.seat("dr", role="clinician")):
        scene._open(seat)
        scene.back(seat.participant, LegId(3))
    assert scene.standing(MAYA) is Standing.CHECKING
    assert scene.standing(DR) is Standing.HOST
    assert all(page.got(Welcome)[0].leg == 0 for page in scene.pages.values())


def test_a_seat_is_good_for_its_own_place_alone(scene: Scene) -> None:
    scene.waiting("maya")
    for other in (
        scene.seat("maya", link="ben"),
        scene.seat("maya", role="guest"),
        scene.seat("maya", of="ben"),
    ):
        with pytest.raises(NotAllowed):
            scene.room.come_back(other, greeting(), LegId(0), scene.now)


def test_a_guest_who_shares_a_link_has_the_seat_of_that_link_and_no_other(scene: Scene) -> None:
    kim = scene.admitted("kim", link="maya", guest=True)
    scene.back(kim)
    with pytest.raises(NotAllowed):
        scene.room.come_back(scene.seat("kim", link="ben", of="maya"), greeting(), LegId(0), scene.now)


def test_a_room_that_everybody_left_is_disposed_of_with_all_that_it_had(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    scene.go(DR)
    scene.wait(DISPOSED_AFTER - 1)
    assert not scene.is_disposed()
    assert scene.relay.legs
    scene.wait(1)
    assert scene.is_disposed()
    assert not scene.relay.legs
    assert not scene.timers
    assert scene.audited()[-1] == "session_ended"


def test_a_room_to_which_one_page_comes_back_is_kept(scene: Scene) -> None:
    scene.go(DR)
    scene.wait(DISPOSED_AFTER - 1)
    scene.back(DR)
    scene.wait(DISPOSED_AFTER)
    assert not scene.is_disposed()


def test_a_room_that_its_last_page_left_is_disposed_of(scene: Scene) -> None:
    scene.do(DR, Leave)
    scene.wait(DISPOSED_AFTER)
    assert scene.is_disposed()


def test_that_somebody_unknown_goes_changes_nothing(scene: Scene) -> None:
    assert scene.room.disconnected(participant("nobody"), scene.now) == []


def test_the_host_looks_anew_after_coming_back(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.to(Preview, maya)
    scene.back(DR, scene.leg(DR))
    assert not scene.pages[DR].people[maya].previewed


def test_who_goes_is_looked_at_no_more_nor_in_another_window(scene: Scene) -> None:
    maya, ben = scene.waiting("maya"), scene.waiting("ben")
    scene.to(Preview, maya)
    scene.to(Preview, ben)
    scene.go(maya)
    scene.back(ben)
    assert not scene.pages[DR].people[maya].previewed
    assert not scene.pages[DR].people[ben].previewed
    assert scene.relay.forwarded() == set()


def test_who_waits_is_unprepared_while_the_host_is_away_and_prepared_when_they_are_back(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(DR)
    assert not scene.relay.legs
    scene.back(DR)
    assert scene.leg(maya)
    assert scene.leg(DR)


def test_who_was_in_session_with_a_host_who_is_replaced_while_away_waits_and_is_forgotten(
    scene: Scene,
) -> None:
    desk, maya = scene.clinician("desk"), scene.admitted("maya")
    scene.go(maya)
    scene.do(desk, TakeOver)
    scene.wait(FORGOTTEN_AFTER)
    assert scene.standing(maya) is None


def test_a_person_who_is_back_can_be_admitted(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    scene.back(maya)
    scene.to(Admit, maya)
    assert scene.standing(maya) is Standing.ADMITTED
