"""One database: transactions that read, transactions that write, and errors that quote nothing."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from telehealth.errors import Unavailable, Unknown
from telehealth.store.engine import BEGIN, BUSY_MILLISECONDS, MEMORY, async_engine, memory_engine
from telehealth.store.schema import DatabaseRefused, bring_up_to_date, make_at_once, upgrade_within
from telehealth.store.store import AlreadyThere

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = ["MEMORY", "Database", "DatabaseRefused", "open_database"]

CHECKPOINT_MILLISECONDS = 200
"""Writers wait while a checkpoint waits for readers."""
MIGRATING = 0x7E1E_4EA1
"""The lock that PostgreSQL gives to one process at a time: any number that nobody else uses."""
FOREIGN_KEY = frozenset({"SQLITE_CONSTRAINT_FOREIGNKEY", "23503"})
"""What SQLite and PostgreSQL (SQLSTATE) call a row whose owner is not there."""

log = structlog.get_logger()


class Database:
    """An engine, as the store uses it. Readers wait for nobody; writers take turns.

    Everything done inside `reading` and `writing` raises Unavailable when the database does not answer,
    AlreadyThere for what is kept already, and Unknown for what belongs to something that is not there.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._outside = engine.execution_options(**{BEGIN: ""})
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database and changes nothing."""
        with _translated():
            async with self._readers.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is kept as a whole when the block ends, and not at all when it raises.

        SQLite has one writer at a time. Those of this process queue here, since its own way of waiting is to
        try again every tenth of a second.
        """
        async with self._turn:
            with _translated():
                async with self._writers.begin() as connection:
                    yield connection

    async def checkpoint(self) -> None:
        """Let what was deleted go from the write-ahead log too; while somebody reads long, the next time."""
        if self._outside.dialect.name != "sqlite":
            return
        async with self._turn:
            with _translated():
                async with self._outside.connect() as connection:
                    await connection.exec_driver_sql(f"PRAGMA busy_timeout = {CHECKPOINT_MILLISECONDS}")
                    try:
                        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    finally:
                        await connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    async def close(self) -> None:
        """Let every connection go. SQLite folds its write-ahead log in with the last."""
        await self._readers.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise (Unknown() if _reason(error) in FOREIGN_KEY else AlreadyThere()) from None
    except SQLAlchemyError as error:
        log.error("the database does not answer", reason=_reason(error))
        raise Unavailable from None


def _reason(error: Exception) -> str:
    """The database's own name for what is wrong, which has nothing of what was asked in it."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    for name in ("sqlite_errorname", "sqlstate"):
        found = getattr(cause, name, None)
        if isinstance(found, str):
            return found
    return type(error).__name__


async def open_database(place: Path | str) -> Database:
    """The database in this file, made when there is none and migrated when it is older. Its folder is there.

    Or the one at a URL: PostgreSQL's, or MEMORY for a database that is gone when it is closed.
    Raises DatabaseRefused.
    """
    if not isinstance(place, str):
        await asyncio.to_thread(bring_up_to_date, place)
        return Database(async_engine(place))
    if place != MEMORY:
        return await _open_url(place)
    engine = memory_engine()
    async with engine.begin() as connection:
        await connection.run_sync(make_at_once)
    return Database(engine)


async def _open_url(url: str) -> Database:
    try:
        engine = create_async_engine(url, hide_parameters=True)
    except (SQLAlchemyError, ImportError) as error:
        raise DatabaseRefused("This URL names no database that this server can use.") from error
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            await connection.run_sync(upgrade_within)
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        raise DatabaseRefused(f"The database at this URL cannot be opened: {_reason(error)}.") from None
    except BaseException:
        await engine.dispose()
        raise
    return Database(engine)
