"""The first version."""

from __future__ import annotations

from pathlib import Path

from telehealth.store.tables import metadata
from tests.store.migrations.earlier import content, database_of, migrate


def test_from_nothing_come_all_tables(tmp_path: Path) -> None:
    migrate(tmp_path / "new.sqlite3", "0001")
    assert content(tmp_path / "new.sqlite3") == {table: [] for table in sorted(metadata.tables)}


def test_every_table_takes_rows(tmp_path: Path) -> None:
    database_of(tmp_path / "full.sqlite3", "0001")
    assert all(content(tmp_path / "full.sqlite3").values())
