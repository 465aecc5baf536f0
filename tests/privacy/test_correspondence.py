"""Numbers and acknowledgements: only the next is taken, and what has no answer is said again as it was."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import envelopes
from tests.privacy.correspondence import ACKNOWLEDGEMENTS, Correspondence, read_later
from tests.privacy.envelopes import Acknowledgement, Message
from tests.privacy.noise import NoiseRefused
from tests.privacy.test_noise import ends

CHANNEL = b"C" * 16


def pair() -> tuple[Correspondence, Correspondence]:
    ours, theirs = ends().shake()
    return Correspondence(CHANNEL, ours), Correspondence(CHANNEL, theirs)


def message(body: bytes) -> Message:
    envelope = envelopes.read(body)
    assert isinstance(envelope, Message)
    return envelope


def acknowledgement(body: bytes) -> Acknowledgement:
    envelope = envelopes.read(body)
    assert isinstance(envelope, Acknowledgement)
    return envelope


def test_a_message_is_taken_acknowledged_and_not_said_again() -> None:
    maya, ruiz = pair()
    body = maya.say({"kind": "note"})
    plaintext = ruiz.open(message(body))
    assert plaintext is not None
    assert read_later(plaintext) == {"kind": "note"}
    assert maya.again() == [body]
    maya.hear_answer(acknowledgement(ruiz.acknowledgement()))
    assert maya.again() == []
    assert maya.answered == 1


def test_only_the_next_number_is_taken_and_an_older_one_is_acknowledged_again() -> None:
    maya, ruiz = pair()
    first, second = maya.say("first"), maya.say("second")
    with pytest.raises(NoiseRefused, match="next"):
        ruiz.open(message(second))
    assert ruiz.open(message(first)) is not None
    acknowledged = ruiz.acknowledgement()
    assert ruiz.open(message(first)) is None
    assert ruiz.acknowledgement() == acknowledged
    assert ruiz.open(message(second)) is not None


def test_a_message_under_another_number_is_refused() -> None:
    maya, ruiz = pair()
    body = message(maya.say("first"))
    with pytest.raises(NoiseRefused):
        ruiz.open(Message(CHANNEL, 0, body.ciphertext))
    second = message(maya.say("second"))
    with pytest.raises(NoiseRefused, match="authentic"):
        ruiz.open(Message(CHANNEL, 1, second.ciphertext))
    assert ruiz.open(body) is not None


def test_what_is_reflected_is_refused() -> None:
    maya, ruiz = pair()
    body = maya.say("to ruiz")
    with pytest.raises(NoiseRefused):
        maya.open(message(body))
    ruiz.open(message(body))
    with pytest.raises(NoiseRefused):
        ruiz.hear_answer(acknowledgement(ruiz.acknowledgement()))


def test_nobody_else_can_acknowledge_and_nothing_that_was_not_said() -> None:
    maya, ruiz = pair()
    maya.say("first")
    with pytest.raises(NoiseRefused):
        maya.hear_answer(Acknowledgement(CHANNEL, 1, bytes(16)))
    nothing_yet = acknowledgement(ruiz.acknowledgement())
    with pytest.raises(NoiseRefused):
        maya.hear_answer(Acknowledgement(CHANNEL, 1, nothing_yet.tag))
    too_much = ruiz.transport.sending.encrypt(ACKNOWLEDGEMENTS + 2, b"")
    with pytest.raises(NoiseRefused, match="not said"):
        maya.hear_answer(Acknowledgement(CHANNEL, 2, too_much))
    assert len(maya.again()) == 1


@given(st.integers(0, 2**32), st.integers(1, 12))
def test_whatever_is_lost_repeated_or_late_all_arrives_once_and_in_order(seed: int, count: int) -> None:
    dice = random.Random(seed)
    maya, ruiz = pair()
    for number in range(count):
        maya.say(number)
    heard: list[object] = []
    while maya.again():
        bodies = [body for body in maya.again() for _ in range(dice.randrange(3))]
        dice.shuffle(bodies)
        for body in bodies:
            try:
                plaintext = ruiz.open(message(body))
            except NoiseRefused:
                continue
            if plaintext is not None:
                heard.append(read_later(plaintext))
            if dice.random() < 0.5:
                maya.hear_answer(acknowledgement(ruiz.acknowledgement()))
    assert heard == list(range(count))
