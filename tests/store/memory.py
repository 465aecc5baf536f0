"""A fake of the slice of the store that sessions ask for. It runs under the same contract as the real one."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from telehealth.core.ids import ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.store.audit_chain import entry_after
from telehealth.store.records import (
    AuditEntry,
    AuditRow,
    Clinician,
    InvitationRecord,
    RoomRecord,
    SeatRecord,
    SignIn,
)
from telehealth.store.store import AlreadyThere

Key = TypeVar("Key")
Record = TypeVar("Record")


class MemoryStore:
    """See `Store`. Nothing here waits, so every method is atomic. The `add_` methods are for tests."""

    def __init__(self) -> None:
        self.clinicians: dict[ClinicianId, Clinician] = {}
        self.rooms: dict[RoomId, RoomRecord] = {}
        self.invitations: dict[InvitationId, InvitationRecord] = {}
        self.seats: dict[ParticipantId, SeatRecord] = {}
        self.sign_ins: dict[bytes, SignIn] = {}
        self.entries: list[AuditEntry] = []

    async def check_writing(self) -> None:
        pass

    async def add_clinician(self, clinician: Clinician) -> None:
        _add(self.clinicians, clinician.id, clinician)

    async def close_clinician(self, clinician: ClinicianId, closing: float | None) -> None:
        self.clinicians[clinician] = replace(self.clinicians[clinician], closing=closing)

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        return self.clinicians.get(clinician)

    async def add_room(self, room: RoomRecord) -> None:
        _add(self.rooms, room.id, room)

    async def room(self, room: RoomId) -> RoomRecord | None:
        return self.rooms.get(room)

    async def add_invitation(self, invitation: InvitationRecord) -> None:
        _add(self.invitations, invitation.id, invitation)

    async def invitation(self, invitation: InvitationId) -> InvitationRecord | None:
        return self.invitations.get(invitation)

    async def end_invitation(self, invitation: InvitationId, now: float) -> None:
        kept = self.invitations.get(invitation)
        if kept is not None and kept.ended is None:
            self.invitations[invitation] = replace(kept, ended=now)

    async def add_seat(self, seat: SeatRecord) -> None:
        if seat.invitation in self.invitations:
            _add(self.seats, seat.id, seat)

    async def seat(self, seat: ParticipantId) -> SeatRecord | None:
        return self.seats.get(seat)

    async def end_seat(self, seat: SeatRecord) -> None:
        if seat.invitation in self.invitations:
            self.seats[seat.id] = replace(self.seats.get(seat.id, seat), dead=True)

    async def add_sign_in(self, sign_in: SignIn) -> None:
        _add(self.sign_ins, sign_in.token_hash, sign_in)

    async def end_sign_in(self, token_hash: bytes) -> None:
        self.sign_ins.pop(token_hash, None)

    async def sign_in(self, token_hash: bytes, now: float) -> SignIn | None:
        kept = self.sign_ins.get(token_hash)
        if kept is None or kept.expires <= now:
            return None
        return None if self.clinicians[kept.clinician].is_closed(now) else kept

    async def append_audit(self, row: AuditRow) -> AuditEntry:
        self.entries.append(entry_after(self.entries[-1] if self.entries else None, row))
        return self.entries[-1]


def _add(kept: dict[Key, Record], key: Key, record: Record) -> None:
    if key in kept:
        raise AlreadyThere
    kept[key] = record
