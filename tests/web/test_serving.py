"""The application on a listening socket."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
import structlog

from telehealth.core.messages import End, SealedOut
from telehealth.demo import write_certificate
from telehealth.security.headers import security_headers
from telehealth.web import middleware
from telehealth.web import serving as module
from telehealth.web.serving import CertificateRefused, serve, tls_context
from tests.practice import ROOM, identifier
from tests.web.running import LOCALHOST, Running, running


async def raw(server: Running, data: bytes) -> bytes:
    """Send bytes and read until the server closes."""
    reader, writer = await asyncio.open_connection(LOCALHOST, server.port)
    writer.write(data)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "data",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nBad Header\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_answered_in_our_words_and_with_our_headers(
    server: Running, data: bytes
) -> None:
    head, _, body = (await raw(server, data)).partition(b"\r\n\r\n")
    assert b" 400 " in head
    for name, value in security_headers(secure=False).items():
        assert f"\r\n{name}: {value}".encode() in head
    assert b"\r\nServer: telehealth\r\n" in head + b"\r\n"
    assert body == (
        b'{"error":{"code":"bad_input","text":"This page sent something the server does not understand. '
        b'Please reload the page."}}'
    )


async def test_a_connection_that_sends_no_request_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REQUEST_SECONDS", 0.2)
    async with running(tmp_path) as server:
        assert await raw(server, b"") == b""


async def test_a_connection_is_kept_for_another_request_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REQUEST_SECONDS", 0.2)
    async with running(tmp_path) as server:
        request = f"GET /healthz HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode()
        assert (await raw(server, request + request)).count(b"200 OK") == 2


async def test_an_address_may_have_only_so_many_connections(tmp_path: Path) -> None:
    async with running(tmp_path, limits__connections_per_address=8) as server:
        opened = [await asyncio.open_connection(LOCALHOST, server.port) for _ in range(8)]
        reader, writer = await asyncio.open_connection(LOCALHOST, server.port)
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
        for _, one in opened:
            one.close()
            await one.wait_closed()
        async with asyncio.timeout(5), server.session.get(f"{server.url}/healthz") as answer:
            assert answer.status == 200


async def test_a_proxy_of_ours_has_no_such_limit_and_those_behind_it_have(tmp_path: Path) -> None:
    async with running(
        tmp_path, limits__connections_per_address=8, server__trusted_proxies=(LOCALHOST,)
    ) as server:
        sockets = [await server.socket(**{"X-Forwarded-For": "203.0.113.7"}) for _ in range(8)]
        with pytest.raises(aiohttp.WSServerHandshakeError, match="429"):
            await server.socket(**{"X-Forwarded-For": "203.0.113.7"})
        another = await server.socket(**{"X-Forwarded-For": "203.0.113.8"})
        for socket in [*sockets, another]:
            await socket.opened.close()


async def test_a_signal_stops_it_in_order(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        socket = await server.socket()
        announced = asyncio.Event()

        async def announce() -> None:
            announced.set()

        stub = _Started(server)
        running_until = asyncio.create_task(serve(stub, None, announce))  # type: ignore[arg-type]
        await announced.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await socket.closed() == 4503
        await running_until
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().remove_signal_handler(number)
        assert stub.stopped


async def test_a_session_that_is_on_goes_on_after_sigterm_however_often_that_comes(tmp_path: Path) -> None:
    async with _served(tmp_path) as (server, serving):
        desk, maya = await server.call()
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.05)
        for page in (desk, maya):
            assert 0 < (await page.hear("stopping"))["seconds"] <= 3600
        await desk.say(SealedOut(ROOM, identifier("maya"), "still-here"))
        assert (await maya.hear("sealed"))["body"] == "still-here"
        assert not serving.done()
        await desk.say(End(ROOM))
        assert await maya.closed() == 4503
        await serving


async def test_sigint_waits_for_no_session_also_after_sigterm(tmp_path: Path) -> None:
    async with _served(tmp_path) as (server, serving):
        desk, _maya = await server.call()
        os.kill(os.getpid(), signal.SIGTERM)
        await desk.hear("stopping")
        os.kill(os.getpid(), signal.SIGINT)
        assert await desk.closed() == 4503
        await serving


async def test_a_session_has_so_long_to_end_and_no_longer(tmp_path: Path) -> None:
    async with _served(tmp_path, drain_for="1s") as (server, serving):
        desk, _maya = await server.call()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await desk.closed() == 4503
        await serving


async def test_a_fault_in_our_own_answer_is_an_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(tmp_path) as server:
        monkeypatch.setattr(middleware, "refusal", lambda *_: 1 / 0)
        with structlog.testing.capture_logs() as lines:
            async with server.session.get(f"{server.url}/nothing") as answer:
                assert answer.status == 500
    assert [(line["log_level"], line["event"]) for line in lines] == [("critical", "a request failed")]


@asynccontextmanager
async def _served(tmp_path: Path, drain_for: str = "1h") -> AsyncIterator[tuple[Running, asyncio.Task[None]]]:
    """A server that takes signals."""
    async with running(tmp_path, server__drain_for=drain_for) as server:
        announced = asyncio.Event()

        async def announce() -> None:
            announced.set()

        stub = _Started(server)
        serving = asyncio.create_task(serve(stub, None, announce))  # type: ignore[arg-type]
        await announced.wait()
        async with asyncio.timeout(20):
            yield server, serving
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().remove_signal_handler(number)


class _Started:
    """A server that runs already."""

    def __init__(self, server: Running) -> None:
        self._server = server
        self.stopped = False

    async def start(self, _tls: ssl.SSLContext | None) -> None:
        pass

    async def drain(self) -> None:
        await self._server.serving.drain()

    async def stop(self) -> None:
        self.stopped = True
        await self._server.serving.stop()


def test_tls_begins_at_1_2_with_the_certificate_given(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path, "192.0.2.1")
    context = tls_context(str(certificate), str(key))
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_NONE


def test_a_certificate_that_is_missing_or_none_is_refused_by_name(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for path in (tmp_path / "none.pem", empty):
        with pytest.raises(CertificateRefused, match=path.name):
            tls_context(str(path), str(path))
