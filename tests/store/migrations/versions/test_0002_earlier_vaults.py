"""From one vault a clinician to several versions: what was there stays, and is the newest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from telehealth.store.audit_chain import verify
from telehealth.store.database import open_database
from telehealth.store.records import AuditEntry, Clinician
from telehealth.store.sql_store import SqlStore
from tests.store.facts import RUIZ, SEAT, vault
from tests.store.migrations.earlier import content, database_of, migrate

NEW = "INSERT INTO vaults (clinician, version, parent, blob) VALUES ('ruiz', 42, x'00', x'00')"


class Plain:
    """A wrapping that wraps nothing, since the rows were made by hand."""

    def wrap(self, data: bytes, context: str) -> bytes:
        assert context
        return data

    def unwrap(self, data: bytes, context: str) -> bytes:
        assert context
        return data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    database_of(tmp_path / "earlier.sqlite3", "0001")
    return tmp_path / "earlier.sqlite3"


def test_every_row_of_every_table_survives(path: Path) -> None:
    before = content(path)
    migrate(path, "0002")
    after = content(path)
    assert after.pop("vaults") == [{**row, "replaced": None} for row in before.pop("vaults")]
    assert after == before


def test_a_second_version_has_a_place_only_afterwards(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(NEW)
        connection.rollback()
    migrate(path, "0002")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(NEW)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(NEW)


async def test_a_store_goes_on_where_the_earlier_one_stopped(path: Path) -> None:
    store = SqlStore(await open_database(path), Plain())
    assert await store.clinician(RUIZ) == Clinician(id=RUIZ, username="dr.ruiz", public_name="Dr Ruiz")
    assert await store.installation() == "A" * 22
    kept = await store.vault(RUIZ)
    assert kept is not None
    assert (kept.version, kept.blob) == (41, b"\x22")
    assert await store.write_vault(RUIZ, 41, vault(42), 10.0)
    assert await store.earlier_vault(RUIZ, 41) == kept
    seat = await store.seat(SEAT.id)
    assert seat is not None
    assert seat.dead
    assert verify([entry async for entry in store.audit()]) is None
    await store.remove_clinician(RUIZ, (await _head(store)).row)
    assert await store.seat(SEAT.id) is None
    await store.close()


async def _head(store: SqlStore) -> AuditEntry:
    head = await store.audit_head()
    assert head is not None
    return head
