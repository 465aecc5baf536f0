"""Pages of other sites, other names for this server, and proxies that are none of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from telehealth.web.keys import HUB
from tests.practice import COOKIE
from tests.web.running import Running, running
from tests.web.sql_practice import KEY

FOREIGN = [
    "null",
    "",
    "http://evil.example",
    "https://localhost:{port}",
    "http://localhost",
    "http://localhost:{port}.evil.example",
    "http://127.0.0.1:{port}",
    "http://evil.example, http://localhost:{port}",
    "file://",
]

SIGN_IN = {"username": "ruiz", "key": KEY}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_page_of_another_site_gets_no_socket_even_with_the_cookie(
    server: Running, origin: str
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await server.socket(cookie=COOKIE, Origin=origin.format(port=server.port))
    assert len(server.app[HUB]._sockets) == 0


async def test_no_origin_at_all_gets_no_socket(server: Running) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await server.session.ws_connect(f"{server.url}/ws", headers={"Cookie": f"telehealth={COOKIE}"})


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_page_of_another_site_signs_nobody_in_or_out(server: Running, origin: str) -> None:
    headers = server.ours | {"Origin": origin.format(port=server.port), "Cookie": f"telehealth={COOKIE}"}
    for path in ("/api/sign-in", "/api/sign-out"):
        url = server.url + path
        async with server.session.post(url, json=SIGN_IN, headers=headers) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers
    async with server.session.get(
        f"{server.url}/api/rooms", headers={"Cookie": f"telehealth={COOKIE}"}
    ) as rooms:
        assert rooms.status == 200
    async with server.session.post(f"{server.url}/api/sign-in", json=SIGN_IN, headers=server.ours) as answer:
        assert answer.status == 204


async def test_a_form_of_another_site_changes_nothing(server: Running) -> None:
    for headers in ({"Origin": "null"}, {"Origin": server.url}, {}):
        async with server.session.post(f"{server.url}/api/sign-in", data=SIGN_IN, headers=headers) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1:{port}",
        "localhost:1",
        "localhost:{port}.evil.example",
    ],
)
async def test_a_foreign_name_that_leads_here_gets_nothing(server: Running, host: str) -> None:
    headers = {"Host": host.format(port=server.port), "Cookie": f"telehealth={COOKIE}"}
    for path in ("/", "/join/x", "/api/site", "/api/rooms", "/healthz", "/ws", "/static/x/y", "/nothing"):
        async with server.session.get(server.url + path, headers=headers) as answer:
            assert answer.status == 421
            assert (await answer.json())["error"]["code"] == "host_unknown"


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host"])
async def test_no_other_header_names_the_host(server: Running, name: str) -> None:
    headers = {"Host": "evil.example", name: f"localhost:{server.port}"}
    async with server.session.get(server.url, headers=headers) as answer:
        assert answer.status == 421


async def test_a_spoofed_forwarded_header_gives_nobody_a_fresh_allowance(tmp_path: Path) -> None:
    async with running(tmp_path, limits__attempts_per_minute=10) as server:
        statuses = []
        for number in range(15):
            headers = server.ours | {
                "X-Forwarded-For": f"203.0.113.{number}",
                "Forwarded": f"for=203.0.113.{number}",
                "X-Real-IP": f"203.0.113.{number}",
            }
            url = f"{server.url}/api/sign-in"
            async with server.session.post(
                url, json=SIGN_IN | {"username": f"guess-{number}"}, headers=headers
            ) as answer:
                statuses.append(answer.status)
        assert statuses == [401] * 10 + [429] * 5


async def test_who_tries_too_many_links_is_slowed_down(tmp_path: Path) -> None:
    async with running(tmp_path, limits__attempts_per_minute=10) as server:
        codes = []
        for _ in range(12):
            socket = await server.socket()
            await socket.opened.send_json({"type": "take_seat", "seat": "guessed"})
            codes.append(await socket.closed())
        assert codes == [4410] * 10 + [4429] * 2
