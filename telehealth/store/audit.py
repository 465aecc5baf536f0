"""The audit log: rows are appended, read in order, and purged from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.exc import DatabaseError

from telehealth.store import tables
from telehealth.store.audit_chain import entry_after, purge_row
from telehealth.store.part import Part
from telehealth.store.records import AuditEntry, AuditRow
from telehealth.store.retention import AUDIT_PURGED_EVERY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

BATCH = 500
LARGEST = 2**63 - 1
SERVER = "server"
"""Who purges."""
FIELDS = AuditRow.__struct_fields__


class Audit(Part):
    """See `SqlStore`."""

    async def append_audit(self, row: AuditRow) -> AuditEntry:
        """Write a row at the end of the log, and say where it stands in the chain."""
        async with self._database.writing() as connection:
            return await append(connection, row)

    async def audit(self, after: int = 0) -> AsyncGenerator[AuditEntry, None]:
        """The entries after this number, oldest first, as the log is at the first of them.

        They are read in batches. Close it when you stop before its end (contextlib.aclosing). Where a damaged
        file cannot be read on, the last entry is one that no chain takes for whole.
        """
        size = BATCH
        async with self._database.reading() as connection:
            while True:
                try:
                    batch = await _following(connection, after, size)
                except DatabaseError as error:
                    if not _is_damage(error):
                        raise
                    if size == 1:
                        yield _unreadable(after + 1)
                        return
                    size = 1
                    continue
                for entry in batch:
                    yield entry
                if len(batch) < size:
                    return
                after = batch[-1].number

    async def audit_head(self) -> AuditEntry | None:
        """The last entry; None in a new log."""
        async with self._database.reading() as connection:
            return await _head(connection)

    async def audit_entry(self, number: int) -> AuditEntry | None:
        """This entry; None if it was purged, or is not there yet."""
        if not 0 < number <= LARGEST:
            return None
        async with self._database.reading() as connection:
            return await _one(connection, tables.audit.c.number == number)


async def append(connection: AsyncConnection, row: AuditRow) -> AuditEntry:
    """Write a row in a transaction that is open: kept with what it tells of, or not at all."""
    await _take_turn(connection)
    entry = entry_after(await _head(connection), row)
    values = msgspec.structs.asdict(row)
    await connection.execute(
        insert(tables.audit).values(number=entry.number, previous=entry.previous, hash=entry.hash, **values)
    )
    return entry


async def purge(connection: AsyncConnection, now: float, seconds: float) -> int:
    """Remove what is older than that from the beginning, a day's rows at a time. Returns how many.

    A row says first up to where. A younger row stays with all that come after it, whatever their clock said.
    """
    column = tables.audit.c
    first = await _one(connection, column.number == select(func.min(column.number)).scalar_subquery())
    if first is None or first.row.time > now - seconds - AUDIT_PURGED_EVERY:
        return 0
    young = await connection.scalar(select(func.min(column.number)).where(column.time > now - seconds))
    head = await _head(connection)
    through = young - 1 if young is not None else head.number if head is not None else 0
    await append(connection, purge_row(now, SERVER, through))
    return (await connection.execute(delete(tables.audit).where(column.number <= through))).rowcount


async def _take_turn(connection: AsyncConnection) -> None:
    """Two rows never get one number: SQLite has one writer anyway, PostgreSQL waits at this row."""
    await connection.execute(select(tables.installation.c.id).with_for_update())


async def _following(connection: AsyncConnection, after: int, most: int) -> list[AuditEntry]:
    number = tables.audit.c.number
    rows = select(tables.audit).where(number > after).order_by(number).limit(most)
    return [_entry(row) for row in await connection.execute(rows)]


def _is_damage(error: DatabaseError) -> bool:
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT")


async def _head(connection: AsyncConnection) -> AuditEntry | None:
    return await _one(
        connection, tables.audit.c.number == select(func.max(tables.audit.c.number)).scalar_subquery()
    )


async def _one(connection: AsyncConnection, which: ColumnElement[bool]) -> AuditEntry | None:
    row = (await connection.execute(select(tables.audit).where(which))).one_or_none()
    return _entry(row) if row is not None else None


def _entry(row: Row[Any]) -> AuditEntry:
    """The entry; for a row that holds something else than it should, one that no chain takes for whole."""
    kept = row._mapping  # noqa: SLF001 - it is public in SQLAlchemy, the underscore keeps it apart from columns
    try:
        return msgspec.convert(
            {
                "number": kept["number"],
                "row": {name: kept[name] for name in FIELDS},
                "previous": kept["previous"],
                "hash": kept["hash"],
            },
            AuditEntry,
        )
    except (msgspec.ValidationError, UnicodeError):
        return _unreadable(kept["number"] if isinstance(kept["number"], int) else 0)


def _unreadable(number: int) -> AuditEntry:
    return AuditEntry(number=number, row=AuditRow(time=0.0, event="", staff=""), previous=b"", hash=b"")
