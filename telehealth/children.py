"""What the supervisor's children do: the web process and the relay."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import TYPE_CHECKING

from telehealth import log
from telehealth.process import die_with, harden

if TYPE_CHECKING:
    from telehealth.supervisor import RelaySettings, WebSettings


def run_relay(settings: RelaySettings) -> None:
    """Carry media until told to stop. Raises what the worker raises when it cannot start."""
    _begin("relay", settings.supervisor, hardened=settings.hardened)
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
    from telehealth.web.keys import RELAY  # noqa: PLC0415
    from telehealth.web.serving import Serving, serve, tls_context  # noqa: PLC0415

    config = settings.config
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
    serving = Serving(
        app, socket.socket(fileno=settings.listening), Concurrent(config.limits.connections_per_address)
    )

    async def announce() -> None:
        await app[RELAY].connected()
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    await serve(serving, tls, announce)


def _begin(name: str, supervisor: int, *, hardened: bool) -> None:
    die_with(supervisor)
    if hardened:
        harden()
    log.configure(name)
