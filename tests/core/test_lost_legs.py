"""Legs that break, again and again: a new one each time, but not forever."""

from __future__ import annotations

import pytest

from telehealth.core.draft import NO_LEG
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.legs import FAILURES, RENEWALS, RENEWALS_SECONDS, TRUST
from telehealth.core.messages import (
    Admit,
    CheckIn,
    Closed,
    Error,
    Leave,
    Preview,
    Renew,
)
from telehealth.errors import MediaUnavailable, NotNow
from tests.core.scene import ROOM, Scene, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def lose(scene: Scene, leg: LegId) -> None:
    scene.relay.lose(leg)
    scene.perform(scene.room.leg_lost(leg, scene.now))


def connect(scene: Scene, leg: LegId) -> None:
    assert scene.perform(scene.room.connected(leg, scene.now)) == []


def renew(scene: Scene, person: ParticipantId, leg: int) -> None:
    scene.act(person, Renew(ROOM, leg))


def test_a_lost_leg_is_replaced_and_only_that_one(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg, hosts = scene.leg(maya), scene.leg(DR)
    lose(scene, leg)
    assert scene.leg(maya) not in {0, leg}
    assert scene.leg(DR) == hosts
    assert scene.got(maya, Closed) == [Closed(ROOM, leg)]
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}


def test_a_page_may_ask_for_a_new_leg(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    renew(scene, maya, leg)
    assert scene.leg(maya) not in {0, leg}
    assert leg not in scene.relay.legs


def test_the_host_may_ask_for_a_new_preview_leg_alone(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.to(Preview, maya)
    leg, preview_leg = scene.leg(DR), scene.leg(DR, "preview")
    renew(scene, DR, preview_leg)
    assert scene.leg(DR) == leg
    assert scene.leg(DR, "preview") not in {0, preview_leg}
    assert scene.relay.forwarded() == {(maya, DR, "preview")}


def test_nobody_renews_the_leg_of_another(scene: Scene) -> None:
    maya, ben = scene.waiting("maya"), scene.waiting("ben")
    with pytest.raises(NotNow):
        renew(scene, maya, scene.leg(ben))
    with pytest.raises(NotNow):
        renew(scene, maya, 0)


def test_who_is_away_gets_a_new_leg_only_when_they_are_back(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.go(maya)
    lose(scene, leg)
    assert scene.leg(maya) == 0
    scene.back(maya, leg)
    assert scene.leg(maya) not in {0, leg}


def wear_out(scene: Scene, person: ParticipantId, kind: str = "session") -> LegId:
    """Lose legs until no more are given; the number of the last one."""
    for _ in range(RENEWALS):
        connect(scene, scene.leg(person, kind))
        lose(scene, scene.leg(person, kind))
    last = scene.leg(person, kind)
    connect(scene, last)
    lose(scene, last)
    return last


def test_a_leg_that_is_lost_again_and_again_is_given_up_and_the_page_is_told(scene: Scene) -> None:
    maya = scene.admitted("maya")
    wear_out(scene, maya)
    assert scene.leg(maya) == 0
    assert [(error.code, error.about) for error in scene.got(maya, Error)] == [("media_unavailable", "offer")]
    scene.waiting("ben")
    assert scene.leg(maya) == 0, "other people's doings bring none either"


def fail(scene: Scene, person: ParticipantId) -> LegId:
    """Lose legs that never connected, slowly, until no more are given; the number of the last one."""
    last = scene.leg(person)
    for _ in range(FAILURES):
        assert scene.got(person, Error) == []
        last = scene.leg(person)
        scene.wait(RENEWALS_SECONDS + 1)
        lose(scene, last)
    return last


@pytest.mark.parametrize("where", ["waiting", "in session"])
def test_who_never_connects_is_told_and_gets_no_further_leg_however_slowly_it_fails(
    scene: Scene, where: str
) -> None:
    maya = scene.waiting("maya") if where == "waiting" else scene.admitted("maya")
    fail(scene, maya)
    assert scene.leg(maya) == 0
    assert [(error.code, error.about) for error in scene.got(maya, Error)] == [("media_unavailable", "offer")]
    assert scene.got(DR, Error) == []


@pytest.mark.parametrize("named", ["last", "none"])
def test_who_never_connected_may_try_as_often_again_at_once(scene: Scene, named: str) -> None:
    maya = scene.admitted("maya")
    last = fail(scene, maya)
    renew(scene, maya, last if named == "last" else NO_LEG)
    for _ in range(FAILURES):
        assert len(scene.got(maya, Error)) == 1
        lose(scene, scene.leg(maya))
    assert scene.leg(maya) == 0
    assert len(scene.got(maya, Error)) == 2


def test_asking_for_another_leg_in_time_does_not_hide_that_none_connects(scene: Scene) -> None:
    maya = scene.admitted("maya")
    lose(scene, scene.leg(maya))
    renew(scene, maya, scene.leg(maya))
    lose(scene, scene.leg(maya))
    assert scene.leg(maya) == 0


def test_a_connection_between_two_losses_makes_them_two_beginnings(scene: Scene) -> None:
    maya = scene.admitted("maya")
    for _ in range(FAILURES - 1):
        lose(scene, scene.leg(maya))
    connect(scene, scene.leg(maya))
    lose(scene, scene.leg(maya))
    assert scene.leg(maya) != 0
    assert scene.got(maya, Error) == []


def test_a_leg_that_was_connected_has_not_failed_when_it_is_lost(scene: Scene) -> None:
    maya = scene.admitted("maya")
    for _ in range(RENEWALS - 1):
        connect(scene, scene.leg(maya))
        lose(scene, scene.leg(maya))
        assert scene.leg(maya) != 0
    assert scene.got(maya, Error) == []


def test_who_was_connected_is_waited_for_through_a_bad_minute_and_not_for_good(scene: Scene) -> None:
    maya = scene.admitted("maya")
    connect(scene, scene.leg(maya))
    lose(scene, scene.leg(maya))
    for _ in range(TRUST + FAILURES - 1):
        scene.wait(10)
        lose(scene, scene.leg(maya))
        assert scene.leg(maya) != 0
    scene.wait(10)
    lose(scene, scene.leg(maya))
    assert scene.leg(maya) == 0
    assert [error.code for error in scene.got(maya, Error)] == ["media_unavailable"]


def test_nothing_is_remembered_of_legs_that_are_over(scene: Scene) -> None:
    maya = scene.admitted("maya")
    connect(scene, scene.leg(maya))
    connect(scene, LegId(4711))
    scene.do(maya, Leave)
    assert scene.room._legs._connected == set()


def test_one_persons_connection_says_nothing_of_anothers(scene: Scene) -> None:
    maya = scene.admitted("maya")
    for _ in range(FAILURES):
        connect(scene, scene.leg(DR))
        lose(scene, scene.leg(maya))
    connect(scene, LegId(4711))
    assert scene.leg(maya) == 0


@pytest.mark.parametrize("named", ["last", "none"])
def test_who_has_none_any_more_may_ask_again_after_a_while(scene: Scene, named: str) -> None:
    maya = scene.admitted("maya")
    last = wear_out(scene, maya)
    leg = last if named == "last" else NO_LEG
    with pytest.raises(MediaUnavailable):
        renew(scene, maya, leg)
    scene.wait(RENEWALS_SECONDS)
    renew(scene, maya, leg)
    assert scene.leg(maya) != 0


def test_only_the_leg_that_was_lost_can_be_asked_for_again(scene: Scene) -> None:
    maya = scene.admitted("maya")
    last = wear_out(scene, maya)
    scene.wait(RENEWALS_SECONDS)
    with pytest.raises(NotNow):
        renew(scene, maya, last + 4711)
    assert scene.leg(maya) == 0


def test_who_has_no_leg_and_lost_none_asks_in_vain(scene: Scene) -> None:
    maya = scene.held("maya")
    with pytest.raises(NotNow):
        renew(scene, maya, 0)


def test_asking_too_often_is_refused_and_the_leg_stays(scene: Scene) -> None:
    maya = scene.admitted("maya")
    for _ in range(RENEWALS):
        renew(scene, maya, scene.leg(maya))
    leg = scene.leg(maya)
    with pytest.raises(MediaUnavailable):
        renew(scene, maya, leg)
    assert scene.leg(maya) == leg


def test_a_leg_that_is_lost_now_and_then_is_always_replaced(scene: Scene) -> None:
    maya = scene.admitted("maya")
    for _ in range(4 * RENEWALS):
        connect(scene, scene.leg(maya))
        lose(scene, scene.leg(maya))
        scene.wait(RENEWALS_SECONDS / RENEWALS + 1)
    assert scene.leg(maya) != 0


def test_a_preview_leg_that_is_given_up_leaves_the_session_leg_alone(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.to(Preview, maya)
    last = wear_out(scene, DR, "preview")
    assert scene.leg(DR)
    assert scene.leg(DR, "preview") == 0
    scene.wait(RENEWALS_SECONDS)
    renew(scene, DR, last)
    assert scene.relay.forwarded() == {(maya, DR, "preview")}


def test_a_page_that_comes_back_gets_a_leg_however_many_were_lost(scene: Scene) -> None:
    maya = scene.admitted("maya")
    wear_out(scene, maya)
    scene.back(maya)
    assert scene.leg(maya) != 0


def test_a_person_who_waits_is_let_in_with_a_leg_however_many_were_lost(scene: Scene) -> None:
    maya = scene.waiting("maya")
    wear_out(scene, maya)
    assert scene.leg(maya) == 0
    scene.to(Admit, maya)
    assert scene.leg(maya) != 0


def test_a_new_relay_gives_everybody_a_new_leg(scene: Scene) -> None:
    maya, ben = scene.admitted("maya"), scene.waiting("ben")
    before = dict(scene.relay.legs)
    scene.relay.restart()
    scene.perform(scene.room.relay_lost(scene.now))
    assert set(scene.relay.legs.values()) == set(before.values())
    assert not set(scene.relay.legs) & set(before)
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}
    assert all(len(scene.got(person, Closed)) == 1 for person in (maya, ben, DR))


def test_a_person_who_left_and_waits_again_has_a_new_leg(scene: Scene) -> None:
    maya = scene.waiting("maya")
    leg = scene.leg(maya)
    scene.do(maya, Leave)
    assert scene.leg(maya) == 0
    scene.do(maya, CheckIn)
    assert scene.leg(maya) not in {0, leg}
