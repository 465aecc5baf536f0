"""Signed-in browsers: kept by the hash of their cookie, listed, ended one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from telehealth.errors import Unavailable, Unknown
from telehealth.store.database import Database
from telehealth.store.sql_store import SqlStore
from telehealth.store.tables import sign_ins as table
from tests.store.facts import OKORO, OTHER_ROOM, RUIZ, credentials, enrol, put_sign_in, row, sign_in


@pytest.fixture
async def enrolled(store: SqlStore) -> SqlStore:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    return store


async def _last(store: SqlStore) -> str:
    head = await store.audit_head()
    assert head is not None
    return head.row.event


async def test_a_clinicians_sign_ins_are_listed_oldest_first_without_the_expired(enrolled: SqlStore) -> None:
    late, soon = sign_in("late", began=20.0, expires=50.0), sign_in("soon", began=10.0, expires=40.0)
    await put_sign_in(enrolled, late)
    await put_sign_in(enrolled, soon)
    assert await enrolled.sign_ins_of(RUIZ, 0.0) == [sign_in(), soon, late]
    assert await enrolled.sign_ins_of(RUIZ, 40.0) == [sign_in(), late]
    assert await enrolled.sign_ins_of(OKORO, 0.0) == [sign_in(identity=OKORO)]


async def test_signing_in_is_in_the_audit_log(enrolled: SqlStore) -> None:
    proved = credentials().verifier
    assert await enrolled.add_sign_in(sign_in("second"), row("signed_in"), proved)
    assert await _last(enrolled) == "signed_in"
    assert len(await enrolled.sign_ins_of(RUIZ, 0.0)) == 2


@pytest.mark.parametrize("meanwhile", ["changed", "closed", "removed"])
async def test_nobody_signs_in_by_a_proof_that_does_not_hold_any_more(
    enrolled: SqlStore, meanwhile: str
) -> None:
    proved = credentials().verifier
    if meanwhile == "changed":
        proved = credentials("former").verifier
    elif meanwhile == "closed":
        await enrolled.close_clinician(RUIZ, 0.0, row("clinician_disabled"))
    else:
        await enrolled.remove_clinician(RUIZ, row("clinician_removed"))
    assert not await enrolled.add_sign_in(sign_in("second", began=5.0), row("signed_in"), proved)
    assert await _last(enrolled) != "signed_in"


async def test_nobody_signs_in_to_an_account_that_was_removed_meanwhile(enrolled: SqlStore) -> None:
    await enrolled.remove_clinician(RUIZ, row("clinician_removed"))
    with pytest.raises(Unknown):
        await put_sign_in(enrolled, sign_in("second"))
    assert await _last(enrolled) == "clinician_removed"


async def test_a_sign_in_that_ended_opens_nothing(enrolled: SqlStore) -> None:
    await enrolled.end_sign_in(sign_in().token_hash, row("signed_out"))
    assert await enrolled.sign_in(sign_in().token_hash, 0.0) is None
    assert await _last(enrolled) == "signed_out"


async def test_ending_a_sign_in_that_is_not_there_leaves_no_row(enrolled: SqlStore) -> None:
    await enrolled.end_sign_in(b"u" * 32, row("signed_out"))
    await enrolled.end_sign_in(sign_in().token_hash, None)
    assert await _last(enrolled) == "enrolled"


async def test_a_clinician_ends_one_of_their_own_by_its_id(enrolled: SqlStore) -> None:
    ended = await enrolled.end_sign_in_of(RUIZ, sign_in().id, row("sign_in_revoked"))
    assert ended == sign_in().token_hash
    assert await enrolled.sign_ins_of(RUIZ, 0.0) == []
    assert await _last(enrolled) == "sign_in_revoked"
    assert await enrolled.end_sign_in_of(RUIZ, sign_in().id, row("sign_in_revoked again")) is None
    assert await _last(enrolled) == "sign_in_revoked"


@pytest.mark.parametrize("named", [sign_in(identity=OKORO).id, "", "another", "\udcff", "é", "a\x00"])
async def test_nobody_ends_the_sign_in_of_somebody_else(enrolled: SqlStore, named: str) -> None:
    assert await enrolled.end_sign_in_of(RUIZ, named, row("sign_in_revoked")) is None
    assert len(await enrolled.sign_ins_of(OKORO, 0.0)) == 1
    assert await _last(enrolled) == "enrolled"


async def test_the_half_of_a_page_key_is_sealed_and_opens_in_its_own_place_only(
    enrolled: SqlStore, database: Database
) -> None:
    async with database.writing() as connection:
        for half in await connection.scalars(select(table.c.page_half)):
            assert b"page half" not in half
        foreign = select(table.c.page_half).where(table.c.clinician == OKORO).scalar_subquery()
        await connection.execute(update(table).where(table.c.clinician == RUIZ).values(page_half=foreign))
    with pytest.raises(Unavailable):
        await enrolled.sign_in(sign_in().token_hash, 0.0)
