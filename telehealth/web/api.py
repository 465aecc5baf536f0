"""What everybody may know, what a clinician's page begins with, and the door to the WebSocket."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import hdrs, web
from msgspec import Struct

from telehealth.core.ids import RoomId
from telehealth.errors import BadInput
from telehealth.security.tokens import unpadded_text
from telehealth.signalling.socket import Socket
from telehealth.web import answers, requests
from telehealth.web.keys import CODEC, HUB, PACE, RELAY, SITE, SITE_FACTS, SOCKETS, STORE
from telehealth.web.proof import account, signed_in

LONGEST_NUMBER = 15


class ClinicianFacts(Struct, frozen=True):
    """What a clinician's page is told of its account."""

    username: str
    name: str
    closing: float | None
    """When the account's closing period ends, in seconds since 1970 (UTC)."""


class RoomFacts(Struct, frozen=True):
    """What a clinician's page is told of a room."""

    id: RoomId


class RoomsAnswer(Struct, frozen=True):
    """The answer of `GET /api/rooms`."""

    clinician: ClinicianFacts
    rooms: list[RoomFacts]


class AuditHead(Struct, frozen=True):
    """The newest row of the audit log, by number and hash; 0 and nothing while it is empty."""

    number: int
    hash: str


class AuditHeadAnswer(Struct, frozen=True):
    """The answer of `GET /api/audit-head`: `known` is the hash of the row asked for, if that is kept."""

    head: AuditHead
    known: str | None


async def site(request: web.Request) -> web.Response:
    """Public name, texts and version: the same for everybody."""
    return answers.json(request.app[SITE_FACTS])


async def rooms(request: web.Request) -> web.Response:
    """The signed-in clinician's account and rooms."""
    clinician = await account(request)
    facts = [RoomFacts(room.id) for room in await request.app[STORE].rooms_of(clinician.id)]
    own = ClinicianFacts(clinician.username, clinician.public_name, clinician.closing)
    return answers.json(RoomsAnswer(own, facts))


async def audit_head(request: web.Request) -> web.Response:
    """The newest row's hash, and that of a row which this clinician's vault remembers.

    A log that was rewritten has other hashes; they tell nothing of what the rows say.
    """
    await signed_in(request)
    text = request.query.get("number", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise BadInput
    store = request.app[STORE]
    known, head = await store.audit_entry(int(text)), await store.audit_head()
    newest = AuditHead(head.number, unpadded_text(head.hash)) if head is not None else AuditHead(0, "")
    return answers.json(AuditHeadAnswer(newest, unpadded_text(known.hash) if known is not None else None))


async def health(request: web.Request) -> web.Response:
    """Whether this process works, and whether it can carry sound and picture."""
    return answers.json({"ok": True, "media": request.app[RELAY].available})


async def health_for_new(request: web.Request) -> web.Response:
    """Whether new sessions may begin here: not on a server that is to stop, nor on one that keeps nothing.

    Who is in session comes back to this server all the same: `/healthz` says whether it works.
    """
    app = request.app
    facts = {
        "media": app[RELAY].available,
        "keeping": await app[HUB].is_keeping(),
        "draining": app[HUB].is_draining,
    }
    ok = facts["media"] and facts["keeping"] and not facts["draining"]
    return answers.json({"ok": ok, **facts}, HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE)


async def signalling(request: web.Request) -> web.StreamResponse:
    """The WebSocket. Its Origin is checked before the upgrade."""
    app = request.app
    app[SITE].check_origin(request.headers.getall(hdrs.ORIGIN, []))
    if request.headers.get(hdrs.UPGRADE, "").lower() != "websocket":
        raise BadInput
    with app[SOCKETS].held(requests.address_key(request)):
        socket = Socket(app[HUB], app[CODEC], app[PACE], requests.sign_in(request), requests.attempt(request))
        return await socket.live(request)
