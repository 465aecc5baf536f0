"""The way from nothing and from every earlier version leads to the tables that the code knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from telehealth.store.engine import migration_engine
from telehealth.store.schema import HEAD, REVISIONS, bring_up_to_date, make_at_once
from telehealth.store.tables import metadata
from tests.store.migrations.earlier import configured, content, database_of


def test_the_code_knows_every_migration_in_order() -> None:
    scripts = ScriptDirectory.from_config(configured())
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(REVISIONS))
    assert scripts.get_heads() == [HEAD]


def _differences(path: Path) -> list[object]:
    engine = migration_engine(path)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    return list(found)


@pytest.mark.parametrize("start", [None, *REVISIONS])
def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path, start: str | None) -> None:
    path = tmp_path / "migrated.sqlite3"
    if start is not None:
        database_of(path, start)
    bring_up_to_date(path)
    assert _differences(path) == []


def test_the_comparison_would_find_a_difference(tmp_path: Path) -> None:
    database_of(tmp_path / "earlier.sqlite3", "0001")
    assert _differences(tmp_path / "earlier.sqlite3") != []


def test_made_at_once_and_migrated_are_the_same(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path / "migrated.sqlite3")
    engine = create_engine(f"sqlite:///{tmp_path}/at_once.sqlite3")
    with engine.begin() as connection:
        make_at_once(connection)
    engine.dispose()
    migrated, at_once = (content(tmp_path / f"{name}.sqlite3") for name in ("migrated", "at_once"))
    assert migrated.keys() == at_once.keys() == set(metadata.tables)
    assert len(migrated["installation"]) == len(at_once["installation"]) == 1
