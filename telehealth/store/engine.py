"""Connections to SQLite, each set up alike: write-ahead log, foreign keys, nothing deleted left in pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

MEMORY = "sqlite+aiosqlite://"
"""The URL of a database that is gone with its engine."""
CONNECTIONS = 4
"""To a file: one writes at a time, and the others read beside it."""
BEGIN = "telehealth_begin"
"""The option of a connection that says how its transactions begin: a statement, or "" for none at all."""

CONNECTION_SECONDS = 10.0
"""How long somebody waits for one of them."""
BUSY_MILLISECONDS = 5000
"""How long a writer waits for one of another process."""
PRAGMAS = (
    f"busy_timeout = {BUSY_MILLISECONDS}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",  # what is sorted never reaches a file of its own
)


DAMAGED_TOO = partial(str, encoding="utf-8", errors="surrogateescape")
"""Reads text, also where a byte of the file was changed: the audit log's chain says in which row it was."""


def async_engine(path: Path) -> AsyncEngine:
    """Several connections to one file."""
    url = URL.create("sqlite+aiosqlite", database=str(path))
    engine = create_async_engine(
        url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=CONNECTION_SECONDS
    )
    set_up(engine.sync_engine)
    return engine


def memory_engine() -> AsyncEngine:
    """One connection, which whoever comes second waits for: a database in memory is its connection."""
    engine = create_async_engine(
        MEMORY, hide_parameters=True, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0
    )
    set_up(engine.sync_engine)
    return engine


def migration_engine(path: Path) -> Engine:
    """Blocking, and without foreign keys: a table that is built anew must not take others with it as it goes.

    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
    set_up(engine, foreign_keys=False, begin="BEGIN IMMEDIATE")
    return engine


def set_up(engine: Engine, *, foreign_keys: bool = True, begin: str = "BEGIN") -> None:
    """Give every connection its settings, and begin transactions ourselves.

    Python's sqlite3 begins none before a SELECT and none before CREATE TABLE (PEP 249 wants both); with
    `isolation_level = None` it begins none at all.
    """

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        getattr(connection, "driver_connection", connection).text_factory = DAMAGED_TOO
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        statement = connection.get_execution_options().get(BEGIN, begin)
        if statement:
            connection.exec_driver_sql(statement)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
