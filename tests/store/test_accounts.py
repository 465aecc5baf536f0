"""Accounts: added, set up once, closed, opened again, removed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from telehealth.core.ids import ClinicianId
from telehealth.errors import Unknown
from telehealth.store import tables
from telehealth.store.database import Database
from telehealth.store.records import Clinician
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import AlreadyThere
from tests.store.facts import (
    LINK,
    OKORO,
    OTHER_ROOM,
    ROOM,
    RUIZ,
    SEAT,
    clinician,
    credentials,
    enrol,
    enrolment,
    row,
    sign_in,
    vault,
)

TOKEN = enrolment().token_hash


@dataclass(frozen=True)
class Setting:
    """What somebody sends who sets up an account."""

    token: bytes = TOKEN
    now: float = 0.0
    cookie: str = "cookie"

    async def up(self, store: SqlStore) -> bool:
        return await store.enrol(
            self.token,
            self.now,
            public_name="Dr Ruiz",
            credentials=credentials(),
            room=ROOM,
            vault=vault(),
            sign_in=sign_in(self.cookie),
            audit=row("enrolled"),
        )


@pytest.fixture
async def added(store: SqlStore) -> SqlStore:
    await store.add_clinician(clinician(), enrolment(), row("clinician_added"))
    return store


async def events(store: SqlStore) -> list[str]:
    return [entry.row.event async for entry in store.audit()]


async def test_accounts_are_found_by_id_and_by_username(added: SqlStore) -> None:
    assert await added.clinician(RUIZ) == clinician()
    assert await added.clinician_named("dr.ruiz") == clinician()


@pytest.mark.parametrize(
    "username", ["", "dr.Ruiz", "dr.ruiz ", "dr.ruiz\x00", "dr_ruiz", "%", "ruíz", "\ud800"]
)
async def test_a_username_is_found_exactly_as_it_is_written(added: SqlStore, username: str) -> None:
    assert await added.clinician_named(username) is None


async def test_accounts_are_listed_by_username(added: SqlStore) -> None:
    await added.add_clinician(clinician(OKORO), enrolment(OKORO), row())
    assert [one.username for one in await added.clinicians()] == ["dr.okoro", "dr.ruiz"]


async def test_a_username_belongs_to_one_account(added: SqlStore) -> None:
    namesake = replace(clinician(OKORO), username="dr.ruiz")
    with pytest.raises(AlreadyThere):
        await added.add_clinician(namesake, enrolment(OKORO), row("clinician_added"))
    assert await added.clinician(OKORO) is None
    assert await events(added) == ["clinician_added"]


# ── Setting up ───────────────────────────────────────────────────────────────────────────────────


async def test_looking_at_an_enrolment_link_says_whose_it_is_and_uses_nothing_up(added: SqlStore) -> None:
    for _ in range(3):
        assert await added.enrolling(TOKEN, 999.0) == clinician()


async def test_setting_up_keeps_everything_at_once(added: SqlStore) -> None:
    assert await Setting().up(added)
    assert await added.clinician(RUIZ) == replace(clinician(), public_name="Dr Ruiz")
    assert await added.credentials(RUIZ) == credentials()
    assert await added.vault(RUIZ) == vault()
    assert await added.rooms_of(RUIZ) == [ROOM]
    assert await added.sign_in(sign_in().token_hash, 0.0) == sign_in()
    assert await events(added) == ["clinician_added", "enrolled"]


@pytest.mark.parametrize(
    "attempt",
    [Setting(now=1000.0), Setting(token=b"u" * 32), Setting(token=b"")],
    ids=["expired", "unknown", "empty"],
)
async def test_a_bad_enrolment_link_opens_nothing(added: SqlStore, attempt: Setting) -> None:
    assert await added.enrolling(attempt.token, attempt.now) is None
    assert not await attempt.up(added)
    assert await added.credentials(RUIZ) is None
    assert await added.rooms_of(RUIZ) == []
    assert await events(added) == ["clinician_added"]


async def test_an_enrolment_link_works_once(added: SqlStore) -> None:
    assert await Setting().up(added)
    assert not await Setting(cookie="second").up(added)
    assert await added.enrolling(TOKEN, 0.0) is None
    assert await added.sign_in(sign_in("second").token_hash, 0.0) is None


async def test_of_many_who_use_an_enrolment_link_at_once_one_succeeds(added: SqlStore) -> None:
    attempts = [Setting(cookie=f"cookie {number}") for number in range(12)]
    assert sorted(await asyncio.gather(*(one.up(added) for one in attempts))) == [False] * 11 + [True]
    assert len(await added.sign_ins_of(RUIZ, 0.0)) == 1
    assert await events(added) == ["clinician_added", "enrolled"]


async def test_a_new_enrolment_link_makes_the_old_one_void(added: SqlStore) -> None:
    await added.add_clinician(clinician(OKORO), enrolment(OKORO), row())
    await added.reissue_enrolment(enrolment(link="anew"), row("enrolment_renewed"))
    assert await added.enrolling(TOKEN, 0.0) is None
    assert await added.enrolling(enrolment(link="anew").token_hash, 0.0) == clinician()
    assert await added.enrolling(enrolment(OKORO).token_hash, 0.0) == clinician(OKORO)


async def test_an_account_that_is_set_up_is_not_set_up_again(added: SqlStore) -> None:
    assert await Setting().up(added)
    await added.reissue_enrolment(enrolment(link="anew"), row())
    again = Setting(token=enrolment(link="anew").token_hash, cookie="second")
    assert await added.enrolling(again.token, 0.0) is None
    assert not await again.up(added)


async def test_a_closed_account_is_not_set_up(added: SqlStore) -> None:
    await added.close_clinician(RUIZ, 500.0, row())
    assert await added.enrolling(TOKEN, 499.0) is not None
    assert await added.enrolling(TOKEN, 500.0) is None
    assert not await Setting(now=500.0).up(added)


async def test_a_room_of_somebody_else_is_not_taken_over_and_the_link_stays_good(added: SqlStore) -> None:
    await enrol(added, OKORO, replace(ROOM, owner=OKORO))
    with pytest.raises(AlreadyThere):
        await Setting().up(added)
    assert await added.room(ROOM.id) == replace(ROOM, owner=OKORO)
    assert await added.credentials(RUIZ) is None
    assert await added.enrolling(TOKEN, 0.0) == clinician()


async def test_an_enrolment_link_for_nobody_is_not_kept(store: SqlStore) -> None:
    with pytest.raises(Unknown):
        await store.reissue_enrolment(enrolment(), row("enrolment_renewed"))
    assert await events(store) == []


# ── Closing and removing ─────────────────────────────────────────────────────────────────────────


async def test_an_account_closes_at_its_moment_and_can_be_opened_again(store: SqlStore) -> None:
    await enrol(store)
    await store.close_clinician(RUIZ, 500.0, row("clinician_disabled", 1.0))
    assert (await _kept(store)).closing == 500.0
    assert await store.sign_in(sign_in().token_hash, 500.0) is None
    await store.close_clinician(RUIZ, None, row("clinician_enabled", 600.0))
    assert await store.sign_in(sign_in().token_hash, 600.0) == sign_in()


async def test_an_account_closed_at_once_loses_its_sign_ins_for_good(store: SqlStore) -> None:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    await store.close_clinician(RUIZ, 500.0, row("clinician_disabled", 500.0))
    await store.close_clinician(RUIZ, None, row("clinician_enabled", 600.0))
    assert await store.sign_in(sign_in().token_hash, 600.0) is None
    assert await store.sign_ins_of(RUIZ, 600.0) == []
    assert await store.sign_in(sign_in(identity=OKORO).token_hash, 600.0) is not None


async def test_with_a_clinician_goes_everything_of_theirs_but_the_audit_log(
    store: SqlStore, database: Database
) -> None:
    await enrol(store)
    await store.write_vault(RUIZ, 1, vault(2), 10.0)
    await store.reissue_enrolment(enrolment(link="late"), row())
    await store.add_invitation(LINK, None, 0.0, row())
    await store.add_seat(SEAT)
    before = await events(store)
    await store.remove_clinician(RUIZ, row("clinician_removed"))
    assert await _rows(database) == {"installation": 1, "audit": len(before) + 1}
    assert await events(store) == [*before, "clinician_removed"]


async def test_removing_one_clinician_leaves_the_other(store: SqlStore) -> None:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    await store.remove_clinician(RUIZ, row())
    assert await store.clinicians() == [replace(clinician(OKORO), public_name="Dr Okoro")]
    assert await store.vault(OKORO) == vault()
    assert await store.room(OTHER_ROOM.id) == OTHER_ROOM


async def test_nobody_is_closed_or_removed_by_another_id(store: SqlStore) -> None:
    await enrol(store)
    await store.close_clinician(ClinicianId("nobody"), 1.0, row())
    await store.remove_clinician(ClinicianId("nobody"), row())
    assert (await _kept(store)).closing is None


async def _kept(store: SqlStore) -> Clinician:
    kept = await store.clinician(RUIZ)
    assert kept is not None
    return kept


async def _rows(database: Database) -> dict[str, int]:
    """How many rows the tables have that have any."""
    async with database.reading() as connection:
        counts = {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}
