"""The composition root: everything the web process is made of is put together here, once."""

from __future__ import annotations

import hmac
import time
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from telehealth.core.ids import RoomId
from telehealth.core.invitation import Window
from telehealth.relay.client import Relay
from telehealth.release import release
from telehealth.security.address import AddressKeys, ClientAddresses
from telehealth.security.cookies import SignInCookie
from telehealth.security.limits import Attempts, Concurrent
from telehealth.security.origin import Site
from telehealth.security.tokens import SeatSealer
from telehealth.signalling.clock import LoopClock
from telehealth.signalling.codec import Codec
from telehealth.signalling.hub import Hub
from telehealth.signalling.openings import Openings
from telehealth.signalling.performer import Means
from telehealth.signalling.socket import Pace
from telehealth.signalling.writer import Writer
from telehealth.web import keys, middleware, pages, requests
from telehealth.web.assets import Assets, Folders
from telehealth.web.routes import routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from telehealth.security.server_key import ServerKey
    from telehealth.settings import Config
    from telehealth.store.store import Store


def make_app(
    config: Config,
    *,
    store: Store,
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
    _put_limits(app, config, pace or Pace(messages_per_second=config.limits.messages_per_second))
    app[keys.STORE] = store
    app[keys.RELAY] = Relay(relay_sockets)
    app.cleanup_ctx.append(_hub(config, key))
    app.cleanup_ctx.append(_relay)
    app.on_shutdown.append(_stop)
    return app


def _put_constants(app: web.Application, config: Config, folders: Folders) -> None:
    site = Site.at(config.server.public_url)
    app[keys.SITE] = site
    app[keys.COOKIE] = SignInCookie(site.secure)
    app[keys.CODEC] = Codec()
    app[keys.ASSETS] = assets = Assets(folders.static)
    app[keys.PAGES] = pages.render(folders.templates, assets, release())
    app[keys.SITE_FACTS] = msgspec.json.encode(
        {
            "name": config.practice.name,
            "version": release(),
            "crisis_text": config.practice.crisis_text,
            "consent": {"version": config.consent.version, "text": config.consent.text},
            "encryption": "none",
        }
    )


def _put_limits(app: web.Application, config: Config, pace: Pace) -> None:
    app[keys.PACE] = pace
    app[keys.ADDRESSES] = ClientAddresses(config.server.trusted_proxies)
    app[keys.ADDRESS_KEYS] = AddressKeys(time.monotonic)
    app[keys.ATTEMPTS] = Attempts(config.limits.attempts_per_minute, time.monotonic)
    app[keys.SOCKETS] = Concurrent(config.limits.connections_per_address)


def _hub(config: Config, key: ServerKey) -> Callable[[web.Application], AsyncIterator[None]]:
    """Store, writer and hub: the hub is gone before the writer, and the writer before the store."""
    window = Window(
        opens_before=config.invitation.opens_before.total_seconds(),
        closes_after=config.invitation.closes_after.total_seconds(),
    )
    room_key = key.derive("room pseudonyms")

    def pseudonym(room: RoomId) -> str:
        return hmac.digest(room_key, room.encode("ascii"), "sha256").hex()[:32]

    async def context(app: web.Application) -> AsyncIterator[None]:
        store, clock = app[keys.STORE], LoopClock()
        async with Writer() as writer:
            means = Means(app[keys.RELAY], store, writer, clock, pseudonym)
            app[keys.HUB] = hub = Hub(Openings(store, SeatSealer(key), clock, window), means)
            yield
            await hub.stop()
        await store.close()

    return context


async def _relay(app: web.Application) -> AsyncIterator[None]:
    app[keys.RELAY].start(app[keys.HUB])
    yield
    await app[keys.RELAY].close()


async def _stop(app: web.Application) -> None:
    """Sockets are closed while they can still be told why."""
    await app[keys.HUB].stop()
