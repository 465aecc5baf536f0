"""What proves and opens an account, sealed in the database."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from telehealth.core.ids import ClinicianId
from telehealth.errors import Unavailable
from telehealth.store.database import Database
from telehealth.store.sql_store import SqlStore
from telehealth.store.tables import credentials as table
from tests.store.facts import (
    OKORO,
    OTHER_ROOM,
    OTHER_WRAPPING,
    RUIZ,
    clinician,
    credentials,
    enrol,
    enrolment,
    row,
)

COLUMNS = ["verifier", "recovery_verifier", "password_wrap", "recovery_wrap"]


async def test_an_account_has_credentials_once_it_is_set_up(store: SqlStore) -> None:
    assert await store.credentials(ClinicianId("")) is None
    await store.add_clinician(clinician(OKORO), enrolment(OKORO), row())
    assert await store.credentials(OKORO) is None
    await enrol(store)
    assert await store.credentials(RUIZ) == credentials()
    assert await store.credentials(OKORO) is None


async def test_no_column_shows_what_is_in_it(store: SqlStore, database: Database) -> None:
    await enrol(store)
    async with database.reading() as connection:
        kept = (await connection.execute(select(*(table.c[name] for name in COLUMNS)))).one()
    for name, value in zip(COLUMNS, kept, strict=True):
        plain = getattr(credentials(), name)
        assert (plain.encode() if isinstance(plain, str) else plain) not in value


async def test_another_key_opens_nothing(store: SqlStore, database: Database) -> None:
    await enrol(store)
    with pytest.raises(Unavailable):
        await SqlStore(database, OTHER_WRAPPING).credentials(RUIZ)


@pytest.mark.parametrize("column", COLUMNS)
async def test_what_was_sealed_for_somebody_else_opens_nothing(
    store: SqlStore, database: Database, column: str
) -> None:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    foreign = select(table.c[column]).where(table.c.clinician == OKORO).scalar_subquery()
    async with database.writing() as connection:
        await connection.execute(update(table).where(table.c.clinician == RUIZ).values({column: foreign}))
    with pytest.raises(Unavailable):
        await store.credentials(RUIZ)


async def test_what_was_sealed_for_another_column_opens_nothing(store: SqlStore, database: Database) -> None:
    await enrol(store)
    async with database.writing() as connection:
        await connection.execute(update(table).values(verifier=table.c.recovery_verifier))
    with pytest.raises(Unavailable):
        await store.credentials(RUIZ)
