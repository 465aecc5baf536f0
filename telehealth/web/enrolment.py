"""A one-time link becomes an account, all of it at once."""

from __future__ import annotations

import time

from aiohttp import web
from msgspec import Struct

from telehealth.core.ids import RoomId
from telehealth.errors import Conflict, EnrolmentOver
from telehealth.security.tokens import token_hash
from telehealth.store.records import Clinician, RoomRecord, Vault
from telehealth.store.store import AlreadyThere
from telehealth.web import answers, requests
from telehealth.web.credentials import NewCredentials
from telehealth.web.fields import Blob, Body, Bytes32, Id, PublicName, Token, raw
from telehealth.web.keys import PASSWORDS, STORE
from telehealth.web.proof import audit, new_sign_in, welcome
from telehealth.web.sign_ins import end_held

NO_PARENT = bytes(32)


class EnrolmentRequest(Body, frozen=True):
    """The body of `POST /api/enrolment`."""

    token: Token


class EnrolmentAnswer(Struct, frozen=True):
    """For whom the link is: the page needs the username before it can derive keys."""

    username: str


class NewRoom(Body, frozen=True):
    """The room's X25519 key pair was made in the browser; its private half is in the vault."""

    id: Id
    public_key: Bytes32


class EnrolRequest(Body, frozen=True):
    """The body of `POST /api/enrol`."""

    token: Token
    public_name: PublicName
    room: NewRoom
    credentials: NewCredentials
    blob: Blob


async def look(request: web.Request) -> web.Response:
    """Whose link this is. Looking uses nothing up."""
    requests.check_mutation(request)
    requests.attempt(request)()
    asked = await requests.body(request, EnrolmentRequest)
    return answers.json(EnrolmentAnswer((await _meant(request, asked.token)).username))


async def enrol(request: web.Request) -> web.Response:
    """Use the link up and keep everything, or nothing of it. The new clinician is signed in."""
    requests.check_mutation(request)
    requests.attempt(request)()
    asked = await requests.body(request, EnrolRequest, requests.LARGEST_VAULT_BODY)
    clinician = await _meant(request, asked.token)
    token, kept = new_sign_in(clinician.id)
    room = RoomRecord(id=RoomId(asked.room.id), owner=clinician.id, public_key=raw(asked.room.public_key))
    credentials = await asked.credentials.to_keep(request.app[PASSWORDS])
    try:
        done = await request.app[STORE].enrol(
            token_hash(asked.token),
            time.time(),
            public_name=asked.public_name.strip(),
            credentials=credentials,
            room=room,
            vault=Vault(version=1, parent=NO_PARENT, blob=raw(asked.blob)),
            sign_in=kept,
            audit=audit("enrolled", clinician.id),
        )
    except AlreadyThere as error:
        raise Conflict from error
    if not done:
        raise EnrolmentOver
    await end_held(request)
    return welcome(request, clinician.username, credentials.verifier, token)


async def _meant(request: web.Request, token: str) -> Clinician:
    clinician = await request.app[STORE].enrolling(token_hash(token), time.time())
    if clinician is None:
        raise EnrolmentOver
    return clinician
