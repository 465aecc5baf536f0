"""All that is kept, as frozen records. What is not here is not kept."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId

InvitedRole = Literal["client", "guest"]
Purpose = Literal["sign_in", "enrol"]


class Clinician(Struct, frozen=True, kw_only=True):
    """An account. Kept until removed."""

    id: ClinicianId
    username: str
    public_name: str


class RoomRecord(Struct, frozen=True, kw_only=True):
    """A room. Kept until removed."""

    id: RoomId
    owner: ClinicianId
    public_key: bytes
    """X25519, 32 bytes; the private one never leaves the clinician's browser."""


class InvitationRecord(Struct, frozen=True, kw_only=True):
    """A link. Kept until 24 hours after its end."""

    id: InvitationId
    room: RoomId
    case: CaseId
    admission_hash: bytes
    """SHA-256(A), 32 bytes: neither A nor the secret it comes from is kept."""
    role: InvitedRole = "client"
    appointment: float | None = None
    """When the session is to begin, in seconds since 1970 (UTC); None for a link that stands."""
    ended: float | None = None
    """When it was ended, in seconds since 1970 (UTC)."""


class SeatRecord(Struct, frozen=True, kw_only=True):
    """A place in a room that somebody took by a link. Goes with its invitation."""

    id: ParticipantId
    invitation: InvitationId
    dead: bool = False


class SignIn(Struct, frozen=True, kw_only=True):
    """A clinician's signed-in browser. Kept until sign-out, 12 hours at most."""

    token_hash: bytes
    """SHA-256 of the cookie."""
    clinician: ClinicianId
    expires: float
    """In seconds since 1970 (UTC)."""


class OneTimeToken(Struct, frozen=True, kw_only=True):
    """A link that works once. Kept until used or expired."""

    token_hash: bytes
    clinician: ClinicianId
    purpose: Purpose
    expires: float
    """In seconds since 1970 (UTC)."""


class AuditRow(Struct, frozen=True, kw_only=True):
    """What staff did and when; never about whom."""

    time: float
    """In seconds since 1970 (UTC)."""
    event: str
    staff: ClinicianId
    room: str
    """A pseudonym: a keyed hash of the room's id."""
