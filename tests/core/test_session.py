"""Who is let in, who is held, and how it ends."""

from __future__ import annotations

import pytest

from telehealth.core.effects import Audit
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Admit,
    BringTogether,
    CheckIn,
    Decline,
    End,
    Hold,
    Leave,
    Refuse,
    Remove,
    Reopen,
    Reopened,
    Resume,
    SendBack,
)
from telehealth.core.participant import Method, Standing
from telehealth.core.session import REOPENED_WITHIN, SESSION
from telehealth.errors import (
    NotNow,
    OtherCase,
    ParticipantUnknown,
    SessionFull,
)
from tests.core.scene import ROOM, Scene, case, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def test_a_client_waits_until_the_clinician_admits_them(scene: Scene) -> None:
    maya = scene.waiting("maya")
    assert scene.relay.forwarded() == set()
    scene.to(Admit, maya)
    assert scene.standing(maya) is Standing.ADMITTED
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}


def test_who_is_away_is_not_let_in(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    with pytest.raises(NotNow):
        scene.to(Admit, maya)


def test_nobody_unknown_is_let_in(scene: Scene) -> None:
    with pytest.raises(ParticipantUnknown):
        scene.to(Admit, participant("nobody"))


def test_people_of_one_case_meet_without_being_asked(scene: Scene) -> None:
    scene.admitted("ana", of="couple")
    leo = scene.admitted("leo", of="couple")
    assert scene.standing(leo) is Standing.ADMITTED


@pytest.mark.parametrize("hold", [False, True])
def test_somebody_of_another_case_is_let_in_only_when_brought_together(scene: Scene, hold: bool) -> None:
    maya, ben = scene.admitted("maya"), scene.waiting("ben")
    if hold:
        scene.to(Hold, maya)
    with pytest.raises(OtherCase):
        scene.to(Admit, ben)
    scene.act(DR, BringTogether(ROOM, case("ben")))
    scene.to(Admit, ben)
    assert scene.standing(ben) is Standing.ADMITTED


def test_bringing_together_lasts_as_long_as_the_session(scene: Scene) -> None:
    scene.admitted("maya")
    ben = scene.waiting("ben")
    scene.act(DR, BringTogether(ROOM, case("ben")))
    scene.do(DR, End)
    maya = scene.waiting("maya2")
    scene.to(Admit, maya)
    with pytest.raises(OtherCase):
        scene.to(Admit, ben)


def test_a_session_that_everybody_left_is_nobodys_case(scene: Scene) -> None:
    scene.do(scene.admitted("maya"), Leave)
    ben = scene.admitted("ben")
    assert scene.standing(ben) is Standing.ADMITTED


def test_people_brought_together_stay_so_when_the_first_goes(scene: Scene) -> None:
    maya, ben = scene.admitted("maya"), scene.waiting("ben")
    scene.act(DR, BringTogether(ROOM, case("ben")))
    scene.to(Admit, ben)
    scene.do(maya, Leave)
    scene.do(maya, CheckIn)
    scene.to(Admit, maya)
    assert scene.standing(maya) is Standing.ADMITTED


def test_nobody_is_brought_together_without_a_session(scene: Scene) -> None:
    scene.waiting("ben")
    with pytest.raises(NotNow):
        scene.act(DR, BringTogether(ROOM, case("ben")))


def test_a_case_that_nobody_here_belongs_to_is_brought_to_nobody(scene: Scene) -> None:
    scene.admitted("maya")
    with pytest.raises(ParticipantUnknown):
        scene.act(DR, BringTogether(ROOM, case("ben")))


def test_a_session_has_so_many_people_the_host_and_held_ones_included(scene: Scene) -> None:
    people = [scene.admitted(f"person{number}", of="family") for number in range(SESSION - 1)]
    scene.to(Hold, people[0])
    late = scene.waiting("late", of="family")
    with pytest.raises(SessionFull):
        scene.to(Admit, late)
    scene.do(people[1], Leave)
    scene.to(Admit, late)
    assert scene.standing(late) is Standing.ADMITTED


def test_a_held_person_neither_sends_nor_receives_until_resumed(scene: Scene) -> None:
    maya = scene.held("maya")
    assert scene.standing(maya) is Standing.HELD
    assert scene.relay.forwarded() == set()
    assert scene.leg(maya) == 0
    scene.to(Resume, maya)
    assert scene.standing(maya) is Standing.ADMITTED
    assert scene.relay.forwarded() == {(maya, DR, "session"), (DR, maya, "session")}


@pytest.mark.parametrize("hold", [False, True])
def test_who_is_sent_back_waits_again_and_is_told_no_end(scene: Scene, hold: bool) -> None:
    maya = scene.admitted("maya")
    if hold:
        scene.to(Hold, maya)
    scene.to(SendBack, maya)
    assert scene.standing(maya) is Standing.WAITING
    assert scene.endings(maya) == []
    assert scene.relay.forwarded() == set()


def bring(
    scene: Scene, name: str, standing: Standing, *, of: str = "", method: Method = "recognised"
) -> ParticipantId:
    """Somebody by that name, brought to this standing by the ordinary way there."""
    if standing is Standing.CHECKING:
        return scene.client(name, of=of)
    person = scene.waiting(name, of=of)
    if standing in {Standing.ADMITTED, Standing.HELD, Standing.ENDED}:
        scene.admit(person, method)
    match standing:
        case Standing.HELD:
            scene.to(Hold, person)
        case Standing.LEFT:
            scene.do(person, Leave)
        case Standing.DECLINED:
            scene.to(Decline, person)
        case Standing.ENDED:
            scene.do(DR, End)
        case _:
            pass
    return person


def test_the_end_is_the_end_for_all_who_are_admitted_or_held_and_nobody_else(scene: Scene) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.held("leo", of="couple")
    ben, eve = scene.waiting("ben"), scene.client("eve")
    scene.do(DR, End)
    assert [scene.standing(each) for each in (ana, leo)] == [Standing.ENDED, Standing.ENDED]
    assert [scene.standing(each) for each in (ben, eve)] == [Standing.WAITING, Standing.CHECKING]
    assert [scene.endings(each) for each in (ana, leo, ben, eve)] == [["ended"], ["ended"], [], []]
    assert scene.relay.forwarded() == set()


def test_who_was_in_a_session_that_ended_may_wait_again(scene: Scene) -> None:
    maya = bring(scene, "maya", Standing.ENDED)
    scene.do(maya, CheckIn)
    scene.to(Admit, maya)
    assert scene.standing(maya) is Standing.ADMITTED


def test_ending_a_session_that_everybody_has_left_is_no_mistake(scene: Scene) -> None:
    scene.do(scene.admitted("maya"), Leave)
    assert scene.do(DR, End) == []


def test_the_audit_log_says_what_was_done_and_never_about_whom(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.to(Remove, maya)
    scene.admitted("ana", of="couple")
    scene.admitted("leo", of="couple")
    scene.do(DR, End)
    scene.to(Refuse, scene.waiting("ben"))
    assert scene.audited() == [
        "session_started", "admitted", "removed", "session_ended",
        "session_started", "admitted", "admitted", "session_ended",
        "refused",
    ]  # fmt: skip
    assert Audit.__struct_fields__ == ("event", "method", "consent_version")


@pytest.mark.parametrize("how", [Leave, SendBack, Remove, Refuse])
def test_a_session_is_over_when_the_last_one_goes_however_they_go(scene: Scene, how: type) -> None:
    maya = scene.admitted("maya")
    if how is Leave:
        scene.do(maya, Leave)
    else:
        scene.to(how, maya)
    assert scene.audited()[-1] == "session_ended"


# ── Opened again ─────────────────────────────────────────────────────────────────────────────────


def test_a_session_that_was_ended_by_mistake_is_opened_again_through_the_waiting_room(scene: Scene) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.held("leo", of="couple")
    scene.do(DR, End)
    scene.wait(REOPENED_WITHIN)
    scene.do(DR, Reopen)
    assert scene.got(ana, Reopened) == scene.got(leo, Reopened) == [Reopened(ROOM)]
    assert scene.standing(ana) is Standing.ENDED
    assert scene.audited()[-1] == "session_reopened"
    scene.do(ana, CheckIn)
    assert scene.standing(ana) is Standing.WAITING
    scene.to(Admit, ana)
    assert scene.standing(ana) is Standing.ADMITTED


def test_a_session_is_opened_again_for_so_long_and_no_longer(scene: Scene) -> None:
    scene.admitted("maya")
    scene.do(DR, End)
    scene.wait(REOPENED_WITHIN + 1)
    with pytest.raises(NotNow):
        scene.do(DR, Reopen)


def test_what_has_not_ended_is_not_opened_again(scene: Scene) -> None:
    with pytest.raises(NotNow):
        scene.do(DR, Reopen)
    scene.admitted("maya")
    with pytest.raises(NotNow):
        scene.do(DR, Reopen)


def test_nobody_of_an_earlier_session_is_called_back_into_a_later_one(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.do(DR, End)
    scene.wait(60)
    ben = scene.admitted("ben")
    with pytest.raises(NotNow):
        scene.do(DR, Reopen)
    scene.do(DR, End)
    scene.do(DR, Reopen)
    assert (scene.got(maya, Reopened), scene.got(ben, Reopened)) == ([], [Reopened(ROOM)])


def test_only_who_was_in_the_session_is_told_and_is_still_there(scene: Scene) -> None:
    ana, leo, kim = (scene.admitted(name, of="family") for name in ("ana", "leo", "kim"))
    ben = scene.waiting("ben")
    scene.do(kim, Leave)
    scene.do(DR, End)
    scene.do(leo, Leave)
    scene.do(DR, Reopen)
    assert [len(scene.got(each, Reopened)) for each in (ana, leo, kim, ben)] == [1, 0, 0, 0]


def test_a_session_that_everybody_left_calls_nobody_back(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.do(maya, Leave)
    scene.do(DR, Reopen)
    assert scene.got(maya, Reopened) == []
