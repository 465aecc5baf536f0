"""Whoever is slow on purpose, silent, or never reads."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from telehealth.core.messages import CheckIn
from telehealth.signalling.socket import Pace
from telehealth.web import requests, serving
from telehealth.web.keys import HUB
from tests.practice import ROOM, hello, identifier
from tests.web.running import LOCALHOST, Running, running, until

DEADLINE = 0.4


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    for module, name in (
        (serving, "REQUEST_SECONDS"),
        (serving, "LINGER_SECONDS"),
        (requests, "BODY_SECONDS"),
    ):
        monkeypatch.setattr(module, name, DEADLINE)
    pace = Pace(opening=DEADLINE, writing=DEADLINE, closing=DEADLINE, messages_per_second=1000)
    async with running(tmp_path, pace) as started:
        yield started


async def trickle(server: Running, beginning: str, drop: bytes) -> bytes:
    """Send a beginning, then a drop again and again, until the server closes; what it said meanwhile."""
    reader, writer = await asyncio.open_connection(LOCALHOST, server.port)
    writer.write(beginning.encode())
    said = bytearray()
    reading = asyncio.create_task(collect(reader, said))
    began = time.monotonic()
    while not reading.done():
        assert time.monotonic() - began < 10 * DEADLINE
        writer.write(drop)
        await asyncio.sleep(DEADLINE / 10)
    writer.close()
    return bytes(said)


async def collect(reader: asyncio.StreamReader, said: bytearray) -> None:
    """Read to the end, or to a reset: what came before it counts."""
    with suppress(ConnectionError):
        while data := await reader.read(1024):
            said += data


async def test_headers_that_never_end_are_not_waited_for(server: Running) -> None:
    assert await trickle(server, "GET / HTTP/1.1\r\n", b"X: y\r\n") == b""


async def test_a_request_line_that_never_ends_is_not_waited_for(server: Running) -> None:
    assert await trickle(server, "GET /", b"a") == b""


async def test_a_second_request_may_not_be_slower_than_the_first(server: Running) -> None:
    first = f"GET /healthz HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n"
    said = await trickle(server, first + "GET / HTTP/1.1\r\n", b"X: y\r\n")
    assert said.count(b"HTTP/1.1 ") == 1


async def test_a_body_that_never_ends_is_not_waited_for(server: Running) -> None:
    headers = "".join(f"{name}: {value}\r\n" for name, value in server.ours.items())
    said = await trickle(
        server,
        f"POST /api/sign-in HTTP/1.1\r\nHost: localhost:{server.port}\r\n{headers}"
        "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
        b" ",
    )
    assert said.startswith(b"HTTP/1.1 408 ")


async def test_a_body_that_nobody_asked_for_is_not_waited_for(server: Running) -> None:
    said = await trickle(
        server,
        f"GET /healthz HTTP/1.1\r\nHost: localhost:{server.port}\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\nx\r\n",
    )
    assert said.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_huge_body_is_refused_before_it_is_read(server: Running, chunked: bool) -> None:
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 65_536
            yield b" " * 65_536

    headers = server.ours | {"Content-Type": "application/json"}
    if not chunked:
        headers["Content-Length"] = str(65_536 * 1000)
    async with server.session.post(f"{server.url}/api/sign-in", data=body(), headers=headers) as answer:
        assert answer.status == 413
        assert (await answer.json())["error"]["code"] == "too_large"
    assert sent < 65_536 * 1000


async def test_a_body_that_grows_when_unpacked_is_refused(server: Running) -> None:
    headers = server.ours | {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 20_000_000)
    assert len(bomb) < 65_536
    async with server.session.post(f"{server.url}/api/sign-in", data=bomb, headers=headers) as answer:
        assert answer.status in {400, 413}


async def test_sockets_that_open_nothing_are_closed(server: Running) -> None:
    sockets = [await server.socket() for _ in range(20)]
    assert await asyncio.gather(*(one.closed() for one in sockets)) == [4400] * 20
    await until(lambda: len(server.app[HUB]._sockets) == 0)


async def test_a_reader_that_never_reads_is_dropped_and_the_others_go_on(server: Running) -> None:
    desk = await server.desk()
    async with deaf(server, "maya"):
        await until(lambda: len(server.app[HUB]._sockets) == 2)
        await desk.hear("arrived")
        body = "A" * 65_000
        while len(server.app[HUB]._sockets) == 2:
            await desk.opened.send_json(
                {"type": "sealed", "room": ROOM, "to": identifier("maya"), "body": body}
            )
            await asyncio.sleep(0.002)
    await desk.opened.send_json({"type": "ping"})
    await desk.hear("pong")


async def test_pings_without_end_from_somebody_who_never_reads_are_dropped(server: Running) -> None:
    async with deaf(server, "maya") as (_reader, writer):
        await until(lambda: len(server.app[HUB]._sockets) == 1)
        with pytest.raises(ConnectionError):
            await flood(writer)
    await until(lambda: len(server.app[HUB]._sockets) == 0)


async def flood(writer: asyncio.StreamWriter) -> None:
    """Pings as fast as they are taken (RFC 6455, section 5.5.2)."""
    ping = bytes([0x89, 0x80 | 125]) + bytes(4) + bytes(125)
    async with asyncio.timeout(10):
        while True:
            writer.write(ping * 10)
            await writer.drain()
            await asyncio.sleep(0.001)


@asynccontextmanager
async def deaf(
    server: Running, link: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A socket of somebody who waits, with a small receive buffer, and reads nothing."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, (LOCALHOST, server.port))
    reader, writer = await asyncio.open_connection(sock=raw)
    writer.write(
        f"GET /ws HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: {server.url}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    for message in (hello(link), CheckIn(ROOM)):
        text = msgspec.json.encode(message)
        writer.write(bytes([0x81, 0x80 | 126]) + len(text).to_bytes(2, "big") + bytes(4) + text)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
