"""The application on a listening socket, until it is told to stop.

SIGTERM lets the sessions that are on come to their end first, however often it comes: what stops a service
may send it to all its processes. SIGINT waits for none.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import ssl
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

import structlog
from aiohttp import web

from telehealth.errors import BadInput
from telehealth.web.answers import failure
from telehealth.web.keys import ADDRESS_KEYS, ADDRESSES, DRAIN_SECONDS, HUB, SITE
from telehealth.web.middleware import put_headers

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine

    from telehealth.security.limits import Concurrent

Announcement: TypeAlias = "Callable[[], Coroutine[None, None, None]]"

REQUEST_SECONDS = 10.0
"""For the headers of a request, and how long a connection may be idle between two."""
LINGER_SECONDS = 2.0
SHUTDOWN_SECONDS = 3.0
BACKLOG = 1024

log = structlog.get_logger()


class CertificateRefused(OSError):
    """The certificate or its key cannot be used; the text names them."""


class Protocol(web.RequestHandler):
    """One connection: counted by address, with our answer to what is no HTTP.

    aiohttp closes a connection that has sent no whole request `keepalive_timeout` after it was opened or
    last answered, so that this is also the deadline for headers.
    """

    __slots__ = ("_app", "_counted", "_key")

    def __init__(self, app: web.Application, server: web.Server, counted: Concurrent) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=REQUEST_SECONDS,
            lingering_time=LINGER_SECONDS,
            access_log=None,  # type: ignore[arg-type]  # aiohttp writes none then
        )
        self._app = app
        self._counted = counted
        self._key: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Turn away an address that has as many connections as it may; our proxies have no limit here."""
        peer = transport.get_extra_info("peername")
        if peer and not self._app[ADDRESSES].trusts(peer[0]):
            key = self._app[ADDRESS_KEYS].key(peer[0])
            if self._counted.enter(key):
                self._key = key
            elif isinstance(transport, asyncio.Transport):
                transport.abort()
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count one less."""
        if self._key is not None:
            self._counted.leave(self._key)
            self._key = None
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 -- the signature is aiohttp's
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """Our one shape of an error for what never reached the application; nothing of it is repeated."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.critical("a request failed", exc_info=exc)
        response = failure(BadInput(), status)
        put_headers(response, secure=self._app[SITE].secure)
        response.force_close()
        return response


class Serving:
    """A running server. `address` is what it is bound to."""

    def __init__(self, app: web.Application, listening: socket.socket, counted: Concurrent) -> None:
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=SHUTDOWN_SECONDS
        )
        self._app = app
        self._listening = listening
        self._counted = counted
        self._server: asyncio.Server | None = None

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Set up everything and take connections."""
        await self._runner.setup()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the application was not set up")
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Protocol(self._app, server, self._counted),
            sock=self._listening,
            ssl=tls,
            backlog=BACKLOG,
            ssl_handshake_timeout=REQUEST_SECONDS if tls else None,
        )

    async def drain(self) -> None:
        """Begin nothing new, and return when no session is on any more, or when that takes too long."""
        await self._app[HUB].drain(self._app[DRAIN_SECONDS])

    async def stop(self) -> None:
        """Take no more connections, tell those there are, and clean up."""
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """TLS 1.2 and later with this certificate. Raises CertificateRefused."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise CertificateRefused(
            f"{certificate} and {key} cannot be used for https: {error}. "
            "Check server.tls_certificate and server.tls_key."
        ) from error
    return context


async def serve(serving: Serving, tls: ssl.SSLContext | None, announce: Announcement) -> None:
    """Serve until SIGTERM or SIGINT; `announce` may wait for what else there has to be, and says so."""
    asked, at_once = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asked.set)
    loop.add_signal_handler(signal.SIGINT, at_once.set)
    await serving.start(tls)
    # What was loaded at start stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    announcing = asyncio.create_task(announce())
    await _first(asked.wait(), at_once.wait())
    if not at_once.is_set():
        await _first(serving.drain(), at_once.wait())
    announcing.cancel()
    await asyncio.gather(announcing, return_exceptions=True)
    await serving.stop()


async def _first(*waiting: Coroutine[None, None, object]) -> None:
    """Return when one of them does. Raises what it raises."""
    tasks = [asyncio.ensure_future(one) for one in waiting]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
