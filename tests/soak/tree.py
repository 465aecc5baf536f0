"""`telehealth serve` with its children, as a long run looks at it: what each says that it has."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from telehealth.administration import Administration, opened_store
from tests.browser.deadline import until
from tests.browser.server_process import ServerProcess
from tests.office import Office

PROCESSES = ("supervisor", "relay", "web")
MANY = "1000000"
APART = 1.1
"""Seconds between two requests: of one event a log takes one line a second."""
Reading = dict[str, dict[str, int]]
"""Process → what there is → how much."""


class Tree:
    """A supervisor, its relay and its web process, and the folder of their data."""

    def __init__(self, process: ServerProcess, data: Path) -> None:
        self._process = process
        self._data = data
        self._read = 0
        self._asked = 0.0
        self.url = process.said("Listening on").rstrip("/")

    async def office(self, username: str) -> Office:
        """A clinician's account, made beside the running server and set up."""
        database, key = self._data / "telehealth.sqlite3", self._data / "server.key"
        async with opened_store(database, key) as (store, _key):
            token = await Administration(store).add(username)
        office = Office(self.url)
        await asyncio.to_thread(office.set_up, token)
        return office

    async def census(self) -> Reading:
        """What every process says that it has. A busy one may have said it too short a while ago."""
        found: Reading = {}

        async def all_said() -> bool:
            if time.monotonic() - self._asked >= APART:
                self._asked = time.monotonic()
                found.clear()
                os.kill(self._process.pid, signal.SIGUSR1)
            found.update((line["process"], _numbers(line)) for line in self._news())
            return found.keys() == set(PROCESSES)

        await until(all_said, "all processes say what they have", 20.0, lambda: self.log[-2000:])
        return found

    def _news(self) -> Iterator[dict[str, Any]]:
        """What was said by any of them since it was looked last."""
        log = self._process.log
        whole = log.rfind("\n") + 1
        unread, self._read = log[self._read : whole], whole
        said = (json.loads(line) for line in unread.splitlines() if line.startswith("{"))
        yield from (line for line in said if line["event"] == "census")

    @property
    def log(self) -> str:
        """All that was written."""
        return self._process.log

    def child(self, name: str) -> int:
        """The process id of `relay` or `web`, 0 while there is none."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("ascii")
        for pid in children.split():
            if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return int(pid)
        return 0

    async def kill(self, name: str) -> None:
        """End a child as a crash would, and wait until another one serves in its place."""
        before = self.child(name)
        os.kill(before, signal.SIGKILL)

        async def replaced() -> bool:
            return self.child(name) not in {0, before}

        await until(replaced, f"another {name}")


def _numbers(line: dict[str, Any]) -> dict[str, int]:
    return {name: value for name, value in line.items() if isinstance(value, int)}


@contextmanager
def planted(folder: Path) -> Iterator[Tree]:
    """A server on free ports that asks nobody to wait for their turn, for as long as the context lasts."""
    data = folder / "data"
    arguments = ["serve", "--port", "0", "--media-port", "0", "--data", str(data)]
    limits = ("ATTEMPTS_PER_MINUTE", "CONNECTIONS_PER_ADDRESS")
    environment = {f"TELEHEALTH_LIMITS_{name}": MANY for name in limits}
    process = ServerProcess(
        "the server", arguments, environment | {"TELEHEALTH_MEDIA_ADVERTISE": "127.0.0.1"}
    )
    try:
        yield Tree(process, data)
        assert process.stop() == 0, process.log
    finally:
        process.close()
