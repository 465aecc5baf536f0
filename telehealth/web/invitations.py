"""Links as the server knows them: an id, a case, a time, and the hash of what opens the waiting room."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web
from msgspec import Struct

from telehealth.core.ids import CaseId, InvitationId, RoomId
from telehealth.core.invitation import State
from telehealth.errors import AccountClosing, Conflict, Unknown
from telehealth.store.records import InvitationRecord, InvitedRole
from telehealth.store.store import AlreadyThere
from telehealth.web import answers, requests
from telehealth.web.fields import Body, Bytes32, Id, Moment, raw
from telehealth.web.keys import HUB, PSEUDONYMS, STORE, WINDOW, WRITES
from telehealth.web.proof import account, audit

if TYPE_CHECKING:
    from telehealth.core.ids import ClinicianId


class InvitationRequest(Body, frozen=True):
    """The body of `POST /api/invitations`. The page keeps the secret; this is what it gives away."""

    id: Id
    room: Id
    case: Id
    admission_hash: Bytes32
    role: InvitedRole = "client"
    appointment: Moment | None = None
    code_word: bool = False
    replaces: Id | None = None


class CodeWordRequest(Body, frozen=True):
    """The body of `PUT /api/invitations/<id>`: whether the check-in asks for a code word, never which."""

    code_word: bool


class InvitationFacts(Struct, frozen=True):
    """A link, as its clinician's page is told of it."""

    id: str
    role: InvitedRole
    appointment: float | None
    code_word: bool
    state: State


class InvitationsAnswer(Struct, frozen=True):
    """The answer of `GET /api/invitations`."""

    invitations: list[InvitationFacts]


async def listed(request: web.Request) -> web.Response:
    """All links of this clinician that are kept, those that are over for a day included."""
    clinician = await account(request)
    kept, window, now = (
        await request.app[STORE].invitations_of(clinician.id),
        request.app[WINDOW],
        time.time(),
    )
    facts = [
        InvitationFacts(
            id=one.id,
            role=one.role,
            appointment=one.appointment,
            code_word=one.code_word,
            state=window.state(one.appointment, one.ended, now),
        )
        for one in kept
    ]
    return answers.json(InvitationsAnswer(facts))


async def add(request: web.Request) -> web.Response:
    """Keep a new link, and end the one that it replaces. Said twice, it is done once."""
    requests.check_mutation(request)
    clinician = await account(request)
    if clinician.closing is not None:
        raise AccountClosing
    request.app[WRITES].take(clinician.id.encode())
    asked = await requests.body(request, InvitationRequest)
    clinician = await account(request)
    await _check_owner(request, RoomId(asked.room), clinician.id)
    replaced = InvitationId(asked.replaces) if asked.replaces is not None else None
    for named in (InvitationId(asked.id), replaced):
        if named is not None:
            await _own(request, named, clinician.id)
    kept = InvitationRecord(
        id=InvitationId(asked.id),
        room=RoomId(asked.room),
        case=CaseId(asked.case),
        admission_hash=raw(asked.admission_hash),
        role=asked.role,
        appointment=asked.appointment,
        code_word=asked.code_word,
    )
    pseudonym = request.app[PSEUDONYMS].of(kept.room)
    row = audit("link_replaced" if replaced is not None else "link_made", clinician.id, room=pseudonym)
    try:
        await request.app[STORE].add_invitation(kept, replaced, time.time(), row)
    except AlreadyThere as error:
        raise Conflict from error
    if replaced is not None:
        request.app[HUB].end_invitation(kept.room, replaced)
    return web.Response(status=204)


async def change(request: web.Request) -> web.Response:
    """Let the check-in ask for a code word from now on, or ask no more."""
    requests.check_mutation(request)
    clinician = await account(request)
    request.app[WRITES].take(clinician.id.encode())
    asked = await requests.body(request, CodeWordRequest)
    clinician = await account(request)
    kept = await _named(request, clinician.id)
    event = "code_word_set" if asked.code_word else "code_word_removed"
    row = audit(event, clinician.id, room=request.app[PSEUDONYMS].of(kept.room))
    await request.app[STORE].ask_for_code_word(kept.id, asked.code_word, row)
    return web.Response(status=204)


async def end(request: web.Request) -> web.Response:
    """Revoke a link: whoever came by it leaves for good. Ended twice, it is ended once."""
    requests.check_mutation(request)
    clinician = await account(request)
    request.app[WRITES].take(clinician.id.encode())
    kept = await _named(request, clinician.id)
    row = audit("link_ended", clinician.id, room=request.app[PSEUDONYMS].of(kept.room))
    await request.app[STORE].revoke_invitation(kept.id, time.time(), row)
    request.app[HUB].end_invitation(kept.room, kept.id)
    return web.Response(status=204)


async def _named(request: web.Request, clinician: ClinicianId) -> InvitationRecord:
    """The link in the address. Raises Unknown for one that is not there, and for somebody else's."""
    kept = await _own(request, InvitationId(request.match_info["invitation"]), clinician)
    if kept is None:
        raise Unknown
    return kept


async def _own(
    request: web.Request, invitation: InvitationId, clinician: ClinicianId
) -> InvitationRecord | None:
    """The link, or None if there is none of that id. Somebody else's raises Unknown."""
    kept = await request.app[STORE].invitation(invitation)
    if kept is not None:
        await _check_owner(request, kept.room, clinician)
    return kept


async def _check_owner(request: web.Request, room: RoomId, clinician: ClinicianId) -> None:
    """Somebody else's room is answered like one that is not there. Raises Unknown."""
    kept = await request.app[STORE].room(room)
    if kept is None or kept.owner != clinician:
        raise Unknown
