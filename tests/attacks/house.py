"""The real web process and the real relay in one event loop, so that a test can read the relay's counters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from telehealth.addresses import default_route_address
from telehealth.config import load
from telehealth.relay.commands import Counted
from telehealth.relay.settings import WorkerSettings
from telehealth.relay.worker import Worker
from telehealth.security.limits import Concurrent
from telehealth.store.database import MEMORY
from telehealth.supervisor import listen
from telehealth.web.app import make_app
from telehealth.web.keys import RELAY
from telehealth.web.serving import Serving
from tests.practice import ROOM
from tests.web.sql_practice import SqlPractice

LOCALHOST = "127.0.0.1"
MANY = 1_000


@dataclass
class House:
    """Where it is, and what its relay has counted."""

    url: str
    worker: Worker
    app: web.Application
    practice: SqlPractice

    def counted(self) -> Counted:
        """Of the first practice's room."""
        return self.worker.rooms.counted(ROOM)


@asynccontextmanager
async def house(folder: Path, database: Path | str = MEMORY) -> AsyncIterator[House]:
    """A server of two practices (see `tests.practice`) on free ports; its database is in memory or a file."""
    address = default_route_address()
    assert address is not None, "this machine has no default route: media cannot be tested on it"
    settings = WorkerSettings(str(folder / "relay"), (address,), 0)
    async with AsyncExitStack() as stack:
        worker = await stack.enter_async_context(Worker.listening(settings))
        listening = stack.enter_context(closing(listen(LOCALHOST, 0)))
        config = load(None, {}, {"server.port": 0}).at_port(listening.getsockname()[1])
        practice = await SqlPractice(database).open()
        stack.push_async_callback(practice.sql.close)
        app = make_app(
            config,
            store=practice.sql,
            installation=await practice.sql.installation(),
            key=practice.key,
            relay_sockets=[settings.socket],
        )
        serving = Serving(app, listening, Concurrent(MANY))
        await serving.start()
        stack.push_async_callback(serving.stop)
        async with asyncio.timeout(10):
            await app[RELAY].connected()
        yield House(config.server.public_url.rstrip("/"), worker, app, practice)
