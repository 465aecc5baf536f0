"""A database as the store uses it: who waits for whom, and what is said when it does not answer."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from structlog.testing import capture_logs

from telehealth.errors import TelehealthError, Unavailable
from telehealth.signalling.writer import Writer
from telehealth.store import database as databases
from telehealth.store import engine as engines
from telehealth.store.database import MEMORY, Database, DatabaseRefused, open_database
from telehealth.store.sql_store import SqlStore
from tests.store.facts import LINK, NAME, RUIZ, WRAPPING, enrol, in_a_file, row, vault


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A database with a clinician in it."""
    store = SqlStore(await in_a_file(tmp_path), WRAPPING)
    await enrol(store)
    await store.close()
    return tmp_path / NAME


@pytest.fixture
async def impatient(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqlStore]:
    """A store that does not wait for other processes' locks."""
    patient = engines.PRAGMAS
    monkeypatch.setattr(engines, "PRAGMAS", ("busy_timeout = 0", *patient[1:]))
    store = SqlStore(await open_database(path), WRAPPING)
    yield store
    await store.close()


async def test_a_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    store = SqlStore(await open_database(tmp_path / NAME), WRAPPING)
    await enrol(store)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in _files(tmp_path)}
    await store.close()
    assert modes == {f"{NAME}{ending}": 0o600 for ending in ("", "-wal", "-shm", ".lock")}


async def test_a_database_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = SqlStore(await open_database(MEMORY), WRAPPING)
    await enrol(store)
    await store.close()
    assert _files(tmp_path) == []


async def test_a_database_that_is_closed_is_one_file(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    await store.write_vault(RUIZ, 1, vault(2), 5.0)
    await store.close()
    assert {file.name for file in _files(path.parent)} <= {NAME, f"{NAME}.lock"}


async def test_a_writer_whose_block_raises_writes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _write_and_raise(database)
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM clinicians"))).scalar_one() == 0


async def _write_and_raise(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(
            text("INSERT INTO clinicians (id, username, public_name) VALUES ('a', 'b', '')")
        )
        raise RuntimeError


async def test_readers_do_not_wait_for_a_writer(path: Path) -> None:
    database = await open_database(path)
    async with database.writing() as writer:
        await writer.execute(text("DELETE FROM vaults"))
        assert await SqlStore(database, WRAPPING).vault(RUIZ) == vault(1)
    assert await SqlStore(database, WRAPPING).vault(RUIZ) is None
    await database.close()


async def test_a_writer_of_another_process_is_waited_for(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(store.append_audit(row()))
        done, _ = await asyncio.wait([writing], timeout=0.05)
        assert not done
        other.execute("COMMIT")
        assert (await writing).number == 3
    await store.close()


async def test_a_locked_database_is_unavailable_to_writers_and_open_to_readers(
    impatient: SqlStore, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with capture_logs() as logs, pytest.raises(Unavailable):
            await impatient.write_vault(RUIZ, 1, vault(2), 5.0)
        assert await impatient.vault(RUIZ) == vault(1)
        other.execute("ROLLBACK")
    assert [(line["log_level"], line["reason"]) for line in logs] == [("error", "SQLITE_BUSY")]
    assert await impatient.write_vault(RUIZ, 1, vault(2), 5.0)


async def test_what_no_waiting_mends_is_a_fault_that_quotes_nothing_of_what_was_asked(
    impatient: SqlStore, path: Path
) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE invitations")
    with capture_logs() as logs, pytest.raises(TelehealthError) as raised:
        await impatient.add_invitation(LINK, None, 5.0, row())
    assert type(raised.value) is TelehealthError
    assert (raised.value.status, raised.value.code) == (500, "failed")
    assert [(line["log_level"], line["reason"]) for line in logs] == [("critical", "SQLITE_ERROR")]
    assert raised.value.__suppress_context__
    for word in ("invitations", "SELECT", LINK.id):
        assert word not in str(logs)


async def test_a_full_disk_leaves_no_half_written_row(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    large = vault(2, "large" * 200_000)
    with _no_file_longer_than(300_000), capture_logs() as logs, pytest.raises(Unavailable):
        await store.write_vault(RUIZ, 1, large, 5.0)
    assert logs
    assert await store.vault(RUIZ) == vault(1)
    assert await store.earlier_vaults(RUIZ) == []
    assert await store.write_vault(RUIZ, 1, large, 5.0)
    await store.close()


async def test_a_database_that_may_only_be_read_is_read(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    async with store._database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA query_only = ON")
    with capture_logs(), pytest.raises(Unavailable):
        await store.append_audit(row())
    assert await store.vault(RUIZ) == vault(1)
    await store.close()


async def test_whether_something_can_be_kept_is_found_out_by_writing(impatient: SqlStore, path: Path) -> None:
    await impatient.check_writing()
    with closing(sqlite3.connect(path, isolation_level=None)) as other, capture_logs():
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            await impatient.check_writing()
        other.execute("ROLLBACK")
    with _no_file_longer_than(0), capture_logs(), pytest.raises(Unavailable):
        await impatient.check_writing()
    await impatient.check_writing()
    async with impatient._database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA query_only = ON")
    with capture_logs(), pytest.raises(Unavailable):
        await impatient.check_writing()


async def test_writers_that_stand_in_line_for_too_long_are_told_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "TURN_SECONDS", 0.05)
    database = await open_database(path)
    store = SqlStore(database, WRAPPING)
    async with database.writing():
        with capture_logs() as logs:
            answers = await asyncio.gather(
                *(store.append_audit(row()) for _ in range(5)), return_exceptions=True
            )
    assert [type(answer) for answer in answers] == [Unavailable] * 5
    assert {line["reason"] for line in logs} == {"many wait for it"}
    assert (await store.append_audit(row())).number == 3
    await store.close()


async def test_a_server_of_databases_that_is_not_there_is_one_that_does_not_answer(
    database: Database,
) -> None:
    with capture_logs() as logs, pytest.raises(Unavailable):
        async with database.reading():
            raise ConnectionRefusedError
    assert [line["reason"] for line in logs] == ["ConnectionRefusedError"]


class OfTheDriver(Exception):
    """An error as a driver raises it, with the database's name for it."""

    def __init__(self, **names: str) -> None:
        super().__init__()
        self.__dict__ |= names


def failed(kind: type[DBAPIError], *, gone: bool = False, **names: str) -> DBAPIError:
    return kind("SELECT", {}, OfTheDriver(**names), connection_invalidated=gone)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (failed(OperationalError, sqlite_errorname="SQLITE_BUSY_SNAPSHOT"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_IOERR_WRITE"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_ERROR"), False),
        (failed(DataError, sqlite_errorname="SQLITE_TOOBIG"), False),
        (failed(DBAPIError, sqlstate="57P01"), True),
        (failed(OperationalError, sqlstate="53100"), True),
        (failed(ProgrammingError, sqlstate="42P01"), False),
        (failed(DataError, sqlstate="22001"), False),
        (failed(OperationalError), True),
        (failed(InterfaceError), True),
        (failed(ProgrammingError), False),
        (failed(ProgrammingError, gone=True), True),
        (NoConnection(), True),
        (InvalidRequestError(), False),
    ],
    ids=str,
)
async def test_only_what_may_pass_is_said_to(database: Database, error: Exception, passes: bool) -> None:
    with capture_logs(), pytest.raises(TelehealthError) as raised:
        async with database.reading():
            raise error
    assert type(raised.value) is (Unavailable if passes else TelehealthError)


async def test_a_writer_goes_on_after_a_fact_that_the_database_refuses_for_good(path: Path) -> None:
    database = await open_database(path)

    async def nonsense() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    store = SqlStore(database, WRAPPING)
    with capture_logs() as logs:
        async with Writer(pause=0) as writer:
            writer.write("nonsense", nonsense)
            writer.write("audit", lambda: store.append_audit(row()))
    assert "a fact could not be kept" in {line["event"] for line in logs if line["log_level"] == "critical"}
    assert "nowhere" not in str(logs)
    assert (await store.append_audit(row())).number == 4
    await store.close()


async def test_many_readers_share_a_few_connections(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    assert await asyncio.gather(*(store.vault(RUIZ) for _ in range(60))) == [vault(1)] * 60
    await store.close()


@pytest.mark.parametrize("url", ["nonsense", "nowhere+nothing://", "mysql+aiomysql://localhost/telehealth"])
async def test_a_url_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(DatabaseRefused, match="names no database"):
        await open_database(url)


@contextmanager
def _no_file_longer_than(most: int) -> Iterator[None]:
    """What a full disk does to a write, nearly: EFBIG in place of ENOSPC."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())
