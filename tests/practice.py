"""A small practice for tests: two clinicians, a room each, a few links, and what their holders know."""

from __future__ import annotations

import hashlib
import time
from typing import Self

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, RoomId
from telehealth.core.opening import Hello, Watch
from telehealth.security.server_key import ServerKey
from telehealth.security.tokens import SeatSealer, admission_hash, token_hash, unpadded_text
from telehealth.store.records import Clinician, InvitationRecord, RoomRecord, SignIn
from tests.store.memory import MemoryStore

RUIZ, OKORO = ClinicianId("ruiz".ljust(22, "-")), ClinicianId("okoro".ljust(22, "-"))
ROOM, OTHER_ROOM = RoomId("room".ljust(22, "-")), RoomId("other-room".ljust(22, "-"))
COOKIE, OTHER_COOKIE = "cookie-of-ruiz", "cookie-of-okoro"
APPOINTMENT = 1_000_000.0
FAR_FUTURE = 4e9


def identifier(name: str) -> str:
    """An id as pages make them, recognisable: 22 characters of base64url."""
    return name.ljust(22, "-")


def admission(link: str) -> str:
    """What a holder of this link shows."""
    return unpadded_text(hashlib.sha256(link.encode()).digest())


class Practice:
    """The store, and the server's key. This one keeps all in memory; see `tests/web/sql_practice.py`."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.key = ServerKey(bytes(range(32)))

    @property
    def sealer(self) -> SeatSealer:
        """Seals seats as the server does."""
        return SeatSealer(self.key)

    async def open(self) -> Self:
        """Fill the store."""
        await self.account(Clinician(id=RUIZ, username="ruiz", public_name="Dr Ruiz"), ROOM, COOKIE)
        await self.account(
            Clinician(id=OKORO, username="okoro", public_name="Dr Okoro"), OTHER_ROOM, OTHER_COOKIE
        )
        await self.link("maya")
        await self.link("ben")
        await self.link("early", appointment=APPOINTMENT)
        return self

    async def account(self, clinician: Clinician, room: RoomId, cookie: str) -> None:
        """Add an account with a room and a signed-in browser."""
        await self.store.add_clinician(clinician)
        await self.store.add_room(RoomRecord(id=room, owner=clinician.id, public_key=bytes(32)))
        await self.store.add_sign_in(sign_in(clinician.id, cookie))

    async def link(self, name: str, room: RoomId = ROOM, appointment: float | None = None) -> None:
        """Add a link, with a case of its own."""
        await self.store.add_invitation(invitation(name, room, appointment))


def sign_in(clinician: ClinicianId, cookie: str) -> SignIn:
    """The sign-in that this cookie stands for."""
    return SignIn(
        id=identifier(f"in-{cookie[-8:]}"),
        token_hash=token_hash(cookie),
        clinician=clinician,
        began=time.time(),
        expires=FAR_FUTURE,
        page_half=hashlib.sha256(cookie.encode()).digest(),
    )


def invitation(name: str, room: RoomId = ROOM, appointment: float | None = None) -> InvitationRecord:
    """A link of this name, with a case of its own."""
    return InvitationRecord(
        id=InvitationId(identifier(name)),
        room=room,
        case=CaseId(identifier(f"case-{name}")),
        admission_hash=admission_hash(admission(name)),
        appointment=appointment,
    )


def hello(link: str, participant: str = "") -> Hello:
    """The first message of a link's holder."""
    return Hello(identifier(link), admission(link), identifier(participant or link))


def watch(participant: str = "desk", room: RoomId = ROOM) -> Watch:
    """The first message of a clinician's page."""
    return Watch(room, identifier(participant))
