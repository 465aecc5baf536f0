"""The tables: what they hold, and that a database of another maker would take them."""

from __future__ import annotations

import pytest
from sqlalchemy import Table
from sqlalchemy.dialects import registry
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from telehealth.store.tables import clinicians, installation, metadata

TABLES = metadata.sorted_tables
DIALECTS: list[Dialect] = [registry.load(name)() for name in ("sqlite", "postgresql.asyncpg")]


def test_nothing_is_kept_beyond_these_columns() -> None:
    assert {table.name: set(table.columns.keys()) for table in TABLES} == {
        "installation": {"id", "key_check"},
        "clinicians": {"id", "username", "public_name", "closing"},
        "credentials": {"clinician", "verifier", "recovery_verifier", "password_wrap", "recovery_wrap"},
        "vaults": {"clinician", "version", "parent", "blob", "replaced"},
        "enrolments": {"token_hash", "clinician", "expires"},
        "sign_ins": {"token_hash", "id", "clinician", "began", "expires", "page_half"},
        "rooms": {"id", "owner", "public_key", "position"},
        "invitations": {
            "id",
            "room",
            "case_id",
            "admission_hash",
            "role",
            "appointment",
            "code_word",
            "ended",
        },
        "seats": {"id", "invitation", "dead"},
        "audit": {
            "number",
            "time",
            "event",
            "staff",
            "room",
            "outcome",
            "method",
            "consent_version",
            "previous",
            "hash",
        },
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_database_has_these_types(table: Table, dialect: Dialect) -> None:
    assert str(CreateTable(table).compile(dialect=dialect))
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=dialect))


@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.foreign_keys], ids=lambda table: table.name
)
def test_whatever_belongs_to_something_goes_with_it_and_is_found_by_it(table: Table) -> None:
    for key in table.foreign_keys:
        assert key.ondelete == "CASCADE"
        first_columns = {next(iter(index.columns)) for index in table.indexes}
        assert key.parent in first_columns | {next(iter(table.primary_key))}


def test_everything_but_accounts_installation_and_audit_belongs_to_something() -> None:
    alone = {table.name for table in TABLES if not table.foreign_keys}
    assert alone == {installation.name, clinicians.name, "audit"}


def test_every_constraint_has_a_name_so_that_a_migration_can_change_it() -> None:
    assert [
        (table.name, constraint)
        for table in TABLES
        for constraint in table.constraints
        if not constraint.name
    ] == []
