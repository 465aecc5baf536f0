"""A room's legs over time."""

from __future__ import annotations

import pytest

from telehealth.core.effects import Link, OpenLeg, PassAnswer, Send, Sends
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.legs import FULL
from telehealth.core.messages import (
    Admit,
    Answer,
    Closed,
    Demand,
    End,
    Error,
    Hold,
    Leave,
    Offer,
    Preview,
    Renew,
    Resume,
    SendBack,
)
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed, NotNow
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


def renew(scene: Scene, person: ParticipantId, leg: int) -> None:
    scene.act(person, Renew(ROOM, leg))


def test_a_leg_that_was_prepared_while_waiting_is_the_one_of_the_session(scene: Scene) -> None:
    maya = scene.waiting("maya")
    leg = scene.leg(maya)
    effects = scene.to(Admit, maya)
    assert leg != 0
    assert scene.leg(maya) == leg
    assert [e for e in effects if isinstance(e, OpenLeg | Link)] == [
        Link(scene.leg(DR), leg, open=True),
        Link(leg, scene.leg(DR), open=True),
    ]


def test_whoever_is_let_in_to_others_is_linked_with_them(scene: Scene) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.admitted("leo", of="couple")
    assert {(ana, leo, "session"), (leo, ana, "session")} <= scene.relay.forwarded()


@pytest.mark.parametrize("how", [Hold, SendBack])
def test_hold_and_sending_back_close_the_leg_and_the_way_back_has_a_new_one(scene: Scene, how: type) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.to(how, maya)
    assert scene.got(maya, Closed) == [Closed(ROOM, leg)]
    scene.to(Resume if how is Hold else Admit, maya)
    assert scene.leg(maya) not in {0, leg}


def test_numbers_begin_where_they_are_told_to() -> None:
    scene = Scene(first_leg=700)
    scene.clinician()
    scene.waiting("maya")
    assert set(scene.relay.legs) == {700, 701}


def test_who_leaves_hears_that_the_leg_is_closed(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.do(maya, Leave)
    assert scene.got(maya, Closed) == [Closed(ROOM, leg)]


def test_a_page_that_is_away_hears_nothing_and_the_others_do(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    scene.do(DR, End)
    assert scene.got(maya, Closed) == []
    assert len(scene.got(DR, Closed)) == 1


# ── Offers, answers, demands ─────────────────────────────────────────────────────────────────────


def test_an_offer_goes_to_the_page_whose_leg_it_is_and_the_answer_to_the_relay(scene: Scene) -> None:
    maya = scene.waiting("maya")
    leg = scene.leg(maya)
    assert scene.perform(scene.room.offered(leg, "session", "v=0")) == [
        Send(maya, Offer(ROOM, leg, "session", "v=0"))
    ]
    assert scene.act(maya, Answer(ROOM, leg, "v=0 too")) == [PassAnswer(leg, "v=0 too")]


def test_the_host_answers_for_both_legs(scene: Scene) -> None:
    scene.to(Preview, scene.waiting("maya"))
    legs = [scene.leg(DR), scene.leg(DR, "preview")]
    for leg in legs:
        scene.act(DR, Answer(ROOM, leg, "v=0"))
    assert [answer.leg for answer in scene.relay.answers] == legs


def test_a_demand_goes_to_the_page_whose_leg_it_is(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.perform(scene.room.demanded(scene.leg(maya), ("a3",)))
    assert scene.got(maya, Demand) == [Demand(ROOM, scene.leg(maya), ("a3",))]


def test_what_the_relay_says_of_a_leg_that_is_over_reaches_nobody(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.to(Hold, maya)
    assert scene.room.offered(leg, "session", "v=0") == []
    assert scene.room.demanded(leg, ("a3",)) == []
    assert scene.room.leg_lost(leg, scene.now) == []


def test_nothing_is_kept_of_a_leg_that_is_over(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.perform(scene.room.offered(scene.leg(maya), "session", "v=0"))
    scene.perform(scene.room.demanded(scene.leg(maya), ("a3",)))
    scene.to(Hold, maya)
    assert (scene.room._legs._offers, scene.room._legs._demands) == ({}, {})


def test_an_answer_for_the_leg_of_somebody_else_is_passed_to_nobody(scene: Scene) -> None:
    maya, ben = scene.waiting("maya"), scene.waiting("ben")
    for leg in (scene.leg(ben), scene.leg(DR), 0, 4711):
        with pytest.raises(NotNow):
            scene.act(maya, Answer(ROOM, leg, "v=0"))
    assert scene.relay.answers == []


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.CHECKING])
def test_an_answer_that_crossed_with_the_end_of_its_leg_is_late_and_not_forbidden(standing: Standing) -> None:
    scene, person, leg = Scene(), participant("maya"), LegId(4711)
    scene.clinician()
    if standing is Standing.WATCHING:
        person = scene.clinician("desk")
    elif standing is Standing.HOST:
        person = DR
    else:
        leg = _closed_leg(scene, standing)
    with pytest.raises(NotNow):
        scene.act(person, Answer(ROOM, leg, "v=0"))
    with pytest.raises(NotNow):
        renew(scene, person, leg)


def _closed_leg(scene: Scene, standing: Standing) -> LegId:
    """A leg that Maya had before she came to stand where she does."""
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    match standing:
        case Standing.LEFT:
            scene.do(maya, Leave)
        case Standing.ENDED:
            scene.do(DR, End)
        case _:
            scene.to(SendBack, maya)
            if standing in {Standing.ADMITTED, Standing.HELD}:
                scene.to(Admit, maya)
            if standing is Standing.HELD:
                scene.to(Hold, maya)
    return leg


def test_who_has_not_checked_in_has_never_had_a_leg(scene: Scene) -> None:
    maya = scene.client("maya")
    with pytest.raises(NotAllowed):
        scene.act(maya, Answer(ROOM, 1, "v=0"))


def test_what_a_page_says_of_its_own_leg_is_for_the_relay_and_changes_nothing(scene: Scene) -> None:
    maya = scene.admitted("maya")
    roster = scene.room._roster
    assert scene.perform(scene.room.sending(maya, scene.leg(maya))) == [Sends(scene.leg(maya))]
    assert scene.room._roster is roster


def test_what_a_page_says_of_another_leg_or_of_one_that_is_over_is_for_nobody(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.to(Preview, scene.waiting("ben"))
    leg = scene.leg(maya)
    scene.to(Hold, maya)
    assert scene.leg(DR, "preview") != 0
    for person, named in (
        (maya, leg), (maya, scene.leg(DR)), (maya, 0), (DR, scene.leg(DR, "preview")),
        (participant("stranger"), scene.leg(DR)),
    ):  # fmt: skip
        assert scene.room.sending(person, LegId(named)) == []


def test_an_answered_offer_is_not_said_again(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.perform(scene.room.offered(leg, "session", "v=0"))
    scene.act(maya, Answer(ROOM, leg, "v=0"))
    scene.back(maya, leg)
    assert len(scene.got(maya, Offer)) == 1


def test_a_leg_that_there_was_no_place_for_is_not_tried_again_and_its_page_hears_why(scene: Scene) -> None:
    maya = scene.admitted("maya")
    leg = scene.leg(maya)
    scene.relay.lose(leg)
    scene.perform(scene.room.leg_lost(leg, scene.now, full=True))
    assert scene.leg(maya) == 0
    assert [(error.code, error.text) for error in scene.got(maya, Error)] == [("media_unavailable", FULL)]
    scene.act(maya, Renew(ROOM, leg))
    assert scene.leg(maya) not in {0, leg}
