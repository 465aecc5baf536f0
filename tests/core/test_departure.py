"""How people go: by themselves, by the host's word, or with the link they came by."""

from __future__ import annotations

import pytest

from telehealth.core.effects import Audit, EndInvitation, EndSeat
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Admit,
    CheckIn,
    Decline,
    End,
    Ended,
    Hold,
    Leave,
    Refuse,
    Remove,
    SendBack,
    TakeOver,
)
from telehealth.core.participant import Standing
from telehealth.core.presence import FORGOTTEN_AFTER
from telehealth.errors import InvitationOver, SeatOver
from tests.core.scene import ROOM, Scene, invitation, participant
from tests.core.test_session import bring

DR = participant("dr")
BY_A_LINK = [each for each in Standing if each not in {Standing.HOST, Standing.WATCHING}]


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


@pytest.mark.parametrize(
    "standing",
    [
        Standing.CHECKING,
        Standing.WAITING,
        Standing.ADMITTED,
        Standing.HELD,
        Standing.DECLINED,
        Standing.ENDED,
    ],
)
def test_one_may_leave_from_anywhere_and_come_again(scene: Scene, standing: Standing) -> None:
    maya = bring(scene, "maya", standing)
    scene.do(maya, Leave)
    assert scene.standing(maya) is Standing.LEFT
    assert scene.endings(maya)[-1] == "left"
    assert scene.leg(maya) == 0
    scene.do(maya, CheckIn)
    assert scene.standing(maya) is Standing.WAITING


@pytest.mark.parametrize("standing", BY_A_LINK)
def test_who_is_removed_is_gone_for_good(scene: Scene, standing: Standing) -> None:
    maya = bring(scene, "maya", standing)
    scene.to(Remove, maya)
    assert scene.endings(maya)[-1] == "removed"
    assert scene.standing(maya) is None
    assert EndSeat(maya, invitation("maya")) in scene.facts
    for again in (lambda: scene.back(maya), lambda: scene.client("maya"), lambda: scene.do(maya, CheckIn)):
        with pytest.raises(SeatOver):
            again()


def test_who_was_removed_may_come_by_the_same_link_from_a_new_seat(scene: Scene) -> None:
    scene.to(Remove, scene.waiting("phone", link="maya"))
    laptop = scene.waiting("laptop", link="maya")
    assert scene.standing(laptop) is Standing.WAITING


@pytest.mark.parametrize("standing", BY_A_LINK)
def test_a_refused_link_takes_every_seat_with_it(scene: Scene, standing: Standing) -> None:
    maya = bring(scene, "maya", standing)
    other, ben = scene.client("tablet", link="maya"), scene.waiting("ben")
    scene.to(Refuse, maya)
    assert scene.endings(maya)[-1] == scene.endings(other)[-1] == "refused"
    assert [scene.standing(each) for each in (maya, other, ben)] == [None, None, Standing.WAITING]
    link = invitation("maya")
    assert {EndSeat(maya, link), EndSeat(other, link), EndInvitation(link)} <= set(scene.facts)
    with pytest.raises(InvitationOver):
        scene.client("another", link="maya")


def test_who_is_declined_is_told_and_may_come_again_by_the_same_link(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.to(Decline, maya)
    assert scene.endings(maya) == ["declined"]
    assert scene.standing(maya) is Standing.DECLINED
    assert scene.audited() == ["declined"]
    scene.do(maya, CheckIn)
    assert scene.standing(maya) is Standing.WAITING


def test_somebody_may_be_declined_before_they_are_ready(scene: Scene) -> None:
    maya = scene.client("maya")
    scene.to(Decline, maya)
    assert scene.standing(maya) is Standing.DECLINED


# ── Spared ───────────────────────────────────────────────────────────────────────────────────────


def spared(scene: Scene, *, held: bool = False) -> tuple[ParticipantId, ParticipantId]:
    """Maya is in session; somebody else waited by her link, which is over now."""
    maya = scene.held("maya") if held else scene.admitted("maya")
    thief = scene.waiting("thief", link="maya")
    scene.act(DR, Refuse(ROOM, thief, spare=True))
    return maya, thief


@pytest.mark.parametrize("held", [False, True])
def test_who_is_in_session_may_be_spared_when_their_link_ends(scene: Scene, held: bool) -> None:
    maya, thief = spared(scene, held=held)
    assert scene.endings(thief) == ["refused"]
    assert scene.endings(maya) == []
    assert scene.standing(maya) is (Standing.HELD if held else Standing.ADMITTED)
    link = invitation("maya")
    assert scene.facts[-3:] == [EndSeat(thief, link), EndInvitation(link), Audit("refused")]
    with pytest.raises(InvitationOver):
        scene.client("another", link="maya")


def test_who_was_spared_comes_back_to_their_seat(scene: Scene) -> None:
    maya, _thief = spared(scene)
    assert scene.room.spares(maya)
    scene.back(maya)
    scene.go(maya)
    scene.wait(3_600)
    scene.back(maya)
    assert scene.standing(maya) is Standing.ADMITTED


def test_a_link_that_is_ended_again_elsewhere_leaves_who_was_spared(scene: Scene) -> None:
    maya, _thief = spared(scene)
    assert scene.perform(scene.room.end_invitation(invitation("maya"), scene.now)) == []
    assert scene.standing(maya) is Standing.ADMITTED


def test_a_link_that_is_ended_elsewhere_spares_nobody(scene: Scene) -> None:
    maya, laptop = scene.admitted("maya"), scene.waiting("laptop", link="maya")
    scene.perform(scene.room.end_invitation(invitation("maya"), scene.now))
    assert scene.endings(maya) == scene.endings(laptop) == ["refused"]
    assert not scene.room.spares(maya)
    with pytest.raises(SeatOver):
        scene.back(maya)


def test_the_host_may_still_refuse_whom_they_had_spared(scene: Scene) -> None:
    maya, _thief = spared(scene)
    scene.to(Refuse, maya)
    assert scene.endings(maya) == ["refused"]
    assert scene.audited()[-1] == "session_ended"


@pytest.mark.parametrize("how", [Leave, End, Decline, Remove])
def test_the_seat_of_who_was_spared_is_over_once_their_part_in_the_session_is(
    scene: Scene, how: type
) -> None:
    maya, _thief = spared(scene)
    if how is Leave:
        scene.do(maya, Leave)
    elif how is End:
        scene.do(DR, End)
    else:
        scene.to(SendBack, maya)
        scene.to(how, maya)
    assert scene.got(maya, Ended) == [Ended(ROOM, "removed" if how is Remove else "refused")]
    assert scene.standing(maya) is None
    assert EndSeat(maya, invitation("maya")) in scene.facts
    with pytest.raises(SeatOver):
        scene.back(maya)
    with pytest.raises(SeatOver):
        scene.do(maya, CheckIn)


def test_who_was_spared_may_be_sent_back_and_admitted_again(scene: Scene) -> None:
    maya, _thief = spared(scene)
    desk = scene.clinician("desk")
    scene.to(SendBack, maya)
    scene.to(Admit, maya)
    scene.do(desk, TakeOver)
    scene.to(Admit, maya, by="desk")
    assert scene.standing(maya) is Standing.ADMITTED
    assert scene.endings(maya) == []


def test_who_was_spared_and_waits_is_forgotten_like_anybody(scene: Scene) -> None:
    maya, _thief = spared(scene)
    scene.to(SendBack, maya)
    scene.go(maya)
    scene.wait(FORGOTTEN_AFTER)
    assert not scene.room.spares(maya)
    with pytest.raises(InvitationOver):
        scene.back(maya)


def test_refusing_with_nobody_in_session_spares_nobody(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.act(DR, Refuse(ROOM, maya, spare=True))
    assert scene.endings(maya) == ["refused"]


def test_people_of_other_links_are_spared_by_nobody_and_touched_by_nothing(scene: Scene) -> None:
    ana = scene.admitted("ana", of="couple")
    leo = scene.admitted("leo", of="couple")
    scene.act(DR, Refuse(ROOM, leo, spare=True))
    assert (scene.room.spares(ana), scene.room.spares(leo)) == (False, True)
    scene.to(Hold, leo)
    scene.do(DR, End)
    assert (scene.endings(ana), scene.endings(leo)) == (["ended"], ["refused"])
