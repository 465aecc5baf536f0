"""The whole web process on a free port, with a fake relay worker and a store in memory."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from telehealth.config import load
from telehealth.core.messages import Admit, FromBrowser
from telehealth.security.limits import Concurrent
from telehealth.signalling.socket import Pace
from telehealth.supervisor import listen
from telehealth.web.app import make_app
from telehealth.web.assets import Folders
from telehealth.web.pages import NAMES
from telehealth.web.serving import Serving
from tests.practice import COOKIE, ROOM, hello, identifier, watch
from tests.relay.fake_worker import FakeWorker, working
from tests.web.sql_practice import SqlPractice

LOCALHOST = "127.0.0.1"


def folders(root: Path) -> Folders:
    """Small pages and assets: what is served is not the point here."""
    static, templates = root / "static", root / "templates"
    (static / "css").mkdir(parents=True)
    (static / "css" / "base.css").write_text("body { margin: 0 }\n" * 50)
    templates.mkdir()
    for name in NAMES:
        (templates / name).write_text(f"<!doctype html><title>{name} {{{{ version }}}}</title>\n")
    return Folders(static, templates)


class Socket:
    """A page's end of a WebSocket."""

    def __init__(self, opened: aiohttp.ClientWebSocketResponse) -> None:
        self.opened = opened

    async def say(self, message: FromBrowser) -> None:
        await self.opened.send_str(msgspec.json.encode(message).decode())

    async def hear(self, kind: str = "") -> dict[str, Any]:
        """The next message, or the next of a kind."""
        while True:
            message: dict[str, Any] = await self.opened.receive_json(timeout=5)
            if kind in {"", message["type"]}:
                return message

    async def closed(self) -> int:
        """Read to the end, and return the close code."""
        while not self.opened.closed:
            await self.opened.receive(timeout=10)
        return self.opened.close_code or 0


@dataclass
class Running:
    """A server, and how to speak to it."""

    url: str
    port: int
    app: web.Application
    practice: SqlPractice
    worker: FakeWorker
    session: aiohttp.ClientSession
    serving: Serving
    sockets: list[Socket] = field(default_factory=list)
    """All that were opened: one that nobody holds any more is closed by the interpreter."""

    @property
    def ours(self) -> dict[str, str]:
        """The headers of a script of our own page."""
        return {"Origin": self.url, "Sec-Fetch-Site": "same-origin", "X-Telehealth": "1"}

    def as_(self, cookie: str = COOKIE) -> dict[str, str]:
        """The headers of our own page in a signed-in browser; of Dr Ruiz, if nothing else is said."""
        return self.ours | {"Cookie": f"telehealth={cookie}"}

    async def ask(
        self, method: str, path: str, body: object = None, *, cookie: str = COOKIE, **headers: str
    ) -> tuple[int, Any]:
        """A request of our own page, and its answer: status and JSON."""
        kind = {"Content-Type": "application/json"}
        given = self.as_(cookie) | kind | {name.replace("_", "-"): value for name, value in headers.items()}
        # A stream, for a body may be large.
        sent = None if method == "GET" else io.BytesIO(msgspec.json.encode({} if body is None else body))
        async with self.session.request(method, f"{self.url}{path}", headers=given, data=sent) as answer:
            text = await answer.text()
            return answer.status, msgspec.json.decode(text) if text else None

    async def socket(self, *, cookie: str = "", **headers: str) -> Socket:
        """A WebSocket from our own page."""
        given = {"Origin": self.url, **headers}
        if cookie:
            given["Cookie"] = f"telehealth={cookie}"
        socket = Socket(await self.session.ws_connect(f"{self.url}/ws", headers=given))
        self.sockets.append(socket)
        return socket

    async def desk(self) -> Socket:
        """The clinician's page, in the room."""
        socket = await self.socket(cookie=COOKIE)
        await socket.say(watch())
        await socket.hear("welcome")
        return socket

    async def client(self, link: str = "maya", participant: str = "") -> Socket:
        """A client's page, waiting."""
        socket = await self.socket()
        await socket.say(hello(link, participant))
        await socket.hear("welcome")
        await socket.opened.send_json({"type": "check_in", "room": ROOM})
        await socket.hear("changed")
        return socket

    async def call(self) -> tuple[Socket, Socket]:
        """Clinician and client in session."""
        desk = await self.desk()
        maya = await self.client()
        await desk.say(Admit(ROOM, identifier("maya"), "recognised"))
        await maya.hear("changed")
        return desk, maya


async def until(condition: Callable[[], bool]) -> None:
    """Return when it holds. Raises TimeoutError after a while."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 (what is looked at has no event)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(
    root: Path, pace: Pace | None = None, files: Folders | None = None, **options: object
) -> AsyncIterator[Running]:
    """A server for as long as the context lasts. Options are named like `limits__messages_per_second`."""
    async with AsyncExitStack() as stack:
        worker = await stack.enter_async_context(working(root, offers=True))
        listening = stack.enter_context(closing(listen(LOCALHOST, 0)))
        named = {name.replace("__", "."): value for name, value in options.items()}
        config = load(None, {}, {"server.port": 0, **named}).at_port(listening.getsockname()[1])
        practice = await SqlPractice().open()
        stack.push_async_callback(practice.sql.close)
        app = make_app(
            config,
            store=practice.sql,
            installation=await practice.sql.installation(),
            key=practice.key,
            relay_sockets=[str(worker.path)],
            folders=files or folders(root),
            pace=pace,
        )
        serving = Serving(app, listening, Concurrent(config.limits.connections_per_address))
        await serving.start()
        stack.push_async_callback(serving.stop)
        session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        url = f"http://localhost:{config.server.port}"
        yield Running(url, config.server.port, app, practice, worker, session, serving)
