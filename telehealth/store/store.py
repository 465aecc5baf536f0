"""What sessions ask of whatever keeps the facts. `tests/store/test_store_contract.py` is its law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from telehealth.core.ids import ClinicianId, InvitationId, ParticipantId, RoomId
    from telehealth.store.records import (
        AuditEntry,
        AuditRow,
        Clinician,
        InvitationRecord,
        RoomRecord,
        SeatRecord,
        SignIn,
    )


class AlreadyThere(Exception):
    """A record with this id is kept already."""


class Store(Protocol):
    """Durable facts. Times are seconds since 1970 (UTC), given by the caller.

    What is asked for and not there is None; adding what is there raises AlreadyThere. Everything raises
    Unavailable when the database does not answer, a plain TelehealthError when it refuses for good what a
    fault of ours asks, and nothing is half written then.
    """

    async def check_writing(self) -> None:
        """Something can be kept at the moment."""

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """The account, closed or not."""

    async def room(self, room: RoomId) -> RoomRecord | None:
        """The room."""

    async def invitation(self, invitation: InvitationId) -> InvitationRecord | None:
        """The link, ended or not."""

    async def end_invitation(self, invitation: InvitationId, now: float) -> None:
        """End a link. The first end counts; one that is not there stays so."""

    async def add_seat(self, seat: SeatRecord) -> None:
        """Keep a seat. One whose link is not there is not kept: it opens nothing."""

    async def seat(self, seat: ParticipantId) -> SeatRecord | None:
        """The seat, dead or not."""

    async def end_seat(self, seat: SeatRecord) -> None:
        """The seat is dead from now on, also one that was never added: its token may be about.

        One whose link is not there is not kept.
        """

    async def sign_in(self, token_hash: bytes, now: float) -> SignIn | None:
        """The sign-in, unless it has expired or its account is closed."""

    async def append_audit(self, row: AuditRow) -> AuditEntry:
        """Write a row at the end of the audit log, and say where it stands in the chain."""
