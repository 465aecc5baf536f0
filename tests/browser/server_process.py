"""A command of ours that runs, and all that it writes."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

READY_WITHIN = 30.0
STOPPED_WITHIN = 15.0


class ServerProcess:
    """A process that serves until it is told to stop, or killed."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "telehealth", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: list[str] = []
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The supervisor's."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def log(self) -> str:
        """All that it has written, to either stream."""
        return "".join(self._lines)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)
            self._news.put(line)
        self._news.put(None)

    def said(self, label: str) -> str:
        """What stands behind a label, once it is said. Raises `AssertionError` if it ends before."""
        deadline = time.monotonic() + READY_WITHIN
        while True:
            if found := re.search(rf"^\s*{re.escape(label)}\s*(\S+)", self.log, re.MULTILINE):
                return found[1]
            try:
                news = self._news.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{self.name} did not say {label!r} in time:\n{self.log}") from None
            assert news is not None, f"{self.name} ended by itself:\n{self.log}"

    def terminate(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code. Raises `AssertionError` if it does not stop."""
        self.terminate()
        try:
            code = self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not stop when asked to:\n{self.log}") from None
        self._reader.join(STOPPED_WITHIN)
        return code

    def kill(self) -> None:
        """End it at once: by `SIGKILL`, which it cannot hear."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Leave nothing of it behind."""
        if self.runs:
            self.kill()
        self._reader.join(STOPPED_WITHIN)
        assert self._process.stdout is not None
        self._process.stdout.close()
