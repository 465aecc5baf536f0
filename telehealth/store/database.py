"""One database: transactions that read, transactions that write, and errors that quote nothing."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import create_async_engine

from telehealth.errors import TelehealthError, Unavailable, Unknown
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
TURN_SECONDS = 10.0
"""How long a writer waits for others of this process. While nothing can be written, they stand in line."""
MIGRATING = 0x7E1E_4EA1
"""The lock that PostgreSQL gives to one process at a time: any number that nobody else uses."""
FOREIGN_KEY = frozenset({"SQLITE_CONSTRAINT_FOREIGNKEY", "23503"})
"""What SQLite and PostgreSQL (SQLSTATE) call a row whose owner is not there."""
SQLITE_PASSES = frozenset(
    {"BUSY", "LOCKED", "FULL", "READONLY", "IOERR", "CANTOPEN", "NOMEM", "PROTOCOL", "INTERRUPT"}
)
"""What SQLite says, also with more words after it, when the same may well be kept later."""
SQLSTATE_PASSES = ("08", "53", "57", "58", "25006", "40001", "40P01", "55P03")
"""The same of PostgreSQL: no connection, no room, going down, its disk, read-only, and who waits for whom."""

log = structlog.get_logger()


class Database:
    """An engine, as the store uses it. Readers wait for nobody; writers take turns.

    Everything done inside `reading` and `writing` raises Unavailable when the database does not answer,
    AlreadyThere for what is kept already, and Unknown for what belongs to something that is not there. What
    it refuses for any other reason it refuses for good: that is a fault of ours, and a plain TelehealthError.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._outside = engine.execution_options(**{BEGIN: ""})
        self._turns = asyncio.Lock() if engine.dialect.name == "sqlite" else None

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
        async with self._turn():
            with _translated():
                async with self._writers.begin() as connection:
                    yield connection

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._turns is None:
            yield
            return
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            log.error("the database does not answer", reason="many wait for it")
            raise Unavailable from None
        try:
            yield
        finally:
            self._turns.release()

    async def checkpoint(self) -> None:
        """Let what was deleted go from the write-ahead log too; while somebody reads long, the next time."""
        if self._outside.dialect.name != "sqlite":
            return
        async with self._turn():
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
    except (SQLAlchemyError, OSError) as error:
        # A driver that finds no server to connect to raises OSError as it comes.
        if _passes(error):
            log.error("the database does not answer", reason=_reason(error))
            raise Unavailable from None
        log.critical("the database refuses what is asked", reason=_reason(error))
        raise TelehealthError from None


def _passes(error: Exception) -> bool:
    """Whether the same may be asked again later: it is the database that is away, locked or full."""
    if isinstance(error, OSError | NoConnection):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if (name := getattr(error.orig, "sqlite_errorname", None)) is not None:
        return str(name).split("_")[1] in SQLITE_PASSES
    if (state := getattr(error.orig, "sqlstate", None)) is not None:
        return str(state).startswith(SQLSTATE_PASSES)
    return isinstance(error, OperationalError | InterfaceError)


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
