"""What one browser seals for another: it passes where it may, and not too much of it."""

from __future__ import annotations

import pytest

from telehealth.core.effects import Send
from telehealth.core.messages import Admit, SealedIn, SealedOut
from telehealth.core.sealed import WAITING_PER_SECOND
from telehealth.errors import NotNow, ParticipantUnknown, RecipientAway, TooFast
from tests.core.scene import ROOM, Scene, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def test_a_sealed_message_goes_to_one_page_with_the_servers_word_of_who_sent_it(scene: Scene) -> None:
    maya, ben = scene.waiting("maya"), scene.waiting("ben")
    assert scene.act(maya, SealedOut(ROOM, DR, "c2VhbGVk")) == [
        Send(DR, SealedIn(ROOM, maya, "c2VhbGVk"), maya)
    ]
    assert scene.act(DR, SealedOut(ROOM, ben, "c2VhbGVk")) == [Send(ben, SealedIn(ROOM, DR, "c2VhbGVk"), DR)]
    assert scene.got(maya, SealedIn) == []


def test_a_sealed_message_for_somebody_who_is_away_is_refused(scene: Scene) -> None:
    maya = scene.admitted("maya")
    scene.go(maya)
    with pytest.raises(RecipientAway):
        scene.act(DR, SealedOut(ROOM, maya, "c2VhbGVk"))


def test_somebody_who_waits_may_seal_little_and_who_was_admitted_much(scene: Scene) -> None:
    body = "A" * 65_536
    maya = scene.waiting("sue")
    scene.act(maya, SealedOut(ROOM, DR, body))
    with pytest.raises(TooFast):
        scene.act(maya, SealedOut(ROOM, DR, "A"))
    scene.act(DR, SealedOut(ROOM, maya, body))
    scene.wait(1.0)
    scene.act(maya, SealedOut(ROOM, DR, "A" * WAITING_PER_SECOND))
    with pytest.raises(TooFast):
        scene.act(maya, SealedOut(ROOM, DR, "A"))
    scene.to(Admit, maya)
    for _ in range(10):
        scene.act(maya, SealedOut(ROOM, DR, body))


def test_even_in_session_there_is_an_end_to_what_somebody_may_seal(scene: Scene) -> None:
    maya = scene.admitted("sue")
    for _ in range(16):
        scene.act(maya, SealedOut(ROOM, DR, "A" * 65_536))
    with pytest.raises(TooFast):
        scene.act(maya, SealedOut(ROOM, DR, "A"))


def test_whom_one_may_not_know_of_is_answered_like_nobody(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.waiting("ben")
    for to in ("ben", "nobody"):
        with pytest.raises(ParticipantUnknown):
            scene.act(maya, SealedOut(ROOM, participant(to), "c2VhbGVk"))


def test_who_is_in_session_says_nothing_to_their_other_device_which_waits(scene: Scene) -> None:
    phone, laptop = scene.admitted("phone", link="maya"), scene.waiting("laptop", link="maya")
    with pytest.raises(NotNow):
        scene.act(phone, SealedOut(ROOM, laptop, "c2VhbGVk"))
    with pytest.raises(ParticipantUnknown):
        scene.act(laptop, SealedOut(ROOM, phone, "c2VhbGVk"))
