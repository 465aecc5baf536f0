"""Every address, as a browser sees it."""

from __future__ import annotations

import asyncio
import re

import pytest
from aiohttp import web

from telehealth.security.headers import IMMUTABLE, security_headers
from telehealth.web.keys import ASSETS
from telehealth.web.routes import routes
from tests.web.running import Running

PAGES = {
    "/": "clinician.html",
    "/room/anything": "clinician.html",
    "/join/anything": "join.html",
    "/sign-in": "sign_in.html",
}


@pytest.mark.parametrize(("path", "name"), PAGES.items())
async def test_a_page_is_there_for_everybody(server: Running, path: str, name: str) -> None:
    async with server.session.get(server.url + path) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert name in await answer.text()


@pytest.mark.parametrize("path", [*PAGES, "/api/site", "/healthz"])
async def test_head_answers_like_get_without_a_body(server: Running, path: str) -> None:
    async with server.session.head(server.url + path) as head, server.session.get(server.url + path) as get:
        assert head.status == get.status == 200
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
        assert await head.read() == b""


async def test_a_page_is_the_same_for_every_link(server: Running) -> None:
    bodies = set()
    for link in ("maya".ljust(22, "-"), "invented", "%00", "a" * 2000, "%F0%9F%92%A1"):
        async with server.session.get(f"{server.url}/join/{link}") as answer:
            assert answer.status == 200
            bodies.add(await answer.read())
    assert len(bodies) == 1


async def test_a_page_that_a_browser_has_is_not_sent_again(server: Running) -> None:
    async with server.session.get(server.url + "/sign-in") as first:
        etag = first.headers["ETag"]
    async with server.session.get(server.url + "/sign-in", headers={"If-None-Match": etag}) as second:
        assert second.status == 304
        assert await second.read() == b""
        assert second.headers["Cache-Control"] == "no-store"


async def test_an_asset_never_changes_under_its_address(server: Running) -> None:
    path = server.app[ASSETS].url("css/base.css")
    async with server.session.get(server.url + path) as answer:
        assert answer.headers["Cache-Control"] == IMMUTABLE
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert (await answer.text()).startswith("body { margin: 0 }")


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/css/base.css",
        "/static/{release}/../../pyproject.toml",
        "/static/{release}/%2e%2e/%2e%2e/x.txt",
        "/static/{release}//etc/passwd",
        "/static/{release}/css",
        "/static/",
    ],
)
async def test_what_is_no_asset_is_not_found(server: Running, path: str) -> None:
    address = path.format(release=server.app[ASSETS].release)
    async with server.session.get(server.url + address) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/nothing", "/join/", "/join/a/b", "/room", "/admin", "/favicon.ico"])
async def test_everything_else_is_a_page_that_says_so(server: Running, path: str) -> None:
    async with server.session.get(server.url + path) as answer:
        assert answer.status == 404
        assert "not_found.html" in await answer.text()


async def test_programs_get_errors_as_json(server: Running) -> None:
    async with server.session.get(server.url + "/api/nothing") as answer:
        assert answer.status == 404
        assert (await answer.json())["error"]["code"] == "unknown"


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.method} {route.path}")
async def test_no_address_answers_to_another_method(server: Running, route: web.RouteDef) -> None:
    path = re.sub(r"\{[^}]+\}", "x", route.path)
    async with server.session.patch(server.url + path) as answer:
        assert answer.status == 405
        assert route.method in answer.headers["Allow"]
        for name, value in security_headers(secure=False).items():
            assert answer.headers[name] == value


@pytest.mark.parametrize("expected", ["100-continue", "a miracle"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
async def test_nothing_that_is_expected_is_agreed_to(server: Running, expected: str, host: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        f"POST /api/sign-in HTTP/1.1\r\nHost: {host}:{server.port}\r\nExpect: {expected}\r\n"
        "Content-Length: 2\r\n\r\n".encode()
    )
    async with asyncio.timeout(5):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    assert head.startswith(b"HTTP/1.1 417 ")
    assert b"Content-Security-Policy: " in head
    assert body.startswith(b'{"error":{"code":"bad_input",')
