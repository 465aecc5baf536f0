"""A small site, and something in front of its server that changes what passes, as an operator could."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import aiohttp
from aiohttp import hdrs, web

from telehealth.web.assets import Folders
from tests.web.running import Running, folders, running

Alter: TypeAlias = Callable[[web.Request, web.Response], Awaitable[web.StreamResponse | None]]
"""Changes an answer in place, or gives another in its place."""

FROM_HOP_TO_HOP = (hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING, hdrs.CONNECTION, hdrs.DATE, hdrs.SERVER)
FILES = {
    "js/join.js": 'import "./views/room.js";\nnew Worker("./frame_worker.js");\n' * 20,
    "js/views/room.js": "export const room = 1;\n" * 20,
    "js/frame_worker.js": 'import "./views/room.js";\n',
    "img/lamp.svg": '<svg xmlns="http://www.w3.org/2000/svg"></svg>\n',
}
PAGE = """<!doctype html><meta name="release" content="{{ version }}">
<script type="module" src="{{ asset('js/join.js') }}" integrity="{{ integrity('js/join.js') }}"></script>
"""


def site(root: Path) -> Folders:
    """Pages with a script, a worker, a stylesheet and a picture."""
    found = folders(root)
    for name, text in FILES.items():
        file = found.static / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for template in found.templates.iterdir():
        template.write_text(f"{PAGE}<title>{template.name}</title>\n")
    return found


@asynccontextmanager
async def altered(
    root: Path, alter: Alter, files: Folders, tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """The address of what stands in front of a server with these files."""
    async with (
        _server(root, files, public=tls is not None) as server,
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):

        async def passed(request: web.Request) -> web.StreamResponse:
            host = "localhost" if tls else f"localhost:{server.port}"
            url = f"http://127.0.0.1:{server.port}{request.raw_path}"
            headers = {**request.headers, hdrs.HOST: host}
            async with session.request(request.method, url, headers=headers) as answer:
                kept = {name: text for name, text in answer.headers.items() if name not in FROM_HOP_TO_HOP}
                response = web.Response(status=answer.status, headers=kept, body=await answer.read())
            return await alter(request, response) or response

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", passed)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        try:
            yield f"http{'s' if tls else ''}://localhost:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def _server(root: Path, files: Folders, *, public: bool) -> AbstractAsyncContextManager[Running]:
    if not public:
        return running(root, files=files)
    return running(
        root,
        files=files,
        server__public_url="https://localhost",
        server__trusted_proxies=("127.0.0.1",),
    )


async def nothing(_request: web.Request, _response: web.Response) -> None:
    """Changes nothing."""


def rewritten(response: web.Response, change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of an answer, and compress them again if they were."""
    body = response.body
    assert isinstance(body, bytes)
    packed = response.headers.get(hdrs.CONTENT_ENCODING) == "gzip"
    changed = change(gzip.decompress(body) if packed else body)
    response.body = gzip.compress(changed) if packed else changed
