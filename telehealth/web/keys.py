"""What the application keeps, each under a typed key."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from telehealth.core.invitation import Window
from telehealth.relay.client import Relay
from telehealth.security.address import AddressKeys, ClientAddresses
from telehealth.security.cookies import Cookie
from telehealth.security.delays import Delays
from telehealth.security.known_browsers import KnownBrowsers
from telehealth.security.limits import Attempts, Concurrent
from telehealth.security.origin import Site
from telehealth.security.passwords import Passwords
from telehealth.security.pseudonyms import Pseudonyms
from telehealth.signalling.codec import Codec
from telehealth.signalling.hub import Hub
from telehealth.signalling.socket import Pace
from telehealth.signalling.writer import Writer
from telehealth.store.sql_store import SqlStore
from telehealth.web.assets import Assets, Constant

ADDRESSES = web.AppKey("ADDRESSES", ClientAddresses)
ADDRESS_KEYS = web.AppKey("ADDRESS_KEYS", AddressKeys)
ASSETS = web.AppKey("ASSETS", Assets)
ATTEMPTS = web.AppKey("ATTEMPTS", Attempts)
BROWSER_COOKIE = web.AppKey("BROWSER_COOKIE", Cookie)
CODEC = web.AppKey("CODEC", Codec)
COOKIE = web.AppKey("COOKIE", Cookie)
DELAYS = web.AppKey("DELAYS", Delays)
DRAIN_SECONDS: web.AppKey[float] = web.AppKey("DRAIN_SECONDS", float)
"""How long sessions that are on may keep the server from stopping."""
HUB = web.AppKey("HUB", Hub)
KNOWN_BROWSERS = web.AppKey("KNOWN_BROWSERS", KnownBrowsers)
PACE = web.AppKey("PACE", Pace)
PAGES: web.AppKey[Mapping[str, Constant]] = web.AppKey("PAGES", Mapping)
PASSWORDS = web.AppKey("PASSWORDS", Passwords)
PSEUDONYMS = web.AppKey("PSEUDONYMS", Pseudonyms)
RELAY = web.AppKey("RELAY", Relay)
SITE = web.AppKey("SITE", Site)
SITE_FACTS: web.AppKey[bytes] = web.AppKey("SITE_FACTS", bytes)
"""The answer of `/api/site`."""
SOCKETS = web.AppKey("SOCKETS", Concurrent)
STORE = web.AppKey("STORE", SqlStore)
WRITES = web.AppKey("WRITES", Attempts)
WINDOW = web.AppKey("WINDOW", Window)
WRITER = web.AppKey("WRITER", Writer)
