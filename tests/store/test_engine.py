"""How connections to SQLite are set up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from telehealth.store.engine import CONNECTIONS, async_engine, memory_engine, migration_engine

NAME = "some.sqlite3"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = async_engine(tmp_path / NAME)
    yield made
    await made.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("temp_store", 2),
    ],
)
async def test_every_connection_is_set_up(engine: AsyncEngine, pragma: str, value: object) -> None:
    connections = [await engine.connect() for _ in range(CONNECTIONS)]
    for connection in connections:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value
        await connection.close()


async def test_a_transaction_takes_back_what_it_made_tables_too(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql("CREATE TABLE things (name TEXT)")
        await connection.exec_driver_sql("INSERT INTO things VALUES ('one')")
        await connection.rollback()
        assert (await connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")).scalar_one() == 0


async def test_a_reader_sees_one_state_to_its_end(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE things (name TEXT)")
    async with engine.connect() as reader:
        count = "SELECT count(*) FROM things"
        assert (await reader.exec_driver_sql(count)).scalar_one() == 0
        async with engine.begin() as writer:
            await writer.exec_driver_sql("INSERT INTO things VALUES ('one')")
        assert (await reader.exec_driver_sql(count)).scalar_one() == 0


async def test_a_database_in_memory_is_one_for_all_who_ask() -> None:
    engine = memory_engine()
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE things (name TEXT)")
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM things")).scalar_one() == 0
    await engine.dispose()


def _parent_and_child(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent REFERENCES parent (id) ON DELETE CASCADE)")
        connection.exec_driver_sql("INSERT INTO parent VALUES (1)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")


def test_a_table_that_is_built_anew_takes_no_other_with_it(tmp_path: Path) -> None:
    engine = migration_engine(tmp_path / NAME)
    _parent_and_child(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE parent")
        assert connection.exec_driver_sql("SELECT count(*) FROM child").scalar_one() == 1
    engine.dispose()


async def test_an_error_does_not_quote_what_was_asked(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(OperationalError) as raised:
            await connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("a secret",))
    assert "a secret" not in str(raised.value)
