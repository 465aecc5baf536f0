"""What sessions rely on, whatever keeps the facts: the store in each kind of database, and the fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from telehealth.core.ids import CaseId, InvitationId, ParticipantId
from telehealth.store.audit_chain import verify
from telehealth.store.records import (
    AuditEntry,
    Clinician,
    InvitationRecord,
    RoomRecord,
    SeatRecord,
    SignIn,
)
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import AlreadyThere, Store
from tests.store.facts import (
    DATABASES,
    LINK,
    OKORO,
    ROOM,
    RUIZ,
    SEAT,
    WRAPPING,
    clinician,
    enrolment,
    put_sign_in,
    row,
    sign_in,
)
from tests.store.memory import MemoryStore

FAKE = "fake"


class Kept(NamedTuple):
    """A store, and how to put something into it."""

    store: Store
    add_clinician: Callable[[Clinician], Awaitable[object]]
    add_room: Callable[[RoomRecord], Awaitable[object]]
    add_link: Callable[[InvitationRecord], Awaitable[object]]
    add_sign_in: Callable[[SignIn], Awaitable[object]]
    entries: Callable[[], Awaitable[list[AuditEntry]]]


def _of_fake(store: MemoryStore) -> Kept:
    async def entries() -> list[AuditEntry]:
        return store.entries

    return Kept(store, store.add_clinician, store.add_room, store.add_invitation, store.add_sign_in, entries)


def _of_sql(store: SqlStore) -> Kept:
    async def add_clinician(one: Clinician) -> None:
        await store.add_clinician(one, enrolment(one.id), row())

    async def entries() -> list[AuditEntry]:
        return [entry async for entry in store.audit()]

    return Kept(
        store,
        add_clinician,
        store.add_room,
        lambda link: store.add_invitation(link, None, 0.0, row()),
        partial(put_sign_in, store),
        entries,
    )


@pytest.fixture(params=[FAKE, *DATABASES])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    if request.param == FAKE:
        yield _of_fake(MemoryStore())
    else:
        database = await DATABASES[request.param](tmp_path)
        yield _of_sql(SqlStore(database, WRAPPING))
        await database.close()


@pytest.fixture
async def full(kept: Kept) -> Kept:
    await kept.add_clinician(clinician())
    await kept.add_room(ROOM)
    await kept.add_link(LINK)
    await kept.add_sign_in(sign_in())
    return kept


async def test_an_empty_store_knows_nothing(kept: Kept) -> None:
    store = kept.store
    assert await store.clinician(RUIZ) is None
    assert await store.room(ROOM.id) is None
    assert await store.invitation(LINK.id) is None
    assert await store.seat(SEAT.id) is None
    assert await store.sign_in(sign_in().token_hash, 0.0) is None
    assert await kept.entries() == []


async def test_it_is_asked_whether_something_can_be_kept_and_nothing_changes_by_that(full: Kept) -> None:
    before = await full.entries()
    await full.store.check_writing()
    assert await full.entries() == before
    assert await full.store.room(ROOM.id) == ROOM


async def test_what_is_added_is_there(full: Kept) -> None:
    store = full.store
    await store.add_seat(SEAT)
    assert await store.clinician(RUIZ) == clinician()
    assert await store.room(ROOM.id) == ROOM
    assert await store.invitation(LINK.id) == LINK
    assert await store.seat(SEAT.id) == SEAT
    assert await store.sign_in(sign_in().token_hash, 999.0) == sign_in()


async def test_a_standing_link_for_a_guest_keeps_its_kind(full: Kept) -> None:
    guest = InvitationRecord(
        id=InvitationId("guest"), room=ROOM.id, case=CaseId("case"), admission_hash=b"g" * 32, role="guest"
    )
    await full.add_link(guest)
    kept = await full.store.invitation(guest.id)
    assert kept == guest
    assert kept is not None
    assert kept.code_word is False


async def test_a_link_that_asks_for_a_code_word_keeps_that(full: Kept) -> None:
    kept = await full.store.invitation(LINK.id)
    assert kept is not None
    assert kept.code_word is True


async def test_nothing_is_added_twice(full: Kept) -> None:
    await full.store.add_seat(SEAT)
    for again in (
        full.add_clinician(clinician()),
        full.add_room(ROOM),
        full.add_link(replace(LINK, appointment=None)),
        full.add_sign_in(sign_in()),
        full.store.add_seat(SEAT),
    ):
        with pytest.raises(AlreadyThere):
            await again


async def test_the_first_end_of_a_link_counts(full: Kept) -> None:
    await full.store.end_invitation(LINK.id, 700.0)
    await full.store.end_invitation(LINK.id, 800.0)
    assert await full.store.invitation(LINK.id) == replace(LINK, ended=700.0)


async def test_ending_a_link_that_is_not_there_makes_none(full: Kept) -> None:
    await full.store.end_invitation(InvitationId("another"), 700.0)
    assert await full.store.invitation(InvitationId("another")) is None
    assert await full.store.invitation(LINK.id) == LINK


async def test_a_dead_seat_stays_dead(full: Kept) -> None:
    await full.store.add_seat(SEAT)
    await full.store.end_seat(SEAT)
    await full.store.end_seat(SEAT)
    assert await full.store.seat(SEAT.id) == replace(SEAT, dead=True)


async def test_a_seat_that_was_never_added_is_dead_all_the_same(full: Kept) -> None:
    await full.store.end_seat(SEAT)
    assert await full.store.seat(SEAT.id) == replace(SEAT, dead=True)
    with pytest.raises(AlreadyThere):
        await full.store.add_seat(SEAT)


async def test_a_seat_whose_link_is_gone_is_not_kept(full: Kept) -> None:
    stray = SeatRecord(id=ParticipantId("stray"), invitation=InvitationId("gone"))
    await full.store.add_seat(stray)
    await full.store.end_seat(stray)
    assert await full.store.seat(stray.id) is None


async def test_a_sign_in_ends_by_itself(full: Kept) -> None:
    assert await full.store.sign_in(sign_in().token_hash, 999.0) == sign_in()
    assert await full.store.sign_in(sign_in().token_hash, 1000.0) is None


async def test_the_sign_in_of_a_closed_account_opens_nothing(full: Kept) -> None:
    await full.add_clinician(clinician(OKORO, closing=500.0))
    await full.add_sign_in(sign_in(identity=OKORO))
    token = sign_in(identity=OKORO).token_hash
    assert await full.store.sign_in(token, 499.0) == sign_in(identity=OKORO)
    assert await full.store.sign_in(token, 500.0) is None


async def test_the_audit_log_grows_in_a_chain_and_gives_back_what_was_written(kept: Kept) -> None:
    rows = [row(f"event {number}", time=number / 7) for number in range(5)]
    told = [await kept.store.append_audit(one) for one in rows]
    entries = await kept.entries()
    assert told == entries
    assert [entry.row for entry in entries] == rows
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert verify(entries) is None
