"""The first message for a room: what links, seats and sign-ins prove."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.ids import InvitationId, ParticipantId
from telehealth.core.invitation import Window
from telehealth.core.opening import Hello, TakeSeat
from telehealth.core.seat import Seat
from telehealth.errors import (
    InvitationEarly,
    InvitationOver,
    InvitationUnknown,
    NotAllowed,
    SeatOver,
    SignInNeeded,
    Unknown,
)
from telehealth.security.tokens import admission_hash, token_hash
from telehealth.signalling import openings as module
from telehealth.signalling.openings import Openings
from telehealth.store.records import SeatRecord
from tests.practice import (
    APPOINTMENT,
    COOKIE,
    OKORO,
    OTHER_COOKIE,
    OTHER_ROOM,
    ROOM,
    RUIZ,
    Practice,
    admission,
    hello,
    identifier,
    watch,
)
from tests.signalling.fakes import FakeClock

SIGNED_IN, OTHER_SIGN_IN = token_hash(COOKIE), token_hash(OTHER_COOKIE)
MAYA = ParticipantId(identifier("maya"))


@pytest.fixture
async def practice() -> Practice:
    return await Practice().open()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def openings(practice: Practice, clock: FakeClock) -> Openings:
    window = Window(opens_before=1800, closes_after=14_400)
    return Openings(practice.store, practice.sealer, clock, window)


async def test_a_link_that_is_held_gives_a_seat_and_the_token_to_come_back_with(
    openings: Openings, practice: Practice
) -> None:
    opened = await openings.prove(hello("maya"), None)
    assert opened.new
    assert opened.seat == Seat(
        room=ROOM,
        participant=MAYA,
        role="client",
        invitation=InvitationId(identifier("maya")),
        case=opened.seat.case,
    )
    assert practice.sealer.open(opened.greeting.token) == opened.seat


async def test_a_link_without_its_secret_answers_like_one_that_never_was(openings: Openings) -> None:
    wrong = Hello(identifier("maya"), admission("ben"), MAYA)
    invented = Hello(identifier("nobody"), admission("nobody"), MAYA)
    early = Hello(identifier("early"), admission("ben"), MAYA)
    answers = []
    for message in (wrong, invented, early):
        with pytest.raises(InvitationUnknown) as refused:
            await openings.prove(message, None)
        answers.append(str(refused.value))
    assert len(set(answers)) == 1


async def test_a_link_that_never_was_is_compared_all_the_same(
    openings: Openings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def same(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(module, "same", same)
    with pytest.raises(InvitationUnknown):
        await openings.prove(hello("nobody"), None)
    assert compared == [(admission_hash(admission("nobody")), bytes(32))]


async def test_the_holder_of_a_link_is_told_when_it_opens(openings: Openings, clock: FakeClock) -> None:
    clock.date = APPOINTMENT - 1801
    with pytest.raises(InvitationEarly, match="1970-01-12T13:16:40Z"):
        await openings.prove(hello("early"), None)
    clock.date = APPOINTMENT - 1800
    assert (await openings.prove(hello("early"), None)).new


async def test_the_holder_of_a_link_is_told_that_it_is_over(
    openings: Openings, practice: Practice, clock: FakeClock
) -> None:
    clock.date = APPOINTMENT + 14_400
    with pytest.raises(InvitationOver):
        await openings.prove(hello("early"), None)
    await practice.store.end_invitation(InvitationId(identifier("maya")), 1.0)
    with pytest.raises(InvitationOver):
        await openings.prove(hello("maya"), None)


async def test_a_place_that_somebody_has_or_had_is_not_taken_again_by_its_link(
    openings: Openings, practice: Practice
) -> None:
    link = InvitationId(identifier("maya"))
    await practice.store.add_seat(SeatRecord(id=MAYA, invitation=link))
    with pytest.raises(NotAllowed):
        await openings.prove(hello("maya"), None)
    await practice.store.end_seat(SeatRecord(id=MAYA, invitation=InvitationId(identifier("maya"))))
    with pytest.raises(SeatOver):
        await openings.prove(hello("maya"), None)


async def test_nobody_takes_a_place_that_came_by_another_link(openings: Openings, practice: Practice) -> None:
    await practice.store.add_seat(SeatRecord(id=MAYA, invitation=InvitationId(identifier("maya"))))
    with pytest.raises(NotAllowed):
        await openings.prove(hello("ben", participant="maya"), None)


async def test_a_seat_is_taken_again_by_its_token(openings: Openings, practice: Practice) -> None:
    opened = await openings.prove(hello("maya"), None)
    again = await openings.prove(TakeSeat(opened.greeting.token, 7), None)
    assert again.seat == opened.seat
    assert not again.new
    assert practice.sealer.open(again.greeting.token) == opened.seat


async def test_a_seat_whose_link_has_closed_is_good_for_whom_the_room_knows_alone(
    openings: Openings, clock: FakeClock
) -> None:
    clock.date = APPOINTMENT
    opened = await openings.prove(hello("early"), None)
    assert (await openings.prove(TakeSeat(opened.greeting.token), None)).closed is None
    clock.date = APPOINTMENT + 100_000
    late = await openings.prove(TakeSeat(opened.greeting.token), None)
    assert late.seat == opened.seat
    assert isinstance(late.closed, InvitationOver)
    clock.date = APPOINTMENT - 100_000
    assert isinstance((await openings.prove(TakeSeat(opened.greeting.token), None)).closed, InvitationEarly)


async def test_a_seat_whose_link_was_ended_is_good_for_whom_the_room_has_spared_alone(
    openings: Openings, practice: Practice
) -> None:
    opened = await openings.prove(hello("maya"), None)
    assert not opened.ended
    await practice.store.end_invitation(InvitationId(identifier("maya")), 1.0)
    again = await openings.prove(TakeSeat(opened.greeting.token), None)
    assert again.ended
    assert isinstance(again.closed, SeatOver)


async def test_a_seat_whose_link_is_kept_no_more_is_over(openings: Openings, practice: Practice) -> None:
    opened = await openings.prove(hello("maya"), None)
    del practice.store.invitations[InvitationId(identifier("maya"))]
    with pytest.raises(SeatOver):
        await openings.prove(TakeSeat(opened.greeting.token), None)


async def test_whether_a_code_word_is_asked_for_is_as_the_store_has_it_at_each_opening(
    openings: Openings, practice: Practice
) -> None:
    opened = await openings.prove(hello("maya"), None)
    assert not opened.greeting.code_word
    link = practice.store.invitations[InvitationId(identifier("maya"))]
    practice.store.invitations[link.id] = replace(link, code_word=True)
    assert (await openings.prove(TakeSeat(opened.greeting.token), None)).greeting.code_word
    assert (await openings.prove(hello("maya", "laptop"), None)).greeting.code_word
    assert not (await openings.prove(watch(), SIGNED_IN)).greeting.code_word


async def test_a_dead_seat_is_over(openings: Openings, practice: Practice) -> None:
    opened = await openings.prove(hello("maya"), None)
    await practice.store.add_seat(SeatRecord(id=MAYA, invitation=InvitationId(identifier("maya"))))
    await practice.store.end_seat(SeatRecord(id=MAYA, invitation=InvitationId(identifier("maya"))))
    with pytest.raises(SeatOver):
        await openings.prove(TakeSeat(opened.greeting.token), None)


@pytest.mark.parametrize("token", ["x", "A" * 200])
async def test_an_invented_token_is_over(openings: Openings, token: str) -> None:
    with pytest.raises(SeatOver):
        await openings.prove(TakeSeat(token), SIGNED_IN)


async def test_a_seat_without_a_link_and_without_a_clinician_is_over(
    openings: Openings, practice: Practice
) -> None:
    nobody = practice.sealer.seal(Seat(room=ROOM, participant=MAYA, role="client"))
    with pytest.raises(SeatOver):
        await openings.prove(TakeSeat(nobody), None)


async def test_a_signed_in_clinician_opens_their_room(openings: Openings) -> None:
    opened = await openings.prove(watch(), SIGNED_IN)
    assert (opened.seat.role, opened.seat.clinician, opened.seat.room) == ("clinician", RUIZ, ROOM)
    assert not opened.new


@pytest.mark.parametrize("sign_in", [None, token_hash("invented")])
async def test_a_room_is_not_opened_without_a_sign_in(openings: Openings, sign_in: bytes | None) -> None:
    with pytest.raises(SignInNeeded):
        await openings.prove(watch(), sign_in)


async def test_a_sign_in_that_is_over_opens_nothing(openings: Openings, practice: Practice) -> None:
    await practice.store.end_sign_in(SIGNED_IN)
    with pytest.raises(SignInNeeded):
        await openings.prove(watch(), SIGNED_IN)


async def test_somebody_elses_room_answers_like_one_that_is_not_there(openings: Openings) -> None:
    answers = []
    for room in (OTHER_ROOM, ROOM[:-1] + "x"):
        with pytest.raises(Unknown) as refused:
            await openings.prove(watch(room=type(ROOM)(room)), SIGNED_IN)
        answers.append((type(refused.value), str(refused.value)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("sign_in", [None, OTHER_SIGN_IN])
async def test_a_clinicians_seat_needs_their_own_sign_in_too(
    openings: Openings, sign_in: bytes | None
) -> None:
    opened = await openings.prove(watch(), SIGNED_IN)
    with pytest.raises(SignInNeeded):
        await openings.prove(TakeSeat(opened.greeting.token), sign_in)
    assert (await openings.prove(TakeSeat(opened.greeting.token), SIGNED_IN)).seat == opened.seat


async def test_a_clinicians_seat_in_a_room_that_is_not_theirs_leads_nowhere(
    openings: Openings, practice: Practice
) -> None:
    seat = Seat(room=ROOM, participant=MAYA, role="clinician", clinician=OKORO)
    with pytest.raises(Unknown):
        await openings.prove(TakeSeat(practice.sealer.seal(seat)), OTHER_SIGN_IN)
