"""The command line, with the processes it really starts."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import ssl
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from telehealth.cli import main
from telehealth.release import release

COMMAND = [sys.executable, "-m", "telehealth"]


@contextmanager
def started(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A server with everything temporary below `tmp_path`."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def fetch(url: str, context: ssl.SSLContext | None = None) -> bytes:
    with urllib.request.urlopen(url, timeout=5, context=context) as answer:
        body: bytes = answer.read()
    return body


def wait_until_gone(pids: set[int]) -> None:
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_version_is_said() -> None:
    said = CliRunner().invoke(main, ["--version"])
    assert said.output == f"telehealth, version {release()}\n"


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_every_option_has_help(command: str) -> None:
    for option in main.commands[command].params:
        assert getattr(option, "help", None), option.name


def test_what_only_the_supervisor_starts_is_not_offered() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    offered = ["audit", "backup", "clinician", "demo", "restore", "serve", "verify"]
    assert re.findall(r"^  (\w+)  ", said, re.MULTILINE) == offered


def test_wrong_settings_are_all_said_before_anything_starts(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text('[server]\nprot = 1\npublic_url = "http://sessions.example.org"\n')
    said = CliRunner().invoke(main, ["serve", "--config", str(file)], env={"TELEHEALTH_NO": "x"})
    assert said.exit_code == 1
    assert len(re.findall(r"^telehealth: ", said.stderr, re.MULTILINE)) == 3
    assert said.stdout == ""


def test_serve_says_where_it_listens_and_stops_in_order(tmp_path: Path) -> None:
    data = tmp_path / "data"
    arguments = ("serve", "--port", "0", "--media-port", "0", "--data", str(data))
    with started(tmp_path, *arguments) as process:
        said = line(process)
        url = said.removeprefix("Listening on ")
        assert re.fullmatch(r"Listening on http://localhost:\d+", said)
        assert fetch(f"{url}/healthz") == b'{"ok":true,"media":true}'
        running = children(process.pid)
        assert len(running) == 2
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=15)
        assert (process.returncode, rest, errors) == (0, "", "")
        wait_until_gone(running)
    assert {path.name for path in data.iterdir()} >= {"server.key", "server.lock", "telehealth.sqlite3"}
    for path in data.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_children_that_are_killed_come_back_on_the_same_port_and_go_with_their_parent(tmp_path: Path) -> None:
    arguments = ("serve", "--port", "0", "--media-port", "0", "--data", str(tmp_path / "data"))
    with started(tmp_path, *arguments) as process:
        url = line(process).removeprefix("Listening on ")
        before = children(process.pid)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        # Nobody is refused: the socket is the supervisor's, and connections wait in it.
        deadline = time.monotonic() + 20
        while fetch(f"{url}/healthz") != b'{"ok":true,"media":true}':
            assert time.monotonic() < deadline
            time.sleep(0.05)
        after = children(process.pid)
        assert not before & after
        process.kill()
        process.wait(5)
        wait_until_gone(after)


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    arguments = ("serve", "--port", "0", "--media-port", "0", "--data", str(tmp_path / "data"))
    with started(tmp_path, *arguments) as first:
        port = line(first).rpartition(":")[2]
        with started(tmp_path, "serve", "--port", port, "--data", str(tmp_path / "other")) as second:
            _, errors = second.communicate(timeout=15)
            assert second.returncode == 1
            assert errors.startswith(f"telehealth: 127.0.0.1 port {port} cannot be listened on")
            assert errors.count("\n") == 1


def test_a_key_that_others_may_read_keeps_the_server_from_starting(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    key = data / "server.key"
    key.write_bytes(b"x" * 32)
    key.chmod(0o644)
    with started(tmp_path, "serve", "--port", "0", "--media-port", "0", "--data", str(data)) as process:
        said, errors = process.communicate(timeout=15)
        assert (process.returncode, said) == (1, "")
        assert "chmod 600" in errors
        assert "Traceback" not in errors


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    arguments = ("serve", "--port", "0", "--media-port", "0", "--data", str(tmp_path / "data"))
    with started(tmp_path, *arguments) as first:
        line(first)
        with started(tmp_path, *arguments) as second:
            _, errors = second.communicate(timeout=15)
            assert second.returncode == 1
            assert errors.startswith("telehealth: A server is running on")


def test_an_account_made_beside_a_running_server_can_be_set_up_at_once(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with started(tmp_path, "serve", "--port", "0", "--media-port", "0", "--data", data) as process:
        url = line(process).removeprefix("Listening on ")
        said = CliRunner().invoke(main, ["clinician", "add", "ruiz", "--data", data])
        token = said.output.splitlines()[-1].partition("#")[2]
        headers = {
            "Origin": url, "Sec-Fetch-Site": "same-origin", "X-Telehealth": "1",
            "Content-Type": "application/json",
        }  # fmt: skip
        asked = urllib.request.Request(
            f"{url}/api/enrolment", json.dumps({"token": token}).encode(), headers, method="POST"
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:
            assert json.load(answer) == {"username": "ruiz"}


def test_the_demo_prints_an_enrolment_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--port", "0", "--media-port", "0") as process:
        listening, clinician = (line(process) for _ in range(2))
        url = listening.removeprefix("Listening on ")
        assert re.fullmatch(rf"Clinician: {url}/enrol#[\w-]{{43}}", clinician)
        assert b"<html" in fetch(clinician.split()[1].partition("#")[0])
        assert list(tmp_path.iterdir()) != []
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_demo_whose_terminal_is_closed_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    with started(tmp_path, "demo", "--port", "0", "--media-port", "0") as process:
        line(process)
        process.send_signal(number)
        process.communicate(timeout=15)
        assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_demo_that_is_stopped_before_it_runs_leaves_nothing_behind_either(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--lan", "--port", "0", "--media-port", "0") as process:
        while not any(tmp_path.glob("*/demo-key.pem")):
            assert process.poll() is None
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=15)
    assert list(tmp_path.iterdir()) == []


def test_the_demo_serves_https_to_the_local_network(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--lan", "--port", "0", "--media-port", "0") as process:
        url = line(process).removeprefix("Listening on ")
        assert re.fullmatch(r"https://[\d.]+:\d+", url)
        context = ssl.create_default_context(cafile=next(tmp_path.glob("*demo*/demo-certificate.pem")))
        assert fetch(f"{url}/healthz", context) == b'{"ok":true,"media":true}'
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_processes_leave_no_core_image_unless_a_test_asks_for_it(tmp_path: Path) -> None:
    own = tuple(str(limit).replace("-1", "unlimited") for limit in resource.getrlimit(resource.RLIMIT_CORE))
    for option, limits in (((), ("0", "0")), (("--dumpable",), own)):
        with started(tmp_path, "demo", "--port", "0", "--media-port", "0", *option) as process:
            line(process)
            for pid in {process.pid, *children(process.pid)}:
                text = Path(f"/proc/{pid}/limits").read_text()
                found = re.search(r"Max core file size\s+(\S+)\s+(\S+)", text)
                assert found is not None
                assert found.groups() == limits
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=15)
