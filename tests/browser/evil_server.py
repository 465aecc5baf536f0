"""A server that lies: between real browsers and a real server, it reads and changes all that passes.

It speaks our protocol, and has whatever an operator of the real one would have: every message in both
directions, every page and script. It holds no key of anybody's.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

import aiohttp
from aiohttp import web

from tests.browser.evil_pages import Defences

Direction = Literal["to_page", "to_server"]
Said = dict[str, Any]
Hook = Callable[["Line", Direction, Said], list[Said]]
"""What is passed on in a message's place: the same, another, several, or nothing."""

LARGEST = 2**24
# Of one connection and not of what is said by it (RFC 9110, section 7.6.1), or about what is changed.
_OF_ONE_HOP = {
    "host", "connection", "upgrade", "content-length", "transfer-encoding", "accept-encoding",
    "content-encoding", "etag", "if-none-match", "cache-control",
}  # fmt: skip


def honestly(_line: Line, _direction: Direction, said: Said) -> list[Said]:
    """Pass everything on as it is."""
    return [said]


class Line:
    """One page's WebSocket, and the real server's at its other end."""

    def __init__(
        self, evil: EvilServer, page: web.WebSocketResponse, server: aiohttp.ClientWebSocketResponse
    ) -> None:
        self.evil = evil
        self.room = ""
        self.you = ""
        """The participant whose page this is, as soon as the server has said so."""
        self.version = 0
        self._skew = 0
        self._page = page
        self._server = server

    @property
    def is_open(self) -> bool:
        """Whether the page is still there."""
        return not self._page.closed

    async def to_page(self, said: Said) -> None:
        """Say something to the page, as the server."""
        if not self._page.closed:
            await self._page.send_json(said)

    async def to_server(self, said: Said) -> None:
        """Say something to the real server, as the page."""
        if not self._server.closed:
            await self._server.send_json(said)

    async def claim(self, *people: Said) -> None:
        """Say to the page that people are other than they are; what the server says later still follows."""
        self._skew += 1
        host = self.evil.host_of.get(self.room)
        changed = {"version": self.version + 1, "host": host, "people": list(people), "gone": []}
        self.version += 1
        await self.to_page({"type": "changed", "room": self.room, **changed})

    async def heard(self, direction: Direction, text: str) -> None:
        """One message has come from either side."""
        said = json.loads(text)
        self.evil.record.append((self, direction, said))
        if direction == "to_page":
            self._note(said)
        say = self.to_page if direction == "to_page" else self.to_server
        for other in self.evil.hook(self, direction, said):
            await say(other)

    def _note(self, said: Said) -> None:
        if said["type"] == "welcome":
            self.room, self.you, self._skew = said["room"], said["you"], 0
        if said["type"] in ("welcome", "changed"):
            self.evil.host_of[said["room"]] = said["host"]
            said["version"] += self._skew
            self.version = said["version"]
            self.evil.people |= {person["id"]: person for person in said["people"]}


class EvilServer:
    """An address for browsers, in front of the real one's."""

    def __init__(self, real: str, http: aiohttp.ClientSession) -> None:
        self.real = real
        self.url = ""
        self.hook: Hook = honestly
        self.alter_json: dict[str, Callable[[Any], Any]] = {}
        """By path: what is made of the server's JSON answer."""
        self.lines: list[Line] = []
        self.record: list[tuple[Line, Direction, Said]] = []
        """All messages as they came, before anything was done with them."""
        self.requests: list[tuple[str, str, str]] = []
        """Method, path and body of every request that was no socket."""
        self.people: dict[str, Said] = {}
        """Everybody as the real server described them last."""
        self.host_of: dict[str, str | None] = {}
        self.defences = Defences()
        self._http = http
        self._tasks: set[asyncio.Task[None]] = set()

    def soon(self, act: Coroutine[Any, Any, None]) -> None:
        """Do something after the message that is being heard."""
        task = asyncio.get_running_loop().create_task(act)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def line_of(self, participant: str) -> Line:
        """The page of somebody, the newest. Raises StopIteration when there is none."""
        return next(line for line in reversed(self.lines) if line.you == participant and line.is_open)

    @property
    def host(self) -> Line:
        """The clinician's page."""
        return next(
            line for line in reversed(self.lines) if line.is_open and line.you == self.host_of.get(line.room)
        )

    @contextmanager
    def lying(self, hook: Hook) -> Iterator[None]:
        """Within the block, every message goes through this."""
        before, self.hook = self.hook, hook
        try:
            yield
        finally:
            self.hook = before

    async def wish(self, request: web.Request) -> web.StreamResponse:
        """Whatever a browser asks for."""
        if request.path == "/ws":
            return await self._socket(request)
        body = await request.read()
        self.requests.append((request.method, request.path, body.decode("utf-8", "replace")))
        headers = self._headers(request)
        asked = self._http.request(
            request.method, f"{self.real}{request.path_qs}", data=body or None, headers=headers,
            allow_redirects=False,
        )  # fmt: skip
        async with asked as answer:
            data = self._altered(request.path, await answer.read())
            kept = [
                (name, value) for name, value in answer.headers.items() if name.lower() not in _OF_ONE_HOP
            ]
            response = web.Response(status=answer.status, body=data)
            response.headers.popall("Content-Type", None)
            for name, value in kept:
                response.headers.add(name, value)
            # What is removed in one page must not be what the next one finds in the browser.
            response.headers["Cache-Control"] = "no-store"
            return response

    def _headers(self, request: web.Request) -> list[tuple[str, str]]:
        mine = ((name, value) for name, value in request.headers.items() if name.lower() not in _OF_ONE_HOP)
        return [(name, self.real if value == self.url else value) for name, value in mine]

    def _altered(self, path: str, data: bytes) -> bytes:
        if path in self.alter_json:
            return json.dumps(self.alter_json[path](json.loads(data))).encode()
        return self.defences.alter(path, data)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        page = web.WebSocketResponse(compress=False, max_msg_size=LARGEST)
        cookie = {"Cookie": value} if (value := request.headers.get("Cookie")) else {}
        connecting = self._http.ws_connect(
            f"{self.real}/ws", origin=self.real, headers=cookie, max_msg_size=LARGEST
        )
        async with connecting as server:
            await page.prepare(request)
            line = Line(self, page, server)
            self.lines.append(line)
            async with asyncio.TaskGroup() as both:
                both.create_task(_carry(page, server, line, "to_server"))
                both.create_task(_carry(server, page, line, "to_page"))
        return page


async def _carry(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    sink: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    line: Line,
    direction: Direction,
) -> None:
    """Until one side closes; then the other hears the same code."""
    async for message in source:
        if message.type is aiohttp.WSMsgType.TEXT:
            with contextlib.suppress(ConnectionError):
                await line.heard(direction, message.data)
    code = source.close_code
    # 1005 and 1006 say that there was none (RFC 6455, section 7.4.1).
    await sink.close(code=1001 if code in (None, 1005, 1006) else code)


@asynccontextmanager
async def evil_server(real: str) -> AsyncIterator[EvilServer]:
    """A lying server in front of the one at this address."""
    jar = aiohttp.DummyCookieJar()
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=timeout) as http:
        evil = EvilServer(real, http)
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/{path:.*}", evil.wish)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        evil.url = f"http://127.0.0.1:{port}"
        try:
            yield evil
        finally:
            await runner.cleanup()
