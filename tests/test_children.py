"""What the supervisor's children do, and what they say when they cannot."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from telehealth.children import check_descriptors
from telehealth.config import load
from telehealth.relay.settings import WorkerSettings
from telehealth.supervisor import RelaySettings, WebSettings


def run(name: str, settings: WebSettings | RelaySettings) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "telehealth", name]
    given = msgspec.json.encode(settings)
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


def test_a_web_process_without_the_key_of_its_data_says_so_and_starts_nothing(tmp_path: Path) -> None:
    (tmp_path / "telehealth.sqlite3").touch()
    config = load(None, {}, {"data.dir": str(tmp_path)})
    said = run("web", WebSettings(config, 0, (), os.getpid(), hardened=True))
    assert (said.returncode, said.stdout) == (1, b"")
    assert said.stderr.startswith(b"telehealth: ")
    assert said.stderr.count(b"\n") == 1
    assert b"is missing" in said.stderr


def test_a_relay_that_cannot_listen_says_so(tmp_path: Path) -> None:
    worker = WorkerSettings(str(tmp_path / "no" / "such" / "folder"), ("127.0.0.1",), 0)
    said = run("relay", RelaySettings(worker, os.getpid(), hardened=True))
    assert (said.returncode, said.stdout) == (1, b"")
    assert said.stderr.startswith(b"telehealth: ")
    assert b"Traceback" not in said.stderr


@pytest.mark.parametrize(("connections", "warned"), [(100, []), (10**9, [True])])
def test_fewer_files_than_pages_may_be_connected_is_a_warning(connections: int, warned: list[bool]) -> None:
    kept = resource.getrlimit(resource.RLIMIT_NOFILE)
    with capture_logs() as lines:
        check_descriptors(connections)
    resource.setrlimit(resource.RLIMIT_NOFILE, kept)
    assert ["limits.connections" in line["event"] for line in lines] == warned
