"""Tokens and sealed seats."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.core.bounds import LONGEST_SEAT_TOKEN
from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.core.seat import Seat
from telehealth.errors import SeatOver
from telehealth.security.server_key import ServerKey
from telehealth.security.tokens import (
    SeatSealer,
    admission_hash,
    new_token,
    same,
    token_hash,
    unpadded_bytes,
    unpadded_text,
)

SEALER = SeatSealer(ServerKey(bytes(range(32))))
SEAT = Seat(
    room=RoomId("r" * 22),
    participant=ParticipantId("p" * 22),
    role="client",
    invitation=InvitationId("i" * 22),
    case=CaseId("c" * 22),
)


def test_a_token_has_256_random_bits() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(unpadded_bytes(token)) for token in tokens} == {32}


def test_a_token_is_kept_as_its_sha256() -> None:
    assert token_hash("token") == hashlib.sha256(b"token").digest()


def test_a_token_that_is_no_text_has_a_hash_and_matches_nothing() -> None:
    assert not same(token_hash("\ud800"), token_hash("?"))


def test_an_admission_is_kept_as_the_sha256_of_its_bytes() -> None:
    assert admission_hash(unpadded_text(b"a" * 32)) == hashlib.sha256(b"a" * 32).digest()


@given(st.binary(max_size=64))
def test_base64url_without_padding_comes_back(data: bytes) -> None:
    text = unpadded_text(data)
    assert "=" not in text
    assert unpadded_bytes(text) == data


@pytest.mark.parametrize(
    "seat",
    [
        SEAT,
        Seat(room=SEAT.room, participant=SEAT.participant, role="clinician", clinician=ClinicianId("k" * 22)),
    ],
)
def test_a_sealed_seat_opens_as_it_was(seat: Seat) -> None:
    assert SEALER.open(SEALER.seal(seat)) == seat


def test_a_sealed_seat_tells_nothing_and_is_never_the_same_twice() -> None:
    first, second = SEALER.seal(SEAT), SEALER.seal(SEAT)
    assert first != second
    assert b"pppp" not in urlsafe_b64decode(first + "==")


def test_a_sealed_seat_fits_in_the_message_that_brings_it_back() -> None:
    whole = Seat(
        room=SEAT.room,
        participant=SEAT.participant,
        role="clinician",
        invitation=SEAT.invitation,
        case=SEAT.case,
        clinician=ClinicianId("k" * 22),
    )
    assert len(SEALER.seal(whole)) <= LONGEST_SEAT_TOKEN


def test_a_seat_of_another_server_is_over() -> None:
    with pytest.raises(SeatOver):
        SeatSealer(ServerKey(bytes(32))).open(SEALER.seal(SEAT))


@given(st.data())
def test_a_seat_with_any_character_changed_is_over(data: st.DataObject) -> None:
    token = SEALER.seal(SEAT)
    position = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[position]))
    with pytest.raises(SeatOver):
        SEALER.open(token[:position] + other + token[position + 1 :])


@pytest.mark.parametrize(
    "token",
    ["", "A", "AQ", "AQ" * 20, "é" * 40, "\ud800", "=" * 40, " ", "A" * 2000, "Ag" + "A" * 60],
)
def test_what_is_no_seat_is_over(token: str) -> None:
    with pytest.raises(SeatOver):
        SEALER.open(token)


def test_a_shortened_or_prolonged_seat_is_over() -> None:
    token = SEALER.seal(SEAT)
    for broken in (token[:-1], token[:-4], token + "A", token + "AAAA", token + "="):
        with pytest.raises(SeatOver):
            SEALER.open(broken)
