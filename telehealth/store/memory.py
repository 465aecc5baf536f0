"""A store that forgets everything with its process: for `telehealth demo` and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from telehealth.store.store import AlreadyThere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telehealth.core.ids import ClinicianId, InvitationId, ParticipantId, RoomId
    from telehealth.store.records import (
        AuditRow,
        Clinician,
        InvitationRecord,
        OneTimeToken,
        Purpose,
        RoomRecord,
        SeatRecord,
        SignIn,
    )

Key = TypeVar("Key")
Record = TypeVar("Record")


class MemoryStore:
    """See `Store`. Nothing here waits, so every method is atomic."""

    def __init__(self) -> None:
        self._clinicians: dict[ClinicianId, Clinician] = {}
        self._rooms: dict[RoomId, RoomRecord] = {}
        self._invitations: dict[InvitationId, InvitationRecord] = {}
        self._seats: dict[ParticipantId, SeatRecord] = {}
        self._tokens: dict[bytes, OneTimeToken] = {}
        self._sign_ins: dict[bytes, SignIn] = {}
        self._audit: list[AuditRow] = []

    async def add_clinician(self, clinician: Clinician) -> None:
        """See `Store`."""
        _add(self._clinicians, clinician.id, clinician)

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """See `Store`."""
        return self._clinicians.get(clinician)

    async def add_room(self, room: RoomRecord) -> None:
        """See `Store`."""
        _add(self._rooms, room.id, room)

    async def room(self, room: RoomId) -> RoomRecord | None:
        """See `Store`."""
        return self._rooms.get(room)

    async def rooms_of(self, owner: ClinicianId) -> Sequence[RoomRecord]:
        """See `Store`."""
        return [room for room in self._rooms.values() if room.owner == owner]

    async def add_invitation(self, invitation: InvitationRecord) -> None:
        """See `Store`."""
        _add(self._invitations, invitation.id, invitation)

    async def invitation(self, invitation: InvitationId) -> InvitationRecord | None:
        """See `Store`."""
        return self._invitations.get(invitation)

    async def end_invitation(self, invitation: InvitationId, now: float) -> None:
        """See `Store`."""
        kept = self._invitations.get(invitation)
        if kept is not None and kept.ended is None:
            self._invitations[invitation] = replace(kept, ended=now)

    async def add_seat(self, seat: SeatRecord) -> None:
        """See `Store`."""
        _add(self._seats, seat.id, seat)

    async def seat(self, seat: ParticipantId) -> SeatRecord | None:
        """See `Store`."""
        return self._seats.get(seat)

    async def end_seat(self, seat: SeatRecord) -> None:
        """See `Store`."""
        self._seats[seat.id] = replace(self._seats.get(seat.id, seat), dead=True)

    async def add_token(self, token: OneTimeToken) -> None:
        """See `Store`."""
        _add(self._tokens, token.token_hash, token)

    async def redeem(self, token_hash: bytes, purpose: Purpose, now: float) -> ClinicianId | None:
        """See `Store`."""
        token = self._tokens.get(token_hash)
        if token is None or token.purpose != purpose or token.expires <= now:
            return None
        del self._tokens[token_hash]
        return token.clinician

    async def add_sign_in(self, sign_in: SignIn) -> None:
        """See `Store`."""
        _add(self._sign_ins, sign_in.token_hash, sign_in)

    async def sign_in(self, token_hash: bytes, now: float) -> SignIn | None:
        """See `Store`."""
        kept = self._sign_ins.get(token_hash)
        return kept if kept is not None and kept.expires > now else None

    async def end_sign_in(self, token_hash: bytes) -> None:
        """See `Store`."""
        self._sign_ins.pop(token_hash, None)

    async def append_audit(self, row: AuditRow) -> None:
        """See `Store`."""
        self._audit.append(row)

    async def audit(self) -> Sequence[AuditRow]:
        """See `Store`."""
        return tuple(self._audit)

    async def close(self) -> None:
        """See `Store`."""


def _add(kept: dict[Key, Record], key: Key, record: Record) -> None:
    if key in kept:
        raise AlreadyThere
    kept[key] = record
