"""Nobody is let in without the host's word for who they are, or they are alone with the host."""

from __future__ import annotations

from typing import get_args

import pytest

from telehealth.core.effects import Audit
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Admit,
    BringTogether,
    CheckIn,
    Confirm,
    End,
    Hold,
    Leave,
    Remove,
    Resume,
    SendBack,
    TakeOver,
)
from telehealth.core.participant import Confirmed, Method, Standing
from telehealth.errors import IdentityOpen, NotNow
from tests.core.scene import ROOM, Scene, case, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def method(scene: Scene, person: ParticipantId) -> Method | None:
    """How somebody's identity was confirmed, as the clinician's page was told."""
    return scene.pages[DR].people[person].method


def rows(scene: Scene) -> list[Audit]:
    """All of the audit log but the beginnings and ends of sessions."""
    facts = [fact for fact in scene.facts if isinstance(fact, Audit)]
    return [fact for fact in facts if fact.event not in {"session_started", "session_ended"}]


@pytest.mark.parametrize("how", get_args(Method))
def test_the_host_says_how_they_know_who_it_is_and_the_audit_log_keeps_it(scene: Scene, how: Method) -> None:
    maya = scene.waiting("maya")
    assert method(scene, maya) is None
    scene.act(DR, Admit(ROOM, maya, how, "2024-05"))
    assert method(scene, maya) == how
    assert rows(scene) == [Audit("admitted", how, "2024-05")]


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("how", get_args(Confirmed))
def test_an_identity_is_confirmed_once_they_talk(scene: Scene, how: Confirmed, held: bool) -> None:
    maya = scene.admitted("maya", method="later")
    if held:
        scene.to(Hold, maya)
    scene.act(DR, Confirm(ROOM, maya, how))
    assert method(scene, maya) == how
    assert rows(scene) == [Audit("admitted", "later"), Audit("identity_confirmed", how)]


def test_an_identity_is_confirmed_once(scene: Scene) -> None:
    maya = scene.admitted("maya", method="voice")
    with pytest.raises(NotNow):
        scene.act(DR, Confirm(ROOM, maya, "photo_id"))
    assert method(scene, maya) == "voice"


@pytest.mark.parametrize("held", [False, True])
def test_nobody_is_let_in_to_be_confirmed_later_while_somebody_is_in_session(
    scene: Scene, held: bool
) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.waiting("leo", of="couple")
    if held:
        scene.to(Hold, ana)
    with pytest.raises(IdentityOpen, match="before they come in"):
        scene.admit(leo, "later")
    scene.admit(leo, "vouched")
    assert scene.standing(leo) is Standing.ADMITTED


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("guest", [False, True])
def test_nobody_is_let_in_to_somebody_unconfirmed_until_that_is_put_right(
    scene: Scene, held: bool, guest: bool
) -> None:
    ana, leo = scene.admitted("ana", of="couple", method="later"), scene.waiting("leo", of="couple")
    if held:
        scene.to(Hold, ana)
    with pytest.raises(IdentityOpen, match="Confirm it first"):
        scene.admit(leo, guest=guest)
    scene.act(DR, Confirm(ROOM, ana, "photo_id"))
    scene.admit(leo, guest=guest)
    assert scene.standing(leo) is Standing.ADMITTED


def test_somebody_of_another_case_waits_for_it_even_when_brought_together(scene: Scene) -> None:
    scene.admitted("maya", method="later")
    ben = scene.waiting("ben")
    scene.act(DR, BringTogether(ROOM, case("ben")))
    with pytest.raises(IdentityOpen):
        scene.admit(ben)


@pytest.mark.parametrize("how", [Leave, SendBack, Remove, End])
def test_somebody_unconfirmed_who_is_gone_stands_in_nobodys_way(scene: Scene, how: type) -> None:
    maya, ben = scene.admitted("maya", method="later"), scene.waiting("ben")
    if how is End:
        scene.do(DR, End)
    elif how is Leave:
        scene.do(maya, Leave)
    else:
        scene.to(how, maya)
    scene.admit(ben, "later")
    assert scene.standing(ben) is Standing.ADMITTED


def test_who_is_held_stays_confirmed(scene: Scene) -> None:
    maya = scene.admitted("maya", method="photo_id")
    scene.to(Hold, maya)
    assert method(scene, maya) == "photo_id"
    scene.to(Resume, maya)
    assert method(scene, maya) == "photo_id"


def test_who_waits_again_is_to_be_confirmed_again(scene: Scene) -> None:
    maya, desk = scene.admitted("maya", method="photo_id"), scene.clinician("desk")
    scene.to(SendBack, maya)
    assert method(scene, maya) is None
    scene.admit(maya, "voice")
    scene.do(desk, TakeOver)
    assert method(scene, maya) is None
    scene.admit(maya, "later", by="desk")
    scene.do(maya, Leave)
    assert method(scene, maya) is None
    scene.do(maya, CheckIn)
    scene.admit(maya, by="desk")
    scene.do(desk, End)
    assert method(scene, maya) is None


def test_a_lost_connection_leaves_an_identity_confirmed(scene: Scene) -> None:
    maya = scene.admitted("maya", method="code_word")
    scene.go(maya)
    scene.back(maya)
    assert method(scene, maya) == "code_word"


def test_nobody_but_clinicians_learns_how_they_were_recognised(scene: Scene) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.admitted("leo", of="couple")
    for page in (ana, leo):
        assert {person.method for person in scene.pages[page].people.values()} == {None}
