"""What the server asks of whatever keeps the facts. `tests/store/test_store_contract.py` is its law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

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


class AlreadyThere(Exception):
    """A record with this id is kept already."""


class Store(Protocol):
    """Durable facts. Times are seconds since 1970 (UTC), given by the caller.

    What is asked for and not there is None; adding what is there raises AlreadyThere.
    """

    async def add_clinician(self, clinician: Clinician) -> None:
        """Keep an account."""

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """The account."""

    async def add_room(self, room: RoomRecord) -> None:
        """Keep a room."""

    async def room(self, room: RoomId) -> RoomRecord | None:
        """The room."""

    async def rooms_of(self, owner: ClinicianId) -> Sequence[RoomRecord]:
        """A clinician's rooms, in the order they were added."""

    async def add_invitation(self, invitation: InvitationRecord) -> None:
        """Keep a link."""

    async def invitation(self, invitation: InvitationId) -> InvitationRecord | None:
        """The link, ended or not."""

    async def end_invitation(self, invitation: InvitationId, now: float) -> None:
        """End a link. The first end counts; one that is not there stays so."""

    async def add_seat(self, seat: SeatRecord) -> None:
        """Keep a seat."""

    async def seat(self, seat: ParticipantId) -> SeatRecord | None:
        """The seat, dead or not."""

    async def end_seat(self, seat: SeatRecord) -> None:
        """The seat is dead from now on, also one that was never added: its token may be about."""

    async def add_token(self, token: OneTimeToken) -> None:
        """Keep a link that works once."""

    async def redeem(self, token_hash: bytes, purpose: Purpose, now: float) -> ClinicianId | None:
        """Use a token up and say whose it was; None if it is unknown, used, expired or for something else.

        Of two who redeem the same token at once, one succeeds.
        """

    async def add_sign_in(self, sign_in: SignIn) -> None:
        """Keep a sign-in."""

    async def sign_in(self, token_hash: bytes, now: float) -> SignIn | None:
        """The sign-in, unless it has expired."""

    async def end_sign_in(self, token_hash: bytes) -> None:
        """Forget a sign-in. One that is not there stays so."""

    async def append_audit(self, row: AuditRow) -> None:
        """Write a row at the end of the audit log."""

    async def audit(self) -> Sequence[AuditRow]:
        """The audit log, oldest first."""

    async def close(self) -> None:
        """Write what is left to write, and let go."""
