"""The composition root: everything the web process is made of is put together here, once."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from telehealth import alarms
from telehealth.core.invitation import Window
from telehealth.relay.client import Relay
from telehealth.release import release
from telehealth.security.address import AddressKeys, ClientAddresses
from telehealth.security.cookies import known_browser_cookie, sign_in_cookie
from telehealth.security.delays import Delays
from telehealth.security.known_browsers import KnownBrowsers
from telehealth.security.limits import Attempts, Concurrent
from telehealth.security.origin import Site
from telehealth.security.passwords import Passwords
from telehealth.security.pseudonyms import Pseudonyms
from telehealth.security.tokens import SeatSealer
from telehealth.signalling.clock import LoopClock
from telehealth.signalling.clock_watch import ClockWatch
from telehealth.signalling.codec import Codec
from telehealth.signalling.hub import Capacity, Hub
from telehealth.signalling.openings import Openings
from telehealth.signalling.performer import Means
from telehealth.signalling.socket import Pace
from telehealth.signalling.writer import Writer
from telehealth.web import keys, middleware, pages, requests
from telehealth.web.assets import Assets, Folders
from telehealth.web.housekeeping import Housekeeping
from telehealth.web.routes import routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from telehealth.security.server_key import ServerKey
    from telehealth.settings import Config
    from telehealth.store.sql_store import SqlStore

RELAY_SECONDS = 2.0
WRITES_PER_MINUTE = 120
"""Of one clinician, on all devices: what is written stays for days or years."""


def make_app(
    config: Config,
    *,
    store: SqlStore,
    installation: str,
    key: ServerKey,
    relay_sockets: Sequence[str],
    folders: Folders | None = None,
    pace: Pace | None = None,
) -> web.Application:
    """The application. It owns the store from now on, and closes it. Raises FilesRefused."""
    app = web.Application(middlewares=[middleware.errors], client_max_size=requests.LARGEST_BODY)
    app.on_response_prepare.append(middleware.add_headers)
    app.add_routes(routes())
    _put_constants(app, config, folders or Folders.find())
    app[keys.SITE_FACTS] = site_facts(config, installation)
    _put_limits(app, config, pace or Pace(messages_per_second=config.limits.messages_per_second))
    _put_secrets(app, key)
    app[keys.STORE] = store
    app[keys.DRAIN_SECONDS] = config.server.drain_for.total_seconds()
    app[keys.RELAY] = Relay(relay_sockets)
    capacity = Capacity(sockets=config.limits.connections, rooms=config.limits.rooms)
    app.cleanup_ctx.extend([_passwords, _hub(key, capacity), _relay, _housekeeping(config), _clock_watch])
    app.on_shutdown.append(_stop)
    return app


def _put_constants(app: web.Application, config: Config, folders: Folders) -> None:
    site = Site.at(config.server.public_url)
    app[keys.SITE] = site
    app[keys.COOKIE] = sign_in_cookie(secure=site.secure)
    app[keys.BROWSER_COOKIE] = known_browser_cookie(secure=site.secure)
    app[keys.CODEC] = Codec()
    app[keys.ASSETS] = assets = Assets(folders.static)
    app[keys.PAGES] = pages.render(folders.templates, assets, release())
    app[keys.WINDOW] = Window(
        opens_before=config.invitation.opens_before.total_seconds(),
        closes_after=config.invitation.closes_after.total_seconds(),
    )


def site_facts(config: Config, installation: str) -> bytes:
    """The answer of `/api/site`."""
    return msgspec.json.encode(
        {
            "name": config.practice.name,
            "version": release(),
            "installation": installation,
            "crisis_text": config.practice.crisis_text,
            "crisis_texts": config.practice.crisis_texts,
            "emergency_line": config.practice.emergency_line,
            "check_in": {"required": config.check_in.required, "country": config.check_in.country},
            "consent": {"version": config.consent.version, "text": config.consent.text},
            "call_back_after": config.consent.call_back_after.total_seconds(),
            "opens_before": config.invitation.opens_before.total_seconds(),
            "closes_after": config.invitation.closes_after.total_seconds(),
            "encryption": "end_to_end",
        }
    )


def _put_limits(app: web.Application, config: Config, pace: Pace) -> None:
    app[keys.PACE] = pace
    app[keys.ADDRESSES] = ClientAddresses(config.server.trusted_proxies)
    app[keys.ADDRESS_KEYS] = AddressKeys(time.monotonic)
    app[keys.ATTEMPTS] = Attempts(config.limits.attempts_per_minute, time.monotonic)
    app[keys.WRITES] = Attempts(WRITES_PER_MINUTE, time.monotonic)
    app[keys.DELAYS] = Delays(time.monotonic)
    app[keys.SOCKETS] = Concurrent(config.limits.connections_per_address)


def _put_secrets(app: web.Application, key: ServerKey) -> None:
    app[keys.KNOWN_BROWSERS] = KnownBrowsers(key)
    app[keys.PSEUDONYMS] = Pseudonyms(key)


async def _passwords(app: web.Application) -> AsyncIterator[None]:
    app[keys.PASSWORDS] = passwords = Passwords()
    yield
    passwords.close()


def _hub(key: ServerKey, capacity: Capacity) -> Callable[[web.Application], AsyncIterator[None]]:
    """Store, writer and hub: the hub is gone before the writer, and the writer before the store."""

    async def context(app: web.Application) -> AsyncIterator[None]:
        store, clock = app[keys.STORE], LoopClock()
        async with Writer() as writer:
            app[keys.WRITER] = writer
            means = Means(app[keys.RELAY], store, writer, clock, app[keys.PSEUDONYMS].of)
            openings = Openings(store, SeatSealer(key), clock, app[keys.WINDOW])
            app[keys.HUB] = hub = Hub(openings, means, capacity)
            yield
            await hub.stop()
        await store.close()

    return context


def _housekeeping(config: Config) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        keeping = Housekeeping(
            app[keys.STORE],
            app[keys.HUB],
            time.time,
            closes_after=config.invitation.closes_after.total_seconds(),
            audit_seconds=config.audit.keep_days * 86_400.0,
        )
        running = asyncio.create_task(keeping.run())
        alarms.watch(running, "housekeeping")
        yield
        keeping.stop()
        await running

    return context


async def _relay(app: web.Application) -> AsyncIterator[None]:
    app[keys.RELAY].start(app[keys.HUB])
    # Pages that come back are to find what the relay has kept of their rooms, if it is there.
    with suppress(TimeoutError):
        async with asyncio.timeout(RELAY_SECONDS):
            await app[keys.RELAY].connected()
    yield
    await app[keys.RELAY].close()


async def _clock_watch(_app: web.Application) -> AsyncIterator[None]:
    watching = asyncio.create_task(ClockWatch(LoopClock()).run())
    alarms.watch(watching, "clock watch")
    yield
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def _stop(app: web.Application) -> None:
    """Sockets are closed while they can still be told why."""
    await app[keys.HUB].stop()
