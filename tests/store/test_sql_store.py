"""The store as a whole: its name, its key, and one transaction or none."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import update

from telehealth.store import tables
from telehealth.store.database import Database, DatabaseRefused, open_database
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import Store
from tests.store.facts import NAME, OTHER_WRAPPING, RUIZ, WRAPPING, enrol, in_a_file, vault


def test_it_is_a_store(store: SqlStore) -> None:
    kept: Store = store
    assert kept is store


async def test_an_installation_has_a_random_name_that_stays(store: SqlStore, database: Database) -> None:
    name = await store.installation()
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", name)
    assert await SqlStore(database, WRAPPING).installation() == name


async def test_two_installations_have_two_names(tmp_path: Path) -> None:
    names = set()
    for number in range(2):
        store = SqlStore(await open_database(tmp_path / f"{number}.sqlite3"), WRAPPING)
        names.add(await store.installation())
        await store.close()
    assert len(names) == 2


async def test_the_first_key_that_is_checked_is_the_right_one(store: SqlStore, database: Database) -> None:
    await store.check_key()
    await SqlStore(database, WRAPPING).check_key()
    for _ in range(2):
        with pytest.raises(DatabaseRefused, match=r"server\.key is not the key"):
            await SqlStore(database, OTHER_WRAPPING).check_key()
    await store.check_key()


async def test_of_two_first_keys_at_once_one_is_right(store: SqlStore, database: Database) -> None:
    checks = (store.check_key(), SqlStore(database, OTHER_WRAPPING).check_key())
    answers = await asyncio.gather(*checks, return_exceptions=True)
    assert sorted(isinstance(answer, DatabaseRefused) for answer in answers) == [False, True]


async def test_the_key_check_of_another_installation_does_not_fit(
    store: SqlStore, database: Database
) -> None:
    await store.check_key()
    async with database.writing() as connection:
        await connection.execute(update(tables.installation).values(id="another"))
    with pytest.raises(DatabaseRefused):
        await store.check_key()


async def test_what_is_kept_outlives_the_process(tmp_path: Path) -> None:
    for again in (False, True):
        store = SqlStore(await open_database(tmp_path / NAME), WRAPPING)
        if not again:
            await enrol(store)
        assert await store.vault(RUIZ) == vault()
        assert [entry.number async for entry in store.audit()] == [1, 2]
        await store.close()


class Interruption:
    """A wrapping in the middle of whose work the task is cancelled."""

    def wrap(self, data: bytes, context: str) -> bytes:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        return WRAPPING.wrap(data, context)

    def unwrap(self, data: bytes, context: str) -> bytes:
        return WRAPPING.unwrap(data, context)


async def test_a_write_that_is_cancelled_leaves_nothing_half_written_and_the_database_usable(
    tmp_path: Path,
) -> None:
    database = await in_a_file(tmp_path)
    store = SqlStore(database, WRAPPING)
    await enrol(store)
    for _ in range(10):
        cancelled = asyncio.create_task(
            SqlStore(database, Interruption()).write_vault(RUIZ, 1, vault(2), 5.0)
        )
        await asyncio.wait([cancelled])
        assert cancelled.cancelled()
        assert await store.vault(RUIZ) == vault(1)
        assert await store.earlier_vaults(RUIZ) == []
    assert await store.write_vault(RUIZ, 1, vault(2), 5.0)
    await store.close()
