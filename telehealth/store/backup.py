"""A copy of the database, and putting one back. The server's key is not in it. Everything here blocks."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from telehealth.refusal import Refused
from telehealth.store.schema import DatabaseRefused, known_version, lock, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUSY_SECONDS = 5.0
ANOTHER = "Take another backup."


class BackupRefused(Refused):
    """It cannot be copied or put back; the text says why and what to do."""


def backup(database: Path, target: Path) -> None:
    """Copy the database as it is now into a new file, readable for its owner alone. Nobody waits for it.

    What is still in the write-ahead log is in the copy, which is one file. Raises BackupRefused.
    """
    failed = f"{database} could not be copied to {target}"
    with _refusing(failed), closing(_opened(database, "mode=rw")) as source:
        if known_version(source, str(database)) is None:
            raise BackupRefused(f"{database} is empty.")
        with _new_file(target):
            _copy(source, target)
            if not _is_whole(target):
                raise BackupRefused(
                    f"{database} is damaged. Stop the server and restore the newest backup that is whole."
                )


def restore(source: Path, database: Path, check: Callable[[Path], None]) -> None:
    """Put a copy in the database's place, all at once. Everybody is signed out, and enrolment links are void.

    A copy that is older than this code is migrated. `check` looks at it before it is put in place, and may
    refuse it by raising. Raises BackupRefused, and the database is as it was then.
    """
    draft = database.with_name(f".{database.name}.restored")
    with _refusing(f"{source} could not be put back"), lock(database):
        _remove(draft)
        with _new_file(draft):
            with closing(_opened(source, "mode=ro&immutable=1")) as copy:
                _check_origin(copy, source)
                _copy(copy, draft)
            if not _is_whole(draft):
                raise BackupRefused(f"{source} is damaged. {ANOTHER}")
            upgrade(draft)
            _forget_tokens(draft)
            check(draft)
            _fold(draft)
            _lay_down(database)
            draft.replace(database)
        _sync(database.parent)


def _check_origin(copy: sqlite3.Connection, source: Path) -> None:
    try:
        version = known_version(copy, str(source))
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{source} is no database, or a damaged one. {ANOTHER}") from error
    if version is None:
        raise BackupRefused(f"{source} is empty. {ANOTHER}")
    if source.with_name(f"{source.name}-wal").exists():
        raise BackupRefused(
            f"{source} has a write-ahead log beside it: it is a database in use, or a part of one. "
            "Take a file that `telehealth backup` has written."
        )


def _copy(source: sqlite3.Connection, target: Path) -> None:
    """Page by page, as of one moment, into a database that needs no other file beside it."""
    with closing(_opened(target, "mode=rw")) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


def _is_whole(path: Path) -> bool:
    with closing(_opened(path, "mode=rw")) as connection:
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


def _forget_tokens(path: Path) -> None:
    """What opened something when the copy was made must not open it again."""
    with closing(_opened(path, "mode=rw")) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM sign_ins")
        connection.execute("DELETE FROM enrolments")


def _lay_down(database: Path) -> None:
    """Fold the old database's write-ahead log in: left beside, it would be taken for the new one's."""
    if database.exists():
        try:
            _fold(database)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise BackupRefused(f"{database} is in use. Stop the server, then try again.") from error
            raise
        except sqlite3.DatabaseError:
            # It is damaged, which may be why a copy takes its place.
            pass
    for log in _logs(database):
        log.unlink(missing_ok=True)


def _fold(path: Path) -> None:
    with closing(_opened(path, "mode=rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _opened(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS)


@contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """A file that was not there, for its owner alone; gone again unless the block ends well."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError as error:
        raise BackupRefused(f"{path} is there already. Name another file.") from error
    try:
        yield
    except BaseException:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    for file in (path, *_logs(path)):
        file.unlink(missing_ok=True)


def _logs(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", "-journal")]


def _sync(folder: Path) -> None:
    """The new name is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    try:
        yield
    except DatabaseRefused as error:
        raise BackupRefused(str(error)) from error
    except sqlite3.Error as error:
        raise BackupRefused(f"{what}: {error}.") from error
    except OSError as error:
        raise BackupRefused(f"{what}: {error.strerror}.") from error
