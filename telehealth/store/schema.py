"""Which version of the tables a database has, and the way from there to the version of this code."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from telehealth.refusal import Refused
from telehealth.store.engine import migration_engine
from telehealth.store.tables import installation, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003")
"""The migrations in `migrations/versions`, in order. Alembic is loaded only when one is to be made."""
HEAD = REVISIONS[-1]
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 60.0
LOOKED_EVERY = 0.05

_one_at_a_time = threading.Lock()
"""Alembic keeps the migration that is on in a global of its own."""


class DatabaseRefused(Refused):
    """The database cannot be used; the text says why and what to do."""


def bring_up_to_date(path: Path) -> None:
    """Make the database in this file if there is none, for its owner alone, and migrate an older one.

    Blocks. A second process that wants the same waits for the first. Raises DatabaseRefused.
    """
    if path.exists() and version(path) == HEAD:
        return
    with lock(path):
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise DatabaseRefused(f"{path} cannot be opened ({error.strerror}).") from error
        if version(path) != HEAD:
            upgrade(path)


def version(path: Path) -> str | None:
    """The version of the tables in this file; None for a database without any.

    Raises DatabaseRefused for a file that is something else, or newer than this code.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5.0)
        ) as connection:
            return known_version(connection, str(path))
    except sqlite3.Error as error:
        raise DatabaseRefused(
            f"{path} cannot be opened as a database: {error}. If it is damaged, stop the server and restore "
            "a backup."
        ) from error


def known_version(connection: sqlite3.Connection, name: str) -> str | None:
    """The version of the tables; None when there are none at all. Raises DatabaseRefused, sqlite3.Error."""
    tables = {table for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise DatabaseRefused(f"{name} is a database, but not one of telehealth. Name another file.")
    return _checked(
        [found for (found,) in connection.execute("SELECT version_num FROM alembic_version")], name
    )


def _checked(found: list[str], name: str) -> str:
    if len(found) != 1 or found[0] not in REVISIONS:
        raise DatabaseRefused(
            f"{name} was written by a newer telehealth: its tables have version {', '.join(found) or '?'}, "
            f"and this one knows {HEAD}. Run the newer one again, or restore a backup from before it."
        )
    return found[0]


def upgrade(path: Path) -> None:
    """Make every migration that is missing, all of them or none. Blocks. Raises DatabaseRefused."""
    engine = migration_engine(path)
    try:
        with engine.begin() as connection:
            upgrade_within(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise DatabaseRefused(
                    f"{path} has rows that belong to nothing. It is left as it was: restore a backup of it."
                )
    except DBAPIError as error:
        raise DatabaseRefused(f"{path} could not be migrated: {error.orig}. It is left as it was.") from error
    finally:
        engine.dispose()


def upgrade_within(connection: Connection) -> None:
    """The same in a transaction that is open. Raises DatabaseRefused."""
    if inspect(connection).has_table("alembic_version"):
        found = list(connection.scalars(text("SELECT version_num FROM alembic_version")))
        if _checked(found, "The database") == HEAD:
            return
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _one_at_a_time:
        command.upgrade(config, HEAD)
    name_installation(connection)


def make_at_once(connection: Connection) -> None:
    """The newest tables without the way to them, for a database that has no earlier version."""
    metadata.create_all(connection)
    name_installation(connection)


def name_installation(connection: Connection) -> None:
    """Give the installation its random name, once."""
    if not connection.scalar(select(func.count()).select_from(installation)):
        connection.execute(insert(installation).values(id=secrets.token_urlsafe(16)))


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the file beside the database, so that nobody else makes, migrates or replaces it (flock(2)).

    Blocks. Raises DatabaseRefused after a minute.
    """
    name = path.with_name(f"{path.name}.lock")
    try:
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseRefused(
            f"{name} cannot be opened ({error.strerror}). Its folder must be there."
        ) from error
    try:
        _take(handle, path)
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    given_up = time.monotonic() + LOCK_SECONDS
    while time.monotonic() < given_up:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(LOOKED_EVERY)
    raise DatabaseRefused(f"Another process is migrating {path} and does not come to an end.")
