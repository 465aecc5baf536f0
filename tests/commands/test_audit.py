"""`telehealth audit`, as an operator types it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from telehealth.cli import main

CHANGES = {
    "time": "time = time + 1e-6",
    "event": "event = 'clinician_addee'",
    "staff": "staff = substr(staff, 1, 21) || '_'",
    "room": "room = 'x'",
    "outcome": "outcome = 'by the operatos'",
    "method": "method = 'photo'",
    "consent_version": "consent_version = '2'",
    "hash": "hash = CAST(substr(hash, 1, 31) || x'00' AS BLOB)",
    "previous": "previous = CAST(substr(previous, 1, 31) || x'00' AS BLOB)",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for number in range(5):
        assert run("clinician", "add", f"clinician-{number}", "--data", str(folder)).exit_code == 0
    return folder


def change(data: Path, statement: str) -> None:
    with sqlite3.connect(data / "telehealth.sqlite3") as database:
        database.execute(statement)
    database.close()


def test_a_log_that_nobody_changed_is_whole(data: Path) -> None:
    assert run("audit", "verify", "--data", str(data)).output == "The audit log is whole.\n"


@pytest.mark.parametrize("column", CHANGES)
def test_one_changed_byte_is_found_with_its_row(data: Path, column: str) -> None:
    change(data, f"UPDATE audit SET {CHANGES[column]} WHERE number = 3")  # noqa: S608 (the test's own words)
    said = run("audit", "verify", "--data", str(data))
    assert said.exit_code == 1
    assert "Row 3 of the audit log is not right" in said.output


@pytest.mark.parametrize(("gone", "named"), [("number = 3", 4), ("number < 3", 3)])
def test_removed_rows_are_found(data: Path, gone: str, named: int) -> None:
    change(data, f"DELETE FROM audit WHERE {gone}")  # noqa: S608 (the test's own words)
    said = run("audit", "verify", "--data", str(data))
    assert (said.exit_code, f"Row {named} of" in said.output) == (1, True)


def test_an_exported_log_is_verified_without_the_server(data: Path, tmp_path: Path) -> None:
    exported = run("audit", "export", "--data", str(data)).output
    rows = [json.loads(line) for line in exported.splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    file = tmp_path / "audit.jsonl"
    file.write_text(exported)
    assert run("audit", "verify", str(file)).output == "The audit log is whole.\n"
    file.write_text(exported.replace("clinician_added", "clinician_addeb", 1))
    assert "Row 1 of" in run("audit", "verify", str(file)).output
    file.write_text(exported + "nonsense\n")
    assert "Line 6 is no row" in run("audit", "verify", str(file)).output


def test_a_damaged_row_is_named_and_not_a_crash(data: Path) -> None:
    change(data, "UPDATE audit SET event = CAST(x'ff' AS TEXT) WHERE number = 3")
    for command in ("verify", "export"):
        said = run("audit", command, "--data", str(data))
        assert said.exit_code == 1
        assert "Row 3 " in said.output


def test_rows_say_what_staff_did_and_no_name(data: Path) -> None:
    exported = run("audit", "export", "--data", str(data)).output
    assert "clinician-" not in exported
    for line in exported.splitlines():
        assert set(json.loads(line)["row"]) == {
            "time", "event", "staff", "room", "outcome", "method", "consent_version",
        }  # fmt: skip
