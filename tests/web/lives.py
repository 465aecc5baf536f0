"""One relay, one database and one address, and one web process after another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from telehealth.addresses import default_route_address
from telehealth.config import load
from telehealth.core.opening import Opening
from telehealth.relay.settings import WorkerSettings
from telehealth.relay.worker import Worker
from telehealth.security.limits import Concurrent
from telehealth.supervisor import listen
from telehealth.web.app import make_app
from telehealth.web.keys import HUB, RELAY, WRITER
from telehealth.web.serving import Serving
from tests.attacks.caller import Caller
from tests.web.running import LOCALHOST, until
from tests.web.sql_practice import SqlPractice

MANY = 1_000


class Lives:
    """A server of two practices (see `tests.practice`) that can be restarted, in part or as a whole."""

    def __init__(self, folder: Path) -> None:
        address = default_route_address()
        assert address is not None, "this machine has no default route: media cannot be tested on it"
        self._settings = WorkerSettings(str(folder / "relay"), (address,), 0)
        self._database = folder / "telehealth.sqlite3"
        self._port = 0
        self._web = AsyncExitStack()
        self._relay = AsyncExitStack()
        self.practice = SqlPractice(self._database)
        self.worker: Worker
        self.url = ""
        self._app: web.Application

    @classmethod
    @asynccontextmanager
    async def begun(cls, folder: Path) -> AsyncIterator[Lives]:
        """For as long as the context lasts."""
        lives = cls(folder)
        await lives.practice.open()
        await lives.begin_relay()
        await lives.begin_web()
        try:
            yield lives
        finally:
            await lives.end_web()
            await lives.end_relay()

    async def begin_relay(self) -> None:
        self.worker = await self._relay.enter_async_context(Worker.listening(self._settings))

    async def end_relay(self) -> None:
        await self._relay.aclose()

    async def begin_web(self) -> None:
        """On the same address, with what was written down before."""
        listening = listen(LOCALHOST, self._port)
        self._port = listening.getsockname()[1]
        config = load(None, {}, {"server.port": 0}).at_port(self._port)
        app = make_app(
            config,
            store=self.practice.sql,
            installation=await self.practice.sql.installation(),
            key=self.practice.key,
            relay_sockets=[self._settings.socket],
        )
        serving = Serving(app, listening, Concurrent(MANY))
        await serving.start()
        self._web.callback(listening.close)
        self._web.push_async_callback(serving.stop)
        async with asyncio.timeout(10):
            await app[RELAY].connected()
        self.url = config.server.public_url.rstrip("/")
        self._app = app

    async def end_web(self) -> None:
        """Everything that was to be written is, and nothing is said to the relay."""
        await self._web.aclose()

    async def restart_web(self) -> None:
        await self.end_web()
        await self.practice.reopen()
        await self.begin_web()

    async def restart(self) -> None:
        """All of it."""
        await self.end_web()
        await self.end_relay()
        await self.practice.reopen()
        await self.begin_relay()
        await self.begin_web()

    async def written(self) -> None:
        """Wait until everything that was to be written down is."""
        await until(lambda: self._app[WRITER].waiting == 0)

    def rooms_in_memory(self) -> int:
        return len(self._app[HUB]._rooms)


class Lasting(Caller):
    """A page that comes back to a server that was restarted, with the connections that it has."""

    @asynccontextmanager
    async def back(self, url: str, opening: Opening, cookie: str = "") -> AsyncIterator[dict[str, Any]]:
        """Take the seat again; the welcome that it gets."""
        headers = {"Cookie": f"telehealth={cookie}"} if cookie else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.ws_connect(f"{url}/ws", origin=url, headers=headers) as socket,
        ):
            self._socket = socket
            self.heard.clear()
            await socket.send_str(msgspec.json.encode(opening).decode())
            reading = asyncio.create_task(self._read())
            try:
                yield await self.hears("welcome")
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    @property
    def token(self) -> str:
        """What it comes back with."""
        return str([message for message in self.heard if message["type"] == "welcome"][-1]["seat"])

    async def receives_more(self) -> None:
        """Wait for sound and picture of others."""
        enough = self.received + 20
        async with asyncio.timeout(10):
            while self.received < enough:  # noqa: ASYNC110 (frames have no event)
                await asyncio.sleep(0.01)

    async def check_in(self) -> None:
        await self.say("check_in")
