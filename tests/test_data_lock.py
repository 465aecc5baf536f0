"""One server to a data folder."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from telehealth.data_lock import DataInUse, data_lock, running_server

NOT_IN_ORDER = "the server before did not end in order"


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with data_lock(tmp_path), pytest.raises(DataInUse, match="Stop it first"), data_lock(tmp_path):
        pytest.fail("both run")


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    for _ in range(2):
        with data_lock(folder):
            assert stat.S_IMODE((folder / "server.lock").stat().st_mode) == 0o600


def test_a_server_that_runs_says_where_it_is_to_be_found(tmp_path: Path) -> None:
    assert running_server(tmp_path / "nothing") is None
    with data_lock(tmp_path) as held:
        assert running_server(tmp_path) == ""
        held.note("https://a-long-name.example.org")
        held.note("https://sessions.example.org")
        assert running_server(tmp_path) == "https://sessions.example.org"
    assert running_server(tmp_path) is None


def kill_server(folder: Path) -> None:
    """A server runs on this folder, and is killed."""
    script = (
        "import os, sys, pathlib, telehealth.data_lock as d\n"
        "with d.data_lock(pathlib.Path(sys.argv[1])) as held:\n"
        "    held.note('https://sessions.example.org')\n"
        "    os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    assert run.returncode == -9


def alarms_of_a_server(folder: Path) -> list[str]:
    """What a server raises alarms for that runs on this folder and ends in order."""
    with structlog.testing.capture_logs() as lines, data_lock(folder) as held:
        held.note("https://sessions.example.org")
        held.note("https://a-long-name.example.org")
    assert {line["log_level"] for line in lines} <= {"critical"}
    return [line["event"] for line in lines]


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    kill_server(tmp_path)
    assert running_server(tmp_path) is None
    with data_lock(tmp_path):
        pass


def test_after_one_that_was_killed_an_alarm_is_raised_once(tmp_path: Path) -> None:
    assert alarms_of_a_server(tmp_path) == []
    kill_server(tmp_path)
    assert [alarms_of_a_server(tmp_path) for _ in range(2)] == [[NOT_IN_ORDER], []]


def test_so_it_is_after_one_that_failed(tmp_path: Path) -> None:
    def fail() -> None:
        with data_lock(tmp_path) as held:
            held.note("https://sessions.example.org")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert alarms_of_a_server(tmp_path) == [NOT_IN_ORDER]


def test_a_command_that_held_the_folder_in_between_takes_nothing_of_that_away(tmp_path: Path) -> None:
    kill_server(tmp_path)
    with data_lock(tmp_path):
        pass
    assert alarms_of_a_server(tmp_path) == [NOT_IN_ORDER]
