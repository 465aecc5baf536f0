"""One server to a data folder."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from telehealth.data_lock import DataInUse, data_lock, running_server


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


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib, telehealth.data_lock as d\n"
        "with d.data_lock(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert run.returncode == -9
    with data_lock(tmp_path):
        pass
