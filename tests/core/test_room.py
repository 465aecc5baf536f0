"""The room as a whole: what holds for every call. The single rules are tested beside their modules."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from telehealth.core.effects import (
    AnyEffect,
    Audit,
    CancelTimer,
    EndInvitation,
    EndSeat,
    Link,
    OpenLeg,
    PassAnswer,
    Send,
    SetTimer,
)
from telehealth.core.ids import LegId
from telehealth.core.messages import (
    Admit,
    Answer,
    Arrived,
    BringTogether,
    Changed,
    CheckIn,
    Closed,
    Ended,
    Hold,
    Leave,
    Preview,
    Refuse,
    Remove,
    Resume,
    SealedOut,
    Welcome,
)
from telehealth.errors import ParticipantUnknown, SeatOver, TelehealthError
from tests.core.scene import ROOM, Scene, case, greeting, invitation, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def kinds(effects: list[AnyEffect]) -> list[str]:
    """Effects by name, and messages by theirs."""
    return [type(e.message if isinstance(e, Send) else e).__name__ for e in effects]


def test_a_whole_session_between_two_people(scene: Scene) -> None:
    maya = scene.client("maya")
    assert kinds(scene.do(maya, CheckIn)) == [
        "OpenLeg", "OpenLeg", "Link", "Link", "Changed", "Changed", "Arrived",
    ]  # fmt: skip
    assert kinds(scene.to(Admit, maya)) == ["Audit", "Audit", "Link", "Link", "Changed", "Changed"]
    assert kinds(scene.act(maya, SealedOut(ROOM, DR, "c2VhbGVk"))) == ["SealedIn"]
    assert kinds(scene.to(Hold, maya)) == ["CloseLeg", "CloseLeg", "Closed", "Closed", "Changed", "Changed"]
    assert kinds(scene.to(Resume, maya)) == ["OpenLeg", "OpenLeg", "Link", "Link", "Changed", "Changed"]
    assert kinds(scene.do(maya, Leave)) == [
        "Audit", "CloseLeg", "CloseLeg", "Closed", "Closed", "Changed", "Changed", "Ended",
    ]  # fmt: skip


def test_facts_are_written_down_before_the_relay_and_the_pages_hear_of_them(scene: Scene) -> None:
    maya = scene.admitted("maya")
    effects = scene.to(Refuse, maya)
    assert effects[:4] == [
        EndSeat(maya, invitation("maya")),
        EndInvitation(invitation("maya")),
        Audit("refused"),
        Audit("session_ended"),
    ]
    assert effects[-1] == Send(maya, Ended(ROOM, "refused"))


def test_a_welcome_comes_before_anything_else_that_a_page_is_told(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.go(maya)
    scene.back(maya)
    assert isinstance(scene.pages[maya].inbox[-1], Welcome)
    scene.wait(1)
    assert [type(message) for message in scene.pages[maya].inbox] == [Welcome, Changed, Welcome]


def test_who_was_never_here_is_refused_whatever_they_say(scene: Scene) -> None:
    with pytest.raises(ParticipantUnknown):
        scene.do(participant("nobody"), CheckIn)


def test_a_page_whose_seat_was_ended_is_refused_whatever_it_says(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.to(Remove, maya)
    with pytest.raises(SeatOver):
        scene.act(maya, SealedOut(ROOM, DR, "c2VhbGVk"))


REFUSED: dict[str, Callable[[Scene], object]] = {
    "another case": lambda scene: scene.to(Admit, participant("ben")),
    "the same link": lambda scene: scene.to(Admit, participant("tablet")),
    "nobody": lambda scene: scene.to(Admit, participant("nobody")),
    "not the host": lambda scene: scene.to(Admit, participant("ben"), by="maya"),
    "checked in already": lambda scene: scene.do(participant("ben"), CheckIn),
    "no such case": lambda scene: scene.act(DR, BringTogether(ROOM, case("nobody"))),
    "somebody else's leg": lambda scene: scene.act(participant("ben"), Answer(ROOM, scene.leg(DR), "v=0")),
    "in session": lambda scene: scene.to(Preview, participant("maya")),
    "somebody else's place": lambda scene: scene.client("maya", link="ben"),
    "a client who watches": lambda scene: scene.room.watch(scene.seat("ben"), greeting(), scene.now),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal_leaves_the_room_as_it_was(scene: Scene, why: str) -> None:
    scene.admitted("maya")
    scene.waiting("tablet", link="maya")
    scene.waiting("ben")
    before = pickle.dumps(scene.room._roster)
    with pytest.raises(TelehealthError):
        REFUSED[why](scene)
    assert pickle.dumps(scene.room._roster) == before
    assert scene.room.disconnected(participant("nobody"), scene.now) == []


def test_the_same_events_have_the_same_effects() -> None:
    def play() -> list[list[AnyEffect]]:
        scene = Scene()
        scene.clinician()
        maya = scene.waiting("maya")
        return [scene.to(Preview, maya), scene.to(Admit, maya), scene.to(Hold, maya), scene.to(Remove, maya)]

    assert play() == play()


def test_the_effects_of_coming_in_and_of_going_are_complete(scene: Scene) -> None:
    maya = participant("maya")
    scene._open(scene.seat("maya"))
    entered = scene.perform(scene.room.enter(scene.seat("maya"), greeting(), scene.now))
    assert kinds(entered) == ["Welcome", "Changed"]
    assert kinds(scene.do(maya, CheckIn))[-1] == "Arrived"
    scene.pages[maya].connected = False
    went = scene.perform(scene.room.disconnected(maya, scene.now))
    assert kinds(went) == ["CloseLeg", "CloseLeg", "Closed", "Changed", "SetTimer"]
    assert went[-1] == SetTimer(f"away:{maya}", 120.0)


def test_a_timer_is_cancelled_when_its_page_is_back(scene: Scene) -> None:
    maya = scene.client("maya")
    scene.go(maya)
    scene.pages[maya].connected = True
    effects = scene.perform(scene.room.come_back(scene.seat("maya"), greeting(), LegId(0), scene.now))
    assert CancelTimer(f"away:{maya}") in effects


def test_what_reaches_the_relay_names_legs_and_people_and_nothing_else(scene: Scene) -> None:
    maya = scene.client("maya")
    effects = scene.do(maya, CheckIn)
    assert [e for e in effects if isinstance(e, OpenLeg | Link)] == [
        OpenLeg(LegId(1), DR, "session"),
        OpenLeg(LegId(2), maya, "session"),
        Link(LegId(2), LegId(1), open=False),
        Link(LegId(1), LegId(2), open=False),
    ]
    assert scene.act(maya, Answer(ROOM, 2, "v=0")) == [PassAnswer(LegId(2), "v=0")]


def test_arrivals_are_announced_after_the_page_knows_who_it_is(scene: Scene) -> None:
    maya = scene.waiting("maya")
    assert [type(m) for m in scene.pages[DR].inbox if isinstance(m, Changed | Arrived)][-2:] == [
        Changed,
        Arrived,
    ]
    assert scene.got(DR, Arrived) == [Arrived(ROOM, maya)]
    assert scene.got(DR, Closed) == []
