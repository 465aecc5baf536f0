"""What the supervisor's children do: the web process and the relay."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from typing import TYPE_CHECKING

import structlog

from telehealth import alarms, census, log
from telehealth.process import die_with, harden, raise_descriptor_limit

if TYPE_CHECKING:
    from telehealth.supervisor import RelaySettings, WebSettings

SPARE_DESCRIPTORS = 64
"""For the database, the relay, files that are read, and a few more."""

logger = structlog.get_logger()


def run_relay(settings: RelaySettings) -> None:
    """Carry media until told to stop. Raises what the worker raises when it cannot start."""
    _begin("relay", settings.supervisor, hardened=settings.hardened)
    # It carries sessions until the web process has let them go: see RELAY_STOPS_BY of the supervisor.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    # Only here: this loads FFmpeg's libraries, 60 MB that no other process needs.
    from telehealth.relay.worker import run  # noqa: PLC0415

    run(settings.worker)


def run_web(settings: WebSettings) -> None:
    """Serve pages and signalling until told to stop.

    Raises ServerKeyRefused, DatabaseRefused, FilesRefused and CertificateRefused when it cannot start.
    """
    _begin("web", settings.supervisor, hardened=settings.hardened)
    asyncio.run(_web(settings))


async def _web(settings: WebSettings) -> None:
    from telehealth.administration import open_store  # noqa: PLC0415
    from telehealth.security.limits import Concurrent  # noqa: PLC0415
    from telehealth.web.app import make_app  # noqa: PLC0415
    from telehealth.web.assets import FilesRefused  # noqa: PLC0415
    from telehealth.web.keys import HUB, RELAY  # noqa: PLC0415
    from telehealth.web.serving import Serving, serve, tls_context  # noqa: PLC0415

    alarms.install(asyncio.get_running_loop())
    config = settings.config
    check_descriptors(config.limits.connections)
    store, key = await open_store(config.database_path, config.key_path)
    try:
        app = make_app(
            config,
            store=store,
            installation=await store.installation(),
            key=key,
            relay_sockets=settings.relay_sockets,
        )
    except FilesRefused:
        await store.close()
        raise
    tls = None
    if config.server.tls_certificate:
        tls = tls_context(config.server.tls_certificate, config.server.tls_key)
    # Twice: a page that is connected asks for this and that as well.
    counted = Concurrent(config.limits.connections_per_address, in_all=2 * config.limits.connections)
    serving = Serving(app, socket.socket(fileno=settings.listening), counted)

    async def announce() -> None:
        census.on_request(app[HUB].census)
        await app[RELAY].connected()
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    await serve(serving, tls, announce)


def check_descriptors(connections: int) -> None:
    """Take as many open files as there may be, and warn when they are fewer than pages may be connected."""
    allowed = raise_descriptor_limit()
    if allowed < connections + SPARE_DESCRIPTORS:
        logger.warning("fewer files may be open than limits.connections needs", count=allowed)


def _begin(name: str, supervisor: int, *, hardened: bool) -> None:
    die_with(supervisor)
    if hardened:
        harden()
    log.configure(name)
