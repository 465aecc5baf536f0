"""The right to a place in a room, as the page keeps it (sealed with the server's key)."""

from __future__ import annotations

from msgspec import Struct

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.core.participant import Role


class Seat(Struct, frozen=True, kw_only=True):
    """Who comes back to where. Whether the seat still lives is the room's and the store's to say."""

    room: RoomId
    participant: ParticipantId
    role: Role
    invitation: InvitationId | None = None
    case: CaseId | None = None
    clinician: ClinicianId | None = None
    """The account a clinician's page must be signed in with."""
