"""All that is kept, as frozen records. What is not here is not kept. Times are seconds since 1970 (UTC)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId

InvitedRole = Literal["client", "guest"]


class Clinician(Struct, frozen=True, kw_only=True):
    """An account."""

    id: ClinicianId
    username: str
    public_name: str
    """What clients read; "" until the account is set up."""
    closing: float | None = None
    """The moment its closing period ends; None for an account that is open."""

    def is_closed(self, now: float) -> bool:
        """Whether nothing of this account works any more."""
        return self.closing is not None and self.closing <= now


class Credentials(Struct, frozen=True, kw_only=True):
    """What proves and opens an account. The verifiers are argon2id (PHC strings), the wraps ciphertext."""

    verifier: str
    """Of the password's authentication key."""
    recovery_verifier: str
    """Of the recovery code's."""
    password_wrap: bytes
    """The vault's data key, under the password's wrapping key."""
    recovery_wrap: bytes
    """The same, under the recovery code's."""


class Vault(Struct, frozen=True, kw_only=True):
    """One version of a clinician's vault: ciphertext, to the server."""

    version: int
    """From 1, without gaps."""
    parent: bytes
    """SHA-256 of the blob that this one replaced; 32 zero bytes in version 1."""
    blob: bytes


class EarlierVault(Struct, frozen=True, kw_only=True):
    """A version that was replaced, without its blob."""

    version: int
    parent: bytes
    replaced: float


class Enrolment(Struct, frozen=True, kw_only=True):
    """A link that sets up an account, once."""

    token_hash: bytes
    """SHA-256 of the token."""
    clinician: ClinicianId
    expires: float


class SignIn(Struct, frozen=True, kw_only=True):
    """A clinician's signed-in browser."""

    id: str
    """22 characters of base64url: what the list of sign-ins names it by."""
    token_hash: bytes
    """SHA-256 of the cookie."""
    clinician: ClinicianId
    began: float
    expires: float
    page_half: bytes
    """Half of the key that keeps the vault open between this browser's pages."""


class RoomRecord(Struct, frozen=True, kw_only=True):
    """A room."""

    id: RoomId
    owner: ClinicianId
    public_key: bytes
    """X25519, 32 bytes; the private one never leaves the clinician's browser in clear."""


class InvitationRecord(Struct, frozen=True, kw_only=True):
    """A link."""

    id: InvitationId
    room: RoomId
    case: CaseId
    admission_hash: bytes
    """SHA-256(A), 32 bytes: neither A nor the secret it comes from is kept."""
    role: InvitedRole = "client"
    appointment: float | None = None
    """When the session is to begin; None for a link that stands."""
    code_word: bool = False
    """Whether the check-in asks for a code word, which the clinician's vault knows."""
    ended: float | None = None
    """When it was ended."""


class SeatRecord(Struct, frozen=True, kw_only=True):
    """A place in a room that somebody took by a link."""

    id: ParticipantId
    invitation: InvitationId
    dead: bool = False


class AuditRow(Struct, frozen=True, kw_only=True):
    """What staff did and when; never about whom."""

    time: float
    event: str
    staff: str
    """A clinician's id, or who else acted, such as "operator"."""
    room: str = ""
    """A pseudonym: a keyed hash of the room's id."""
    outcome: str = ""
    method: str = ""
    """How somebody's identity was confirmed."""
    consent_version: str = ""


class AuditEntry(Struct, frozen=True, kw_only=True):
    """A row in its place in the chain. `audit_chain.py` says what the hash is of."""

    number: int
    """From 1, without gaps."""
    row: AuditRow
    previous: bytes
    """The hash of the entry before, 32 bytes; zeros before the first."""
    hash: bytes
