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
from tests.store.facts import NAME, OTHER_WRAPPING, RUIZ, WRAPPING, enrol, row, vault


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


async def test_a_write_that_is_cancelled_leaves_nothing_half_written_and_the_store_usable(
    file_store: SqlStore,
) -> None:
    await enrol(file_store)
    for turns in range(25):
        before = await file_store.vault(RUIZ)
        assert before is not None
        writing = asyncio.create_task(
            file_store.write_vault(RUIZ, before.version, vault(before.version + 1), float(turns))
        )
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        after = await file_store.vault(RUIZ)
        assert after in (before, vault(before.version + 1))
        assert after is not None
        earlier = [one.version for one in await file_store.earlier_vaults(RUIZ)]
        assert earlier == list(range(after.version - 1, 0, -1))
    assert (await file_store.append_audit(row())).number == 3
