"""A practice's server as its operator runs it, which a test can kill, whole or in part, and start again."""

from __future__ import annotations

import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Literal

from tests.browser.cores import children, processes
from tests.browser.server import Server
from tests.browser.server_process import ServerProcess

Part = Literal["web", "relay"]

USERNAME = "ruiz"
PORTS = range(20_000, 30_000)
"""Below those that a system gives to whoever asks for any: while the server is away, nobody gets its own."""
GONE_WITHIN = 5.0
AT_ONCE = 'server.drain_for = "0s"\n'
"""Setting: no session is waited for when the server is asked to stop."""


class PracticeServer(Server):
    """`telehealth serve` on ports that stay the same, with data that stay."""

    def __init__(self, folder: Path, settings: str) -> None:
        port = free_port()
        self.data = folder / "data"
        self._folder = folder
        self._config = folder / "telehealth.toml"
        self._config.write_text(
            f'server.public_url = "http://localhost:{port}"\n'
            f"server.port = {port}\n"
            f"media.port = {port}\n"
            f"data.dir = {json.dumps(str(self.data))}\n"
            f"{settings}"
        )
        self._runs: list[ServerProcess] = []
        self.start()

    @cached_property
    def url(self) -> str:
        return self._runs[0].said("Listening on")

    @property
    def database(self) -> Path:
        return self.data / "telehealth.sqlite3"

    @cached_property
    def enrolment(self) -> str:
        assert self.url
        add = [sys.executable, "-m", "telehealth", "clinician", "add", USERNAME]
        said = subprocess.run(
            [*add, "--config", self._config], check=True, capture_output=True, text=True
        ).stdout
        found = re.search(r"^\S+/enrol#\S+$", said, re.MULTILINE)
        assert found is not None, said
        return found[0]

    @property
    def log(self) -> str:
        return "".join(run.log for run in self._runs)

    @property
    def pid(self) -> int:
        """The supervisor's, of the latest start."""
        return self._runs[-1].pid

    @property
    def runs(self) -> bool:
        """Whether it was started, and has not ended."""
        return self._runs[-1].runs

    def start(self) -> None:
        """Start it, once more if it has ended. Returns at once."""
        arguments = ["serve", "--config", str(self._config)]
        self._runs.append(ServerProcess("the server", arguments, {"TMPDIR": str(self._folder)}))

    def listens(self) -> None:
        """Wait until it has said so since its latest start. Raises `AssertionError` if it ends before."""
        self._runs[-1].said("Listening on")

    def kill(self) -> None:
        """`kill -9` of its first process: the others die with it."""
        with gone_after(children(self.pid).values()):
            self._runs[-1].kill()

    def kill_parts(self, *parts: Part) -> None:
        """`kill -9` of some of its processes, which it then starts again by itself."""
        found = processes(self.pid)
        with gone_after(found[part] for part in parts):
            for part in parts:
                os.kill(found[part], signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to stop in order. Returns at once."""
        self._runs[-1].terminate()

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code. Raises `AssertionError` if it does not stop."""
        return self._runs[-1].stop()

    def close(self) -> None:
        """Leave nothing of it running."""
        for run in self._runs:
            run.close()


def free_port() -> int:
    """A port that is free for TCP and UDP. Raises `AssertionError` when all that were tried are taken."""
    for port in random.sample(PORTS, 100):
        with ExitStack() as stack:
            try:
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    stack.enter_context(socket.socket(socket.AF_INET, kind)).bind(("", port))
            except OSError:
                continue
            return port
    raise AssertionError("this machine has no free port")


@contextmanager
def gone_after(pids: Iterable[int]) -> Iterator[None]:
    """What the block kills is gone when it ends, also if it is nobody's child and waited for by nobody."""
    handles = [os.pidfd_open(pid) for pid in pids]
    try:
        yield
        for handle in handles:
            assert select.select([handle], [], [], GONE_WITHIN)[0], "a process outlives its killing"
    finally:
        for handle in handles:
            os.close(handle)


@contextmanager
def practice(folder: Path, settings: str = AT_ONCE) -> Iterator[PracticeServer]:
    """Start `telehealth serve` with its data in `folder` and these lines of TOML, and stop it in the end."""
    server = PracticeServer(folder, settings)
    try:
        yield server
        if server.runs:
            assert server.stop() == 0, server.log
    finally:
        server.close()
