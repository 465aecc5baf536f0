"""The web process alone was killed: media goes on, and everybody's page comes back to the leg it has."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.effects import AnyEffect, CloseLeg, Link, OpenLeg, PassAnswer, SetTimer, Unlink
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.messages import (
    Answer,
    CheckIn,
    Closed,
    Decline,
    Demand,
    Leave,
    Offer,
    Preview,
    Remove,
    Renew,
    TakeOver,
    Welcome,
)
from telehealth.core.orphans import KEPT_FOR, ORPHANS, Carried, CarriedLeg, worth_keeping
from telehealth.core.participant import Standing
from telehealth.core.roster import Slot
from telehealth.errors import NotNow
from tests.core.restarts import LastingScene, carried
from tests.core.scene import ROOM, participant

DR, DESK, MAYA, LEO = (participant(name) for name in ("dr", "desk", "maya", "leo"))


@pytest.fixture
def scene() -> LastingScene:
    """Dr Ruiz and a couple, in session, a moment after the web process was killed."""
    opened = LastingScene()
    opened.clinician("dr")
    opened.admitted("maya", of="couple")
    opened.admitted("leo", of="couple")
    opened.restart()
    return opened


def legs(scene: LastingScene) -> dict[ParticipantId, LegId]:
    return {person: scene.leg(person) for person in (DR, MAYA, LEO)}


def host_returns(scene: LastingScene, leg: LegId) -> list[AnyEffect]:
    return scene.back(DR, leg, (scene.claim(MAYA), scene.claim(LEO)))


def of_media(effects: list[AnyEffect]) -> list[AnyEffect]:
    return [e for e in effects if isinstance(e, OpenLeg | CloseLeg | Link | Unlink)]


@pytest.mark.parametrize("order", [[DR, MAYA, LEO], [MAYA, LEO, DR], [LEO, DR, MAYA]], ids=str)
def test_whoever_is_back_first_nothing_happens_to_the_legs_of_the_session(
    scene: LastingScene, order: list[ParticipantId]
) -> None:
    before, forwarded = legs(scene), scene.relay.forwarded()
    for person in order:
        done = host_returns(scene, before[DR]) if person == DR else scene.back(person, before[person])
        assert of_media(done) == []
        assert scene.got(person, Welcome)[-1].leg == before[person]
        if scene.pages[person].people[person].standing is Standing.CHECKING:
            assert of_media(scene.do(person, CheckIn)) == []
    assert legs(scene) == before
    assert scene.relay.forwarded() == forwarded
    assert [scene.standing(person) for person in (MAYA, LEO)] == [Standing.ADMITTED, Standing.ADMITTED]
    scene.wait(KEPT_FOR + 1)
    assert legs(scene) == before


def test_a_page_that_was_reloaded_meanwhile_gets_another_leg_and_the_others_keep_theirs(
    scene: LastingScene,
) -> None:
    before = legs(scene)
    host_returns(scene, before[DR])
    scene.back(LEO, before[LEO])
    assert of_media(scene.back(MAYA))[0] == CloseLeg(before[MAYA])
    assert scene.got(MAYA, Welcome)[-1].leg == 0
    assert scene.leg(MAYA) not in {0, before[MAYA]}
    assert len(scene.relay.forwarded()) == 6


def test_a_reloaded_page_that_is_back_before_the_host_has_no_leg_meanwhile(scene: LastingScene) -> None:
    before = legs(scene)
    assert of_media(scene.back(MAYA)) == [CloseLeg(before[MAYA])]
    scene.do(MAYA, CheckIn)
    assert scene.leg(MAYA) == 0
    host_returns(scene, before[DR])
    assert scene.leg(MAYA) not in {0, before[MAYA]}
    assert (scene.leg(DR), scene.leg(LEO)) == (before[DR], before[LEO])


def test_nobody_goes_on_with_a_leg_that_is_another_persons(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(MAYA, before[LEO])
    assert scene.got(MAYA, Welcome)[-1].leg == 0
    assert (scene.leg(MAYA), scene.leg(LEO)) == (0, before[LEO])


def test_what_nobody_comes_back_to_is_closed_in_the_end(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(MAYA, before[MAYA])
    scene.wait(KEPT_FOR - 1)
    assert legs(scene) == before
    scene.wait(2)
    assert scene.relay.legs == {}
    assert scene.got(MAYA, Closed) == [Closed(ROOM, before[MAYA])]


def test_a_timer_that_fires_early_is_set_again(scene: LastingScene) -> None:
    before = legs(scene)
    assert scene.room.timeout(ORPHANS, scene.now + 5) == [SetTimer(ORPHANS, KEPT_FOR - 5)]
    assert legs(scene) == before


def test_a_host_who_has_nobody_in_session_ends_it(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(MAYA, before[MAYA])
    scene.do(MAYA, CheckIn)
    scene.back(DR, before[DR], ())
    assert scene.relay.forwarded() == set()
    assert scene.leg(LEO) == 0
    assert scene.leg(MAYA) not in {0, before[MAYA]}, "who waits begins anew, as at any other time"
    assert scene.got(MAYA, Closed) == [Closed(ROOM, before[MAYA])]
    assert scene.leg(DR) == before[DR]
    assert scene.relay.links[scene.leg(MAYA), before[DR]] is False
    scene.to(Preview, MAYA)
    assert {kind for *_, kind in scene.relay.forwarded()} == {"preview"}


def test_whom_the_host_does_not_name_is_not_in_session(scene: LastingScene) -> None:
    before = legs(scene)
    done = scene.back(DR, before[DR], (scene.claim(MAYA),))
    assert of_media(done) == [CloseLeg(before[LEO])]
    assert (scene.leg(DR), scene.leg(MAYA)) == (before[DR], before[MAYA])


def test_a_clinicians_page_that_merely_came_first_leaves_legs_as_they_are(scene: LastingScene) -> None:
    before = legs(scene)
    scene.clinician("desk")
    assert scene.pages[DESK].host == DESK
    scene.back(MAYA, before[MAYA])
    assert of_media(scene.do(MAYA, CheckIn)) == []
    assert of_media(host_returns(scene, before[DR])) == []
    assert legs(scene) == before


def test_a_page_that_takes_over_has_everybody_wait(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(DR, before[DR])
    scene.clinician("desk")
    scene.back(MAYA, before[MAYA])
    scene.do(MAYA, CheckIn)
    scene.do(DESK, TakeOver)
    assert scene.relay.forwarded() == set()
    assert scene.leg(MAYA) not in {0, before[MAYA]}
    assert (scene.leg(DR), scene.leg(LEO)) == (0, 0)


@pytest.mark.parametrize("how", ["leaves", "is declined", "is removed"])
def test_the_leg_of_somebody_who_goes_is_closed(scene: LastingScene, how: str) -> None:
    before = legs(scene)
    scene.clinician("desk")
    scene.back(MAYA, before[MAYA])
    if how == "leaves":
        scene.do(MAYA, Leave)
    else:
        scene.to(Decline if how == "is declined" else Remove, MAYA, by="desk")
    assert scene.leg(MAYA) == 0
    assert scene.got(MAYA, Closed) == [Closed(ROOM, before[MAYA])]
    assert (scene.leg(DR), scene.leg(LEO)) == (before[DR], before[LEO])


def test_a_leg_that_is_lost_before_its_page_is_back_is_nobodys(scene: LastingScene) -> None:
    before = legs(scene)
    scene.relay.lose(before[MAYA])
    assert of_media(scene.perform(scene.room.leg_lost(before[MAYA], scene.now))) == []
    host_returns(scene, before[DR])
    scene.back(MAYA, before[MAYA])
    assert scene.got(MAYA, Welcome)[-1].leg == 0
    assert scene.leg(MAYA) not in {0, before[MAYA]}


def test_a_leg_that_is_lost_while_its_person_waits_for_the_host_is_said_to_be_closed(
    scene: LastingScene,
) -> None:
    before = legs(scene)
    scene.back(MAYA, before[MAYA])
    scene.relay.lose(before[MAYA])
    scene.perform(scene.room.leg_lost(before[MAYA], scene.now))
    assert scene.got(MAYA, Closed) == [Closed(ROOM, before[MAYA])]


def test_a_page_may_ask_for_another_leg_meanwhile_and_gets_it_with_the_host(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(MAYA, before[MAYA])
    scene.do(MAYA, CheckIn)
    with pytest.raises(NotNow):
        scene.act(MAYA, Renew(ROOM, before[LEO]))
    assert of_media(scene.act(MAYA, Renew(ROOM, before[MAYA]))) == [CloseLeg(before[MAYA])]
    host_returns(scene, before[DR])
    assert scene.leg(MAYA) not in {0, before[MAYA]}


def test_when_the_relay_is_gone_too_everybody_gets_another_leg(scene: LastingScene) -> None:
    before = legs(scene)
    scene.back(MAYA, before[MAYA])
    scene.relay.restart()
    scene.perform(scene.room.relay_lost(scene.now))
    host_returns(scene, before[DR])
    scene.back(LEO, before[LEO])
    assert not set(before.values()) & set(scene.relay.legs)
    assert len(scene.relay.forwarded()) == 6


def test_a_room_that_is_closed_leaves_no_leg(scene: LastingScene) -> None:
    scene.back(MAYA, scene.leg(MAYA))
    scene.perform(scene.room.close())
    assert scene.relay.legs == {}


# ── What a page may have missed ──────────────────────────────────────────────────────────────────


def adopted_with(scene: LastingScene, **of_maya: object) -> None:
    """The same room, with something else known of Maya's leg."""
    had = carried(scene.relay)
    kept = tuple(replace(each, **of_maya) if each.slot.participant == MAYA else each for each in had.legs)
    scene.perform(scene.room.adopt(Carried(kept, had.links), scene.now + KEPT_FOR, scene.now))


def test_an_offer_that_was_not_answered_is_said_again_and_may_be_answered(scene: LastingScene) -> None:
    leg = scene.leg(MAYA)
    adopted_with(scene, offer="v=0", demand=("a1", "v1"))
    scene.back(MAYA, leg)
    assert scene.got(MAYA, Offer) == [Offer(ROOM, leg, "session", "v=0")]
    assert scene.got(MAYA, Demand) == [Demand(ROOM, leg, ("a1", "v1"))]
    scene.do(MAYA, CheckIn)
    done = scene.act(MAYA, Answer(ROOM, leg, "v=0 too"))
    assert done == [PassAnswer(leg, "v=0 too")]
    scene.back(MAYA, leg)
    assert len(scene.got(MAYA, Offer)) == 1


def test_that_nobody_receives_a_leg_any_more_is_said_too(scene: LastingScene) -> None:
    leg = scene.leg(MAYA)
    scene.back(MAYA, leg)
    assert scene.got(MAYA, Demand) == [Demand(ROOM, leg, ())]


def test_what_the_relay_says_of_a_leg_meanwhile_reaches_its_page(scene: LastingScene) -> None:
    leg = scene.leg(MAYA)
    assert scene.room.offered(leg, "session", "v=0") == []
    scene.back(MAYA, leg)
    scene.perform(scene.room.demanded(leg, ("a1",)))
    assert [offer.sdp for offer in scene.got(MAYA, Offer)] == ["v=0"]
    assert scene.got(MAYA, Demand)[-1].mids == ("a1",)


def test_a_leg_that_was_never_connected_is_not_worth_keeping(scene: LastingScene) -> None:
    leg = scene.leg(MAYA)
    adopted_with(scene, connected=False)
    assert of_media(scene.back(LEO, scene.leg(LEO))) == [CloseLeg(leg)]


def test_previews_and_second_legs_of_one_person_are_not_kept() -> None:
    slots = [Slot(MAYA, "session"), Slot(MAYA, "session"), Slot(DR, "preview"), Slot(DR, "session")]
    found = [
        CarriedLeg(leg=LegId(number), slot=slot, connected=True, demand=(), offer="")
        for number, slot in enumerate(slots, start=1)
    ]
    links = {(LegId(1), LegId(3)): True, (LegId(1), LegId(4)): True}
    kept = worth_keeping(Carried(tuple(found), links))
    assert kept.legs == {1: slots[0], 4: slots[3]}
    assert kept.links == {(1, 4): True}


def test_a_preview_ends_with_the_server() -> None:
    opened = LastingScene()
    opened.clinician("dr")
    maya = opened.waiting("maya")
    opened.to(Preview, maya)
    preview, leg = opened.leg(DR, "preview"), opened.leg(maya)
    opened.restart()
    assert CloseLeg(preview) in opened.back(maya, leg)
    assert opened.relay.forwarded() == set()
