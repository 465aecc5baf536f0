"""A copy of the database, and putting one back: whole or not at all."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from telehealth.store import backup as module
from telehealth.store.backup import BackupRefused, backup, restore
from telehealth.store.database import open_database
from telehealth.store.schema import HEAD, version
from telehealth.store.sql_store import SqlStore
from tests.store.facts import (
    NAME,
    OKORO,
    RUIZ,
    WRAPPING,
    clinician,
    credentials,
    enrol,
    enrolment,
    in_a_file,
    row,
    sign_in,
    vault,
)
from tests.store.migrations.earlier import database_of


def _anything(_draft: Path) -> None:
    """Every copy is good enough."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A server that runs: what is written is in the write-ahead log."""
    opened = SqlStore(await in_a_file(tmp_path), WRAPPING)
    await enrol(opened)
    yield opened
    await opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy"


async def _opened(path: Path) -> SqlStore:
    return SqlStore(await open_database(path), WRAPPING)


def _files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _logs(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", "-journal")]


# ── Backup ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_copy_holds_everything_beside_a_running_server(
    store: SqlStore, path: Path, copy: Path
) -> None:
    await store.write_vault(RUIZ, 1, vault(2), 5.0)
    assert _logs(path)[0].stat().st_size > 0
    backup(path, copy)
    await store.write_vault(RUIZ, 2, vault(3), 6.0)
    copied = await _opened(copy)
    assert await copied.vault(RUIZ) == vault(2)
    assert await copied.credentials(RUIZ) == credentials()
    assert await copied.installation() == await store.installation()
    await copied.close()
    assert await store.vault(RUIZ) == vault(3)


@pytest.mark.usefixtures("store")
def test_a_copy_is_one_file_for_its_owner_alone(path: Path, copy: Path) -> None:
    before = _files(path.parent)
    backup(path, copy)
    assert _files(path.parent) == before | {copy.name}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copy.read_bytes()[18:20] == b"\x01\x01"  # no write-ahead log (SQLite's file format, 1.3.3)


@pytest.mark.usefixtures("store")
def test_a_file_that_is_there_is_not_written_over(path: Path, copy: Path) -> None:
    copy.write_bytes(b"somebody's letters")
    with pytest.raises(BackupRefused, match="there already"):
        backup(path, copy)
    assert copy.read_bytes() == b"somebody's letters"


@pytest.mark.usefixtures("store")
def test_a_copy_needs_a_folder_that_is_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="No such file or directory"):
        backup(path, tmp_path / "nowhere" / "copy")


def test_a_database_that_is_not_there_is_not_made(path: Path, copy: Path) -> None:
    with pytest.raises(BackupRefused):
        backup(path, copy)
    assert not path.exists()
    assert not copy.exists()


def test_an_empty_database_is_not_worth_a_copy(path: Path, copy: Path) -> None:
    path.touch()
    with pytest.raises(BackupRefused, match="empty"):
        backup(path, copy)
    assert not copy.exists()


async def test_a_damaged_database_makes_no_copy(store: SqlStore, path: Path, copy: Path) -> None:
    await store.close()
    _damage(path)
    with pytest.raises(BackupRefused, match="damaged"):
        backup(path, copy)
    assert copy.name not in _files(copy.parent)


def _damage(path: Path) -> None:
    """Write over every page but the first, which says what tables there are."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)


# ── Restore ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def copied(store: SqlStore, path: Path, copy: Path) -> Path:
    """A copy of a clinician's account with a vault of version 1; the database went on to version 2."""
    await store.add_clinician(clinician(OKORO), enrolment(OKORO), row())
    backup(path, copy)
    await store.write_vault(RUIZ, 1, vault(2), 5.0)
    await store.close()
    return copy


async def test_what_is_put_back_is_as_it_was_copied(copied: Path, path: Path) -> None:
    restore(copied, path, _anything)
    restored = await _opened(path)
    assert await restored.vault(RUIZ) == vault(1)
    assert await restored.clinician(OKORO) == clinician(OKORO)
    await restored.check_key()
    await restored.close()


async def test_everybody_is_signed_out_and_enrolment_links_are_void(copied: Path, path: Path) -> None:
    restore(copied, path, _anything)
    restored = await _opened(path)
    assert await restored.sign_in(sign_in().token_hash, 0.0) is None
    assert await restored.enrolling(enrolment(OKORO).token_hash, 0.0) is None
    await restored.close()
    assert sign_in().token_hash not in _bytes(path)


async def test_a_copy_is_put_where_there_is_no_database(copied: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another server"
    folder.mkdir()
    restore(copied, folder / NAME, _anything)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert _files(folder) == {NAME, f"{NAME}.lock"}
    restored = await _opened(folder / NAME)
    assert await restored.vault(RUIZ) == vault(1)
    await restored.close()


def test_the_copy_stays_as_it_is_and_can_be_put_back_again(copied: Path, path: Path) -> None:
    before = copied.read_bytes()
    copied.chmod(0o400)
    for _ in range(2):
        restore(copied, path, _anything)
    assert copied.read_bytes() == before
    assert [log for log in _logs(copied) if log.exists()] == []


async def test_an_old_write_ahead_log_is_not_taken_for_the_new_ones(copied: Path, path: Path) -> None:
    """As after a crash: the log was never folded in."""
    store = await _opened(path)
    await store.write_vault(RUIZ, 2, vault(3, "in the log"), 6.0)
    left = {log: log.read_bytes() for log in (path, *_logs(path)[:2])}
    await store.close()
    for file, content in left.items():
        file.write_bytes(content)
    restore(copied, path, _anything)
    assert [log for log in _logs(path) if log.exists()] == []
    restored = await _opened(path)
    assert await restored.vault(RUIZ) == vault(1)
    await restored.close()


async def test_a_database_in_use_is_not_replaced(
    copied: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.0)
    store = await _opened(path)
    assert await store.vault(RUIZ) == vault(2)
    with pytest.raises(BackupRefused, match="in use"):
        restore(copied, path, _anything)
    assert await store.vault(RUIZ) == vault(2)
    assert await store.write_vault(RUIZ, 2, vault(3), 6.0)
    await store.close()
    assert not path.with_name(f".{NAME}.restored").exists()


async def test_a_damaged_database_is_replaced(copied: Path, path: Path) -> None:
    _spoil(path, "letters")
    restore(copied, path, _anything)
    restored = await _opened(path)
    assert await restored.vault(RUIZ) == vault(1)
    await restored.close()


async def test_what_an_interrupted_attempt_left_is_in_nobodys_way(copied: Path, path: Path) -> None:
    path.with_name(f".{NAME}.restored").write_bytes(b"half a copy")
    restore(copied, path, _anything)
    assert version(path) == HEAD
    assert not path.with_name(f".{NAME}.restored").exists()


def test_an_older_copy_is_migrated(tmp_path: Path, path: Path, copy: Path) -> None:
    database_of(tmp_path / "earlier", "0001")
    backup(tmp_path / "earlier", copy)
    restore(copy, path, _anything)
    assert version(path) == HEAD
    assert version(copy) == "0001"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version, replaced FROM vaults").fetchall() == [(41, None)]
        assert connection.execute("SELECT count(*) FROM sign_ins").fetchone() == (0,)


@pytest.mark.parametrize(
    "fault", ["not there", "empty", "letters", "other", "newer", "damaged", "cut short", "log"]
)
async def test_what_is_no_good_copy_is_refused_and_the_database_stays(
    copied: Path, path: Path, fault: str
) -> None:
    _spoil(copied, fault)
    before = _files(path.parent)
    with pytest.raises(BackupRefused, match=str(copied)):
        restore(copied, path, _anything)
    assert _files(path.parent) == before | {f"{NAME}.lock"}
    store = await _opened(path)
    assert await store.vault(RUIZ) == vault(2)
    await store.close()


def _spoil(copy: Path, fault: str) -> None:
    match fault:
        case "not there":
            copy.unlink()
        case "empty":
            copy.write_bytes(b"")
        case "letters":
            copy.write_bytes(b"somebody's letters" * 1000)
        case "other":
            copy.unlink()
            _execute(copy, "CREATE TABLE bookmarks (url TEXT)")
        case "newer":
            _execute(copy, "UPDATE alembic_version SET version_num = '9999'")
        case "damaged":
            _damage(copy)
        case "cut short":
            copy.write_bytes(copy.read_bytes()[:-4096])
        case "log":
            _logs(copy)[0].touch()


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
