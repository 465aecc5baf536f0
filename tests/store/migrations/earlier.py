"""Databases as earlier versions made them, with something in every table."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from telehealth.store.audit_chain import entry_after
from telehealth.store.engine import migration_engine
from telehealth.store.records import AuditRow
from telehealth.store.schema import MIGRATIONS

ROWS_OF_0001 = """
INSERT INTO installation VALUES ('AAAAAAAAAAAAAAAAAAAAAA', x'01');
INSERT INTO clinicians VALUES ('ruiz', 'dr.ruiz', 'Dr Ruiz', NULL), ('okoro', 'dr.okoro', '', 500.0);
INSERT INTO credentials VALUES ('ruiz', x'11', x'12', x'13', x'14');
INSERT INTO vaults VALUES ('ruiz', 41, x'21', x'22');
INSERT INTO enrolments VALUES (x'31', 'okoro', 1000.0);
INSERT INTO sign_ins VALUES (x'41', 'sign-in', 'ruiz', 1.0, 2.0, x'42');
INSERT INTO rooms VALUES ('room', 'ruiz', x'51', 1);
INSERT INTO invitations VALUES ('link', 'room', 'case', x'61', 'client', 500.0, NULL);
INSERT INTO seats VALUES ('maya', 'link', 1);
"""


def configured() -> Config:
    """Alembic, as it finds our migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def migrate(path: Path, revision: str) -> None:
    """Bring the database in this file to a version, the newest or not."""
    config, engine = configured(), migration_engine(path)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def database_of(path: Path, revision: str) -> None:
    """A database of version 0001 with its rows, migrated to this version."""
    migrate(path, "0001")
    entry = entry_after(None, AuditRow(time=1.0, event="enrolled", staff="ruiz"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(ROWS_OF_0001)
        row = entry.row
        connection.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.number,
                row.time,
                row.event,
                row.staff,
                row.room,
                row.outcome,
                row.method,
                row.consent_version,
                entry.previous,
                entry.hash,
            ),
        )
    migrate(path, revision)


def content(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table but Alembic's own, columns by name."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'alembic_version' ORDER BY name"
        )
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - ours
            for (table,) in tables.fetchall()
        }
