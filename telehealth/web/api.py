"""The small JSON interface, and the door to the WebSocket."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from msgspec import Struct

from telehealth.errors import BadInput, SignInLinkOver, SignInNeeded
from telehealth.security.cookies import SIGN_IN_SECONDS
from telehealth.security.tokens import new_token, token_hash
from telehealth.signalling.socket import Socket
from telehealth.store.records import SignIn
from telehealth.web import answers, requests
from telehealth.web.keys import CODEC, COOKIE, HUB, PACE, RELAY, SITE, SITE_FACTS, SOCKETS, STORE

if TYPE_CHECKING:
    from telehealth.core.ids import RoomId

LONGEST_TOKEN = 128


class SignInRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/sign-in`."""

    token: str


class ClinicianFacts(Struct, frozen=True):
    """What a clinician's page is told of its account."""

    name: str


class RoomFacts(Struct, frozen=True):
    """What a clinician's page is told of a room."""

    id: RoomId


class RoomsAnswer(Struct, frozen=True):
    """The answer of `GET /api/rooms`."""

    clinician: ClinicianFacts
    rooms: list[RoomFacts]


async def sign_in(request: web.Request) -> web.Response:
    """Use up a one-time link: the token goes, a cookie comes. An earlier cookie ends."""
    requests.check_mutation(request)
    requests.attempt(request)()
    asked = await requests.body(request, SignInRequest)
    store, now = request.app[STORE], time.time()
    clinician = None
    if len(asked.token) <= LONGEST_TOKEN:
        clinician = await store.redeem(token_hash(asked.token), "sign_in", now)
    if clinician is None:
        raise SignInLinkOver
    await _end_sign_in(request)
    token = new_token()
    kept = SignIn(token_hash=token_hash(token), clinician=clinician, expires=now + SIGN_IN_SECONDS)
    await store.add_sign_in(kept)
    return web.Response(status=204, headers={hdrs.SET_COOKIE: request.app[COOKIE].header(token)})


async def sign_out(request: web.Request) -> web.Response:
    """End the sign-in and every socket it opened."""
    requests.check_mutation(request)
    await _end_sign_in(request)
    return web.Response(status=204, headers={hdrs.SET_COOKIE: request.app[COOKIE].removal()})


async def _end_sign_in(request: web.Request) -> None:
    held = requests.sign_in(request)
    if held is not None:
        await request.app[STORE].end_sign_in(held)
        request.app[HUB].signed_out(held)


async def site(request: web.Request) -> web.Response:
    """Public name, texts and version: the same for everybody."""
    return answers.json(request.app[SITE_FACTS])


async def rooms(request: web.Request) -> web.Response:
    """The signed-in clinician's rooms."""
    store, held = request.app[STORE], requests.sign_in(request)
    kept = await store.sign_in(held, time.time()) if held is not None else None
    clinician = await store.clinician(kept.clinician) if kept is not None else None
    if clinician is None:
        raise SignInNeeded
    facts = [RoomFacts(room.id) for room in await store.rooms_of(clinician.id)]
    return answers.json(RoomsAnswer(ClinicianFacts(clinician.public_name), facts))


async def health(request: web.Request) -> web.Response:
    """Whether this process works, and whether it can carry sound and picture."""
    return answers.json({"ok": True, "media": request.app[RELAY].available})


async def signalling(request: web.Request) -> web.StreamResponse:
    """The WebSocket. Its Origin is checked before the upgrade."""
    app = request.app
    app[SITE].check_origin(request.headers.getall(hdrs.ORIGIN, []))
    if request.headers.get(hdrs.UPGRADE, "").lower() != "websocket":
        raise BadInput
    with app[SOCKETS].held(requests.address_key(request)):
        socket = Socket(app[HUB], app[CODEC], app[PACE], requests.sign_in(request), requests.attempt(request))
        return await socket.live(request)
