"""What every store does, whatever it keeps its facts in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.store.memory import MemoryStore
from telehealth.store.records import (
    AuditRow,
    Clinician,
    InvitationRecord,
    OneTimeToken,
    RoomRecord,
    SeatRecord,
    SignIn,
)
from telehealth.store.store import AlreadyThere, Store

RUIZ, OTHER = ClinicianId("ruiz"), ClinicianId("other")
CLINICIAN = Clinician(id=RUIZ, username="ruiz", public_name="Dr Ruiz")
ROOM = RoomRecord(id=RoomId("room"), owner=RUIZ, public_key=b"k" * 32)
INVITATION = InvitationRecord(
    id=InvitationId("link"), room=ROOM.id, case=CaseId("case"), admission_hash=b"h" * 32, appointment=500.0
)
SEAT = SeatRecord(id=ParticipantId("maya"), invitation=INVITATION.id)
TOKEN = OneTimeToken(token_hash=b"t" * 32, clinician=RUIZ, purpose="sign_in", expires=1000.0)
SIGN_IN = SignIn(token_hash=b"s" * 32, clinician=RUIZ, expires=1000.0)

STORES: dict[str, Callable[[], Store]] = {"memory": MemoryStore}


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    made = STORES[request.param]()
    yield made
    await made.close()


async def test_an_empty_store_knows_nothing(store: Store) -> None:
    assert await store.clinician(RUIZ) is None
    assert await store.room(ROOM.id) is None
    assert await store.rooms_of(RUIZ) == []
    assert await store.invitation(INVITATION.id) is None
    assert await store.seat(SEAT.id) is None
    assert await store.sign_in(SIGN_IN.token_hash, 0.0) is None
    assert await store.redeem(TOKEN.token_hash, "sign_in", 0.0) is None
    assert list(await store.audit()) == []


async def test_what_is_added_is_there(store: Store) -> None:
    await store.add_clinician(CLINICIAN)
    await store.add_room(ROOM)
    await store.add_invitation(INVITATION)
    await store.add_seat(SEAT)
    await store.add_sign_in(SIGN_IN)
    assert await store.clinician(RUIZ) == CLINICIAN
    assert await store.room(ROOM.id) == ROOM
    assert await store.invitation(INVITATION.id) == INVITATION
    assert await store.seat(SEAT.id) == SEAT
    assert await store.sign_in(SIGN_IN.token_hash, 999.0) == SIGN_IN


async def test_nothing_is_added_twice(store: Store) -> None:
    added: list[bool] = []
    for _ in range(2):
        for add in (
            store.add_clinician(CLINICIAN),
            store.add_room(ROOM),
            store.add_invitation(INVITATION),
            store.add_seat(SEAT),
            store.add_token(TOKEN),
            store.add_sign_in(SIGN_IN),
        ):
            try:
                await add
                added.append(True)
            except AlreadyThere:
                added.append(False)
    assert added == [True] * 6 + [False] * 6


async def test_a_clinician_has_the_rooms_they_own_in_order(store: Store) -> None:
    second = RoomRecord(id=RoomId("a second"), owner=RUIZ, public_key=b"l" * 32)
    foreign = RoomRecord(id=RoomId("foreign"), owner=OTHER, public_key=b"m" * 32)
    for room in (ROOM, foreign, second):
        await store.add_room(room)
    assert list(await store.rooms_of(RUIZ)) == [ROOM, second]


async def test_the_first_end_of_a_link_counts(store: Store) -> None:
    await store.add_invitation(INVITATION)
    await store.end_invitation(INVITATION.id, 700.0)
    await store.end_invitation(INVITATION.id, 800.0)
    kept = await store.invitation(INVITATION.id)
    assert kept is not None
    assert kept.ended == 700.0


async def test_a_dead_seat_stays_dead(store: Store) -> None:
    await store.add_seat(SEAT)
    await store.end_seat(SEAT)
    await store.end_seat(SEAT)
    kept = await store.seat(SEAT.id)
    assert kept is not None
    assert kept.dead


async def test_a_seat_that_was_never_added_is_dead_all_the_same(store: Store) -> None:
    await store.end_seat(SEAT)
    kept = await store.seat(SEAT.id)
    assert kept is not None
    assert (kept.invitation, kept.dead) == (SEAT.invitation, True)
    with pytest.raises(AlreadyThere):
        await store.add_seat(SEAT)


async def test_ending_what_is_not_there_makes_nothing(store: Store) -> None:
    await store.end_invitation(INVITATION.id, 700.0)
    await store.end_sign_in(SIGN_IN.token_hash)
    assert await store.invitation(INVITATION.id) is None


async def test_a_token_works_once(store: Store) -> None:
    await store.add_token(TOKEN)
    assert await store.redeem(TOKEN.token_hash, "sign_in", 999.0) == RUIZ
    assert await store.redeem(TOKEN.token_hash, "sign_in", 999.0) is None


async def test_of_many_who_redeem_a_token_at_once_one_succeeds(store: Store) -> None:
    await store.add_token(TOKEN)
    answers = await asyncio.gather(*(store.redeem(TOKEN.token_hash, "sign_in", 1.0) for _ in range(20)))
    assert sorted(answers, key=str) == [None] * 19 + [RUIZ]


async def test_a_token_that_expired_or_is_for_something_else_does_not_work(store: Store) -> None:
    await store.add_token(TOKEN)
    assert await store.redeem(TOKEN.token_hash, "enrol", 999.0) is None
    assert await store.redeem(TOKEN.token_hash, "sign_in", 1000.0) is None
    assert await store.redeem(TOKEN.token_hash, "sign_in", 999.0) == RUIZ


async def test_a_sign_in_ends_by_itself_and_when_asked(store: Store) -> None:
    await store.add_sign_in(SIGN_IN)
    assert await store.sign_in(SIGN_IN.token_hash, 1000.0) is None
    assert await store.sign_in(SIGN_IN.token_hash, 999.0) == SIGN_IN
    await store.end_sign_in(SIGN_IN.token_hash)
    assert await store.sign_in(SIGN_IN.token_hash, 999.0) is None


async def test_the_audit_log_grows_in_order_and_repeats_itself_exactly(store: Store) -> None:
    rows = [
        AuditRow(time=float(number), event="admitted", staff=RUIZ, room="pseudonym") for number in range(3)
    ]
    for row in rows:
        await store.append_audit(row)
    assert list(await store.audit()) == rows
