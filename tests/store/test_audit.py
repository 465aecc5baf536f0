"""The audit log in the database: in one chain, whoever writes; and every byte of it counts."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import aclosing, closing
from pathlib import Path

import pytest
from sqlalchemy import text, update

from telehealth.errors import TelehealthError
from telehealth.store import audit as module
from telehealth.store import tables
from telehealth.store.audit_chain import Fault, verify_stream
from telehealth.store.database import Database, open_database
from telehealth.store.records import AuditEntry, AuditRow
from telehealth.store.sql_store import SqlStore
from tests.store.facts import NAME, WRAPPING, row

DAY = 86_400.0
KEPT = 100 * DAY
LENGTHS = 3
"""Bytes of a row's header in SQLite's file, before its content: one for each column that comes last."""


async def entries(store: SqlStore, after: int = 0) -> list[AuditEntry]:
    return [entry async for entry in store.audit(after)]


async def write(store: SqlStore, days: list[float]) -> None:
    for day in days:
        await store.append_audit(row(f"event of day {day:g}", day * DAY))


async def test_a_new_log_has_neither_head_nor_entries(store: SqlStore) -> None:
    assert await store.audit_head() is None
    assert await store.audit_entry(1) is None
    assert await entries(store) == []


async def test_entries_are_found_by_number_and_the_last_is_the_head(store: SqlStore) -> None:
    written = [await store.append_audit(row(f"event {number}")) for number in range(3)]
    assert [await store.audit_entry(number) for number in (1, 2, 3)] == written
    assert await store.audit_head() == written[-1]
    assert await entries(store, after=1) == written[1:]
    assert await entries(store, after=3) == []


@pytest.mark.parametrize("number", [0, -1, 4, 2**63, 2**200])
async def test_an_entry_that_is_not_there_is_none(store: SqlStore, number: int) -> None:
    for _ in range(3):
        await store.append_audit(row())
    assert await store.audit_entry(number) is None


async def test_many_who_write_at_once_make_one_chain(store: SqlStore) -> None:
    written = await asyncio.gather(*(store.append_audit(row(f"event {number}")) for number in range(30)))
    assert sorted(entry.number for entry in written) == list(range(1, 31))
    assert await verify_stream(store.audit()) is None


async def test_two_processes_that_write_at_once_make_one_chain(file_store: SqlStore, tmp_path: Path) -> None:
    other = SqlStore(await open_database(tmp_path / NAME), WRAPPING)
    await asyncio.gather(
        *(store.append_audit(row(f"event {number}")) for number in range(15) for store in (file_store, other))
    )
    await other.close()
    assert len(await entries(file_store)) == 30
    assert await verify_stream(file_store.audit()) is None


async def test_a_long_log_is_read_in_batches(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    for count in (1, 3, 4, 9):
        while len(await entries(store)) < count:
            await store.append_audit(row())
        assert [entry.number for entry in await entries(store)] == list(range(1, count + 1))


async def test_what_is_written_or_purged_while_the_log_is_read_does_not_show(
    file_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    await write(file_store, [1, 2, 3, 4, 5, 6])
    read: list[AuditEntry] = []
    async with aclosing(file_store.audit()) as log:
        async for entry in log:
            if not read:
                await file_store.purge(200 * DAY, 0.0, KEPT)
            read.append(entry)
    assert [entry.number for entry in read] == [1, 2, 3, 4, 5, 6]
    assert [entry.number for entry in await entries(file_store)] == [7]


@pytest.mark.parametrize("extreme", [0.1, 1e-300, 1_796_083_200.123_456_7, 2.0**53])
async def test_a_time_comes_back_to_the_last_bit(store: SqlStore, extreme: float) -> None:
    await store.append_audit(AuditRow(time=extreme, event="Zürich \u2028 🙂", staff="operator"))
    head = await store.audit_head()
    assert head is not None
    assert head.row == AuditRow(time=extreme, event="Zürich \u2028 🙂", staff="operator")
    assert await verify_stream(store.audit()) is None


# ── Purging ──────────────────────────────────────────────────────────────────────────────────────


async def purge(store: SqlStore, day: float) -> int:
    return (await store.purge(day * DAY, 0.0, KEPT))["audit row"]


async def test_old_rows_are_purged_and_the_chain_stays_whole(store: SqlStore) -> None:
    await write(store, [1, 2, 3, 50, 60])
    assert await purge(store, 103.5) == 3
    left = await entries(store)
    assert [entry.number for entry in left] == [4, 5, 6]
    assert (left[-1].row.event, left[-1].row.outcome) == ("audit_purged", "through 3")
    assert left[-1].row.staff == "server"
    assert await verify_stream(store.audit()) is None


async def test_rows_are_kept_as_long_as_configured_and_purged_a_day_at_a_time(store: SqlStore) -> None:
    await write(store, [1.0, 1.9, 2.1])
    assert await purge(store, 101.9) == 0
    assert await purge(store, 102.0) == 2
    assert await purge(store, 102.2) == 0
    assert [entry.number for entry in await entries(store)] == [3, 4]


async def test_a_log_of_old_rows_only_keeps_the_row_that_says_so(store: SqlStore) -> None:
    await write(store, [1, 2])
    assert await purge(store, 400) == 2
    assert [entry.row.outcome for entry in await entries(store)] == ["through 2"]
    assert await purge(store, 400) == 0
    assert await purge(store, 600) == 1
    assert [entry.row.outcome for entry in await entries(store)] == ["through 3"]
    assert await verify_stream(store.audit()) is None


async def test_an_empty_log_has_nothing_to_purge(store: SqlStore) -> None:
    assert await purge(store, 1e6) == 0
    assert await entries(store) == []


async def test_a_row_from_a_clock_that_was_ahead_keeps_those_after_it(store: SqlStore) -> None:
    await write(store, [1, 900, 2, 3])
    assert await purge(store, 400) == 1
    assert [entry.number for entry in await entries(store)] == [2, 3, 4, 5]
    assert await verify_stream(store.audit()) is None


async def test_a_younger_beginning_that_somebody_removed_is_found(
    store: SqlStore, database: Database
) -> None:
    await write(store, [1, 2, 50, 51])
    await purge(store, 104)
    async with database.writing() as connection:
        await connection.execute(tables.audit.delete().where(tables.audit.c.number == 3))
    fault = await verify_stream(store.audit())
    assert fault is not None
    assert fault.number == 4


# ── Tampering ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("time", 3.000_000_1),
        ("event", "Noted"),
        ("staff", "okoro"),
        ("room", ""),
        ("outcome", "refused"),
        ("method", "face"),
        ("consent_version", "2"),
        ("previous", b""),
        ("hash", bytes(32)),
        ("number", 33),
    ],
)
async def test_a_changed_column_is_found_with_its_row(
    store: SqlStore, database: Database, column: str, value: object
) -> None:
    for _ in range(5):
        await store.append_audit(row(time=3.0))
    changed = update(tables.audit).where(tables.audit.c.number == 3)
    async with database.writing() as connection:
        await connection.execute(changed.values({column: value}))
    fault = await verify_stream(store.audit())
    assert fault is not None
    assert fault.number == (4 if column == "number" else 3)


@pytest.mark.parametrize("column", ["event", "previous", "time"])
async def test_a_value_of_another_kind_is_found_with_its_row(
    file_store: SqlStore, tmp_path: Path, column: str
) -> None:
    for _ in range(5):
        await file_store.append_audit(row())
    with closing(sqlite3.connect(tmp_path / NAME)) as connection, connection:
        wrong = "x'ff00'" if column == "event" else "'text'"
        connection.execute(f"UPDATE audit SET {column} = {wrong} WHERE number = 3")  # noqa: S608 - ours
    fault = await verify_stream(file_store.audit())
    assert fault is not None
    assert fault.number == 3


@pytest.fixture
async def bytes_of_rows(tmp_path: Path) -> tuple[Path, dict[int, range]]:
    """A log's file, and where in it the content of each row begins and ends."""
    database = await open_database(tmp_path / NAME)
    store = SqlStore(database, WRAPPING)
    for number in range(1, 6):
        await store.append_audit(row(f"event number {number}"))
    await store.close()
    raw = (tmp_path / NAME).read_bytes()
    places = {}
    for number in range(1, 6):
        event = raw.index(f"event number {number}".encode())
        end = raw.index(b"done", event) + 4 + 64
        places[number] = range(event, end)
    return tmp_path / NAME, places


@pytest.mark.parametrize("number", [1, 3, 5])
async def test_one_byte_changed_in_the_file_is_found_with_its_row(
    bytes_of_rows: tuple[Path, dict[int, range]], number: int
) -> None:
    path, places = bytes_of_rows
    whole = path.read_bytes()
    for place in places[number][::5]:
        for mask in (0x01, 0x80):
            changed = bytearray(whole)
            changed[place] ^= mask
            path.write_bytes(changed)
            store = SqlStore(await open_database(path), WRAPPING)
            fault = await verify_stream(store.audit())
            await store.close()
            assert fault is not None, place
            assert fault.number == number, place


async def test_a_row_that_cannot_be_read_any_more_is_named(
    bytes_of_rows: tuple[Path, dict[int, range]],
) -> None:
    path, places = bytes_of_rows
    changed = bytearray(path.read_bytes())
    header = places[3].start - 8 - LENGTHS
    changed[header : header + LENGTHS] = b"\xff" * LENGTHS
    path.write_bytes(changed)
    store = SqlStore(await open_database(path), WRAPPING)
    read = await entries(store)
    fault = await verify_stream(store.audit())
    await store.close()
    assert [entry.number for entry in read] == [1, 2, 3]
    assert fault == Fault(3, "it does not continue the row before: one of the two was changed")


async def test_a_row_is_written_with_what_it_tells_of_or_not_at_all(
    store: SqlStore, database: Database
) -> None:
    async def write() -> None:
        async with database.writing() as connection:
            await module.append(connection, row())
            await connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(TelehealthError):
        await write()
    assert await entries(store) == []
