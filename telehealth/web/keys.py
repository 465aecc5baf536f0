"""What the application keeps, each under a typed key."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from telehealth.relay.client import Relay
from telehealth.security.address import AddressKeys, ClientAddresses
from telehealth.security.cookies import SignInCookie
from telehealth.security.limits import Attempts, Concurrent
from telehealth.security.origin import Site
from telehealth.signalling.codec import Codec
from telehealth.signalling.hub import Hub
from telehealth.signalling.socket import Pace
from telehealth.store.store import Store
from telehealth.web.assets import Assets, Constant

ADDRESSES = web.AppKey("ADDRESSES", ClientAddresses)
ADDRESS_KEYS = web.AppKey("ADDRESS_KEYS", AddressKeys)
ASSETS = web.AppKey("ASSETS", Assets)
ATTEMPTS = web.AppKey("ATTEMPTS", Attempts)
CODEC = web.AppKey("CODEC", Codec)
COOKIE = web.AppKey("COOKIE", SignInCookie)
HUB = web.AppKey("HUB", Hub)
PACE = web.AppKey("PACE", Pace)
PAGES: web.AppKey[Mapping[str, Constant]] = web.AppKey("PAGES", Mapping)
RELAY = web.AppKey("RELAY", Relay)
SITE = web.AppKey("SITE", Site)
SITE_FACTS: web.AppKey[bytes] = web.AppKey("SITE_FACTS", bytes)
"""The answer of `/api/site`."""
SOCKETS = web.AppKey("SOCKETS", Concurrent)
STORE: web.AppKey[Store] = web.AppKey("STORE", Store)
