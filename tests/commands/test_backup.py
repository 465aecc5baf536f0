"""`telehealth backup` and `restore`, as an operator types them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from telehealth.cli import main
from telehealth.data_lock import data_lock


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    run("clinician", "add", "ruiz", "--data", str(folder))
    return folder


def accounts(data: Path) -> str:
    return run("clinician", "list", "--data", str(data)).output


def test_what_was_saved_comes_back_and_what_came_after_is_gone(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with data_lock(data):
        said = run("backup", str(copy), "--data", str(data))
    assert (said.exit_code, stat.S_IMODE(copy.stat().st_mode)) == (0, 0o600)
    assert "server.key is not in it" in said.output
    run("clinician", "add", "amara", "--data", str(data))
    assert run("restore", str(copy), "--data", str(data), typed="n\n").exit_code == 1
    assert accounts(data).count("\n") == 2
    assert run("restore", str(copy), "--data", str(data), typed="y\n").exit_code == 0
    assert accounts(data) == "ruiz\tnot set up yet\n"
    exported = run("audit", "export", "--data", str(data)).output
    assert "backup_restored" in exported
    assert run("audit", "verify", "--data", str(data)).exit_code == 0


def test_the_servers_key_is_not_in_a_copy(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    run("backup", str(copy), "--data", str(data))
    assert (data / "server.key").read_bytes() not in copy.read_bytes()


def test_a_copy_is_never_written_over_something(data: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    assert run("backup", str(precious), "--data", str(data)).exit_code == 1
    assert precious.read_text() == "precious"


def test_a_copy_of_another_installation_replaces_nothing(data: Path, tmp_path: Path) -> None:
    other, copy = tmp_path / "other", tmp_path / "copy"
    run("clinician", "add", "amara", "--data", str(other))
    run("backup", str(copy), "--data", str(other))
    said = run("restore", str(copy), "--yes", "--data", str(data))
    assert (said.exit_code, "server.key" in said.stderr) == (1, True)
    assert accounts(data) == "ruiz\tnot set up yet\n"


def test_nothing_is_restored_under_a_running_server(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    run("backup", str(copy), "--data", str(data))
    with data_lock(data):
        said = run("restore", str(copy), "--yes", "--data", str(data))
    assert (said.exit_code, "Stop it first" in said.stderr) == (1, True)


def test_what_is_no_backup_replaces_nothing(data: Path, tmp_path: Path) -> None:
    before = accounts(data)
    for name, content in (("text", b"hello"), ("empty", b""), ("half", b"SQLite format 3\0" + bytes(200))):
        file = tmp_path / name
        file.write_bytes(content)
        said = run("restore", str(file), "--yes", "--data", str(data))
        assert (said.exit_code, "Traceback" in said.output + said.stderr) == (1, False)
    assert accounts(data) == before


def test_a_copy_moves_to_another_machine_with_the_key_and_not_without(data: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy", tmp_path / "other"
    run("backup", str(copy), "--data", str(data))
    said = run("restore", str(copy), "--data", str(other))
    assert (said.exit_code, "is missing" in said.output) == (1, True)
    other.mkdir(exist_ok=True)
    key = other / "server.key"
    key.touch(0o600)
    key.write_bytes((data / "server.key").read_bytes())
    assert run("restore", str(copy), "--data", str(other)).exit_code == 0
    assert accounts(other) == accounts(data)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_without_data_is_said_so(tmp_path: Path, command: str) -> None:
    file = tmp_path / "file"
    if command == "restore":
        file.write_bytes(b"x")
    said = run(command, str(file), "--data", str(tmp_path / "nothing"))
    assert said.exit_code == 1
    assert not (tmp_path / "nothing" / "telehealth.sqlite3").exists()
