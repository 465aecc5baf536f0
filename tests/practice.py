"""A small practice for tests: two clinicians, a room each, a few links, and what their holders know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, RoomId
from telehealth.core.messages import Hello, Watch
from telehealth.security.server_key import ServerKey
from telehealth.security.tokens import SeatSealer, admission_hash, token_hash, unpadded_text
from telehealth.store.memory import MemoryStore
from telehealth.store.records import Clinician, InvitationRecord, OneTimeToken, RoomRecord, SignIn

RUIZ, OKORO = ClinicianId("ruiz".ljust(22, "-")), ClinicianId("okoro".ljust(22, "-"))
ROOM, OTHER_ROOM = RoomId("room".ljust(22, "-")), RoomId("other-room".ljust(22, "-"))
COOKIE, OTHER_COOKIE = "cookie-of-ruiz", "cookie-of-okoro"
TOKEN = "one-time-token"
APPOINTMENT = 1_000_000.0
FAR_FUTURE = 4e9


def identifier(name: str) -> str:
    """An id as pages make them, recognisable: 22 characters of base64url."""
    return name.ljust(22, "-")


def admission(link: str) -> str:
    """What a holder of this link shows."""
    return unpadded_text(hashlib.sha256(link.encode()).digest())


@dataclass
class Practice:
    """The store, and the server's key."""

    store: MemoryStore = field(default_factory=MemoryStore)
    key: ServerKey = field(default_factory=lambda: ServerKey(bytes(range(32))))

    @property
    def sealer(self) -> SeatSealer:
        """Seals seats as the server does."""
        return SeatSealer(self.key)

    async def open(self) -> Practice:
        """Fill the store."""
        for clinician, name, room, cookie in (
            (RUIZ, "Dr Ruiz", ROOM, COOKIE),
            (OKORO, "Dr Okoro", OTHER_ROOM, OTHER_COOKIE),
        ):
            await self.store.add_clinician(Clinician(id=clinician, username=name, public_name=name))
            await self.store.add_room(RoomRecord(id=room, owner=clinician, public_key=bytes(32)))
            await self.store.add_sign_in(
                SignIn(token_hash=token_hash(cookie), clinician=clinician, expires=FAR_FUTURE)
            )
        await self.store.add_token(
            OneTimeToken(token_hash=token_hash(TOKEN), clinician=RUIZ, purpose="sign_in", expires=FAR_FUTURE)
        )
        await self.link("maya")
        await self.link("ben")
        await self.link("early", appointment=APPOINTMENT)
        return self

    async def link(self, name: str, room: RoomId = ROOM, appointment: float | None = None) -> None:
        """Add a link, with a case of its own."""
        await self.store.add_invitation(
            InvitationRecord(
                id=InvitationId(identifier(name)),
                room=room,
                case=CaseId(identifier(f"case-{name}")),
                admission_hash=admission_hash(admission(name)),
                appointment=appointment,
            )
        )


def hello(link: str, participant: str = "") -> Hello:
    """The first message of a link's holder."""
    return Hello(identifier(link), admission(link), identifier(participant or link))


def watch(participant: str = "desk", room: RoomId = ROOM) -> Watch:
    """The first message of a clinician's page."""
    return Watch(room, identifier(participant))
