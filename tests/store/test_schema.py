"""Which version a database has, and the way from an older one to the newest, once and whole or not at all."""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from telehealth.store import schema
from telehealth.store.database import open_database
from telehealth.store.schema import HEAD, REVISIONS, DatabaseRefused, bring_up_to_date, lock, version
from tests.store.facts import NAME
from tests.store.migrations.earlier import database_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_database_that_is_not_there_is_made_for_its_owner_alone(path: Path) -> None:
    bring_up_to_date(path)
    assert version(path) == HEAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch(0o600)
    assert version(path) is None
    bring_up_to_date(path)
    assert version(path) == HEAD


def test_every_earlier_version_is_migrated(tmp_path: Path) -> None:
    for revision in REVISIONS:
        path = tmp_path / f"{revision}.sqlite3"
        database_of(path, revision)
        assert version(path) == revision
        bring_up_to_date(path)
        assert version(path) == HEAD


def test_a_database_that_is_up_to_date_is_left_alone_and_its_lock_too(path: Path) -> None:
    bring_up_to_date(path)
    before, made = path.read_bytes(), path.stat().st_mtime_ns
    with lock(path):
        bring_up_to_date(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, made)


@pytest.mark.parametrize("found", ["0004", "9999", "", "abcdef"])
def test_a_newer_database_is_refused_and_left_as_it_is(path: Path, found: str) -> None:
    bring_up_to_date(path)
    _execute(path, f"UPDATE alembic_version SET version_num = '{found}'")  # noqa: S608 - ours
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused, match="newer telehealth"):
        bring_up_to_date(path)
    assert path.read_bytes() == before


def test_a_database_without_a_version_is_refused(path: Path) -> None:
    bring_up_to_date(path)
    _execute(path, "DELETE FROM alembic_version")
    with pytest.raises(DatabaseRefused, match="newer telehealth"):
        bring_up_to_date(path)


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    _execute(path, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(DatabaseRefused, match="not one of telehealth"):
        bring_up_to_date(path)


@pytest.mark.parametrize(
    "content", [b"no database, whatever it is called" * 100, b"SQLite format 3\x00" + bytes(4080)]
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DatabaseRefused, match="cannot be opened as a database"):
        bring_up_to_date(path)
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_and_one_in_the_files_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="cannot be opened"):
        bring_up_to_date(tmp_path / "nowhere" / NAME)
    (tmp_path / NAME).mkdir()
    with pytest.raises(DatabaseRefused, match="cannot be opened"):
        bring_up_to_date(tmp_path / NAME)


@pytest.mark.parametrize(
    "name", ["per%cent.sqlite3", "ques?tion.sqlite3", "ha#sh and space.sqlite3", "ü.sqlite3"]
)
async def test_a_name_with_odd_characters_is_that_files_name(tmp_path: Path, name: str) -> None:
    database = await open_database(tmp_path / name)
    await database.close()
    assert {file.name for file in _files(tmp_path)} == {name, f"{name}.lock"}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    database_of(path, "0001")
    _execute(path, "CREATE TABLE _alembic_tmp_vaults (in_the_way TEXT)")
    with pytest.raises(DatabaseRefused, match="left as it was"):
        bring_up_to_date(path)
    assert version(path) == "0001"
    _execute(path, "DROP TABLE _alembic_tmp_vaults")
    bring_up_to_date(path)
    assert version(path) == HEAD


def test_rows_that_belong_to_nothing_are_not_migrated(path: Path) -> None:
    database_of(path, "0001")
    _execute(path, "INSERT INTO vaults VALUES ('nobody', 1, x'00', x'00')")
    with pytest.raises(DatabaseRefused, match="belong to nothing"):
        bring_up_to_date(path)
    assert version(path) == "0001"


async def test_many_who_open_a_new_database_at_once_all_get_it(path: Path) -> None:
    databases = await asyncio.gather(*(open_database(path) for _ in range(6)))
    for database in databases:
        async with database.reading() as connection:
            assert (await connection.exec_driver_sql("SELECT count(*) FROM installation")).scalar_one() == 1
        await database.close()


def test_processes_that_migrate_at_once_wait_for_each_other(path: Path) -> None:
    database_of(path, "0001")
    program = (
        "import sys, pathlib; from telehealth.store.schema import bring_up_to_date;"
        "bring_up_to_date(pathlib.Path(sys.argv[1]))"
    )
    processes = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert version(path) == HEAD


def test_who_waits_too_long_for_another_process_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "LOCK_SECONDS", 0.01)
    monkeypatch.setattr(schema, "LOOKED_EVERY", 0.001)
    other = os.open(path.with_name(f"{NAME}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(other, fcntl.LOCK_EX)
    with pytest.raises(DatabaseRefused, match="Another process"):
        bring_up_to_date(path)
    os.close(other)
    bring_up_to_date(path)


def test_alembic_is_loaded_only_to_migrate(path: Path) -> None:
    bring_up_to_date(path)
    program = (
        "import asyncio, sys, pathlib; from telehealth.store.database import open_database;"
        "from telehealth.store.sql_store import SqlStore; import telehealth.store.backup;"
        "database = asyncio.run(open_database(pathlib.Path(sys.argv[1])));"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 0
