"""A server of one's own for a test: the demo, as anybody would start it."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from tests.office import Office, token_of

READY_WITHIN = 30.0
STOPPED_WITHIN = 15.0


class DemoServer:
    """What the running demo has said, and where it keeps its data."""

    def __init__(self, process: subprocess.Popen[str], data: Path) -> None:
        self._process = process
        self.data = data
        self._lines: list[str] = []
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Where it listens. Waited for when first asked for, as the links are: browsers start meanwhile."""
        return self._said("Listening on")

    @property
    def database(self) -> Path:
        """The file in which it keeps all it keeps."""
        return next(self.data.glob("telehealth-demo-*/telehealth.sqlite3"))

    @property
    def enrolment(self) -> str:
        """The link with which the clinician sets up their account."""
        return self._said("Clinician:")

    @cached_property
    def office(self) -> Office:
        """The clinician's account, set up by a program when it is first asked for."""
        office = Office(self.url)
        office.set_up(token_of(self.enrolment))
        return office

    @cached_property
    def client(self) -> str:
        """A client's link."""
        return self.office.invite("Maya")

    @cached_property
    def guest(self) -> str:
        """A link of a second person of the same case."""
        assert self.client
        return self.office.invite_guest("Maya", "Ben")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)
            self._news.put(line)
        self._news.put(None)

    def _said(self, label: str) -> str:
        """What stands behind a label, once it is said. Raises `AssertionError` if the server ends before."""
        deadline = time.monotonic() + READY_WITHIN
        while True:
            if found := re.search(rf"^\s*{re.escape(label)}\s*(\S+)", self.log, re.MULTILINE):
                return found[1]
            try:
                news = self._news.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"the demo did not say {label!r} in time:\n{self.log}") from None
            assert news is not None, f"the demo ended by itself:\n{self.log}"

    @property
    def log(self) -> str:
        """All that it has written, to either stream."""
        return "".join(self._lines)

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code. Raises `AssertionError` if it does not stop."""
        self._process.terminate()
        try:
            code = self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"the demo did not stop when asked to:\n{self.log}") from None
        self._reader.join(STOPPED_WITHIN)
        return code


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[DemoServer]:
    """Start `telehealth demo` on a free port, with its temporary data in `folder`, and stop it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "telehealth", "demo", "--port", "0", "--media-port", "0", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    try:
        server = DemoServer(process, folder)
        yield server
        if process.poll() is None:
            assert server.stop() == 0, server.log
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()
