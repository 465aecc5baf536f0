"""Rooms, the links that lead into them, and the seats that were taken by those."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from sqlalchemy import func, insert, select, update

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.errors import Unknown
from telehealth.store import audit as log
from telehealth.store.part import Part
from telehealth.store.records import InvitationRecord, RoomRecord, SeatRecord
from telehealth.store.store import AlreadyThere
from telehealth.store.tables import invitations, rooms, seats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telehealth.store.records import AuditRow


class Links(Part):
    """See `SqlStore`."""

    async def add_room(self, room: RoomRecord) -> None:
        """Keep a room."""
        async with self._database.writing() as connection:
            await add_room(connection, room)

    async def room(self, room: RoomId) -> RoomRecord | None:
        """The room."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(rooms).where(rooms.c.id == room))).one_or_none()
        return _room(row) if row is not None else None

    async def rooms_of(self, owner: ClinicianId) -> Sequence[RoomRecord]:
        """A clinician's rooms, in the order they were added."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(rooms).where(rooms.c.owner == owner).order_by(rooms.c.position)
            )
            return [_room(row) for row in rows]

    async def add_invitation(
        self, invitation: InvitationRecord, replaces: InvitationId | None, now: float, audit: AuditRow
    ) -> bool:
        """Keep a link and end the one it replaces, if that leads to a room of the same clinician.

        Said again, with all of it the same, it is done once: False then, without a row in the audit log. A
        link that ended meanwhile stays ended. Raises AlreadyThere for another link with this id.
        """
        async with self._database.writing() as connection:
            await _take_turn(connection, invitation.room)
            kept = await _invitation(connection, invitation.id)
            if kept is not None and replace(kept, ended=invitation.ended) != invitation:
                raise AlreadyThere
            if kept is None:
                await connection.execute(insert(invitations).values(**_columns(invitation)))
                await log.append(connection, audit)
            if replaces is not None:
                await _end(connection, replaces, now, beside=invitation.room)
            return kept is None

    async def invitation(self, invitation: InvitationId) -> InvitationRecord | None:
        """The link, ended or not."""
        async with self._database.reading() as connection:
            return await _invitation(connection, invitation)

    async def invitations_of(self, clinician: ClinicianId) -> Sequence[InvitationRecord]:
        """The links into this clinician's rooms, ended or not, by id."""
        theirs = (
            select(invitations)
            .join(rooms, rooms.c.id == invitations.c.room)
            .where(rooms.c.owner == clinician)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(theirs.order_by(invitations.c.id))
            return [_record(row) for row in rows]

    async def end_invitation(self, invitation: InvitationId, now: float) -> None:
        """End a link. The first end counts; one that is not there stays so."""
        async with self._database.writing() as connection:
            await _end(connection, invitation, now)

    async def revoke_invitation(self, invitation: InvitationId, now: float, audit: AuditRow) -> None:
        """The same, and the row is written if it ended now."""
        async with self._database.writing() as connection:
            if await _end(connection, invitation, now):
                await log.append(connection, audit)

    async def ask_for_code_word(self, invitation: InvitationId, asked: bool, audit: AuditRow) -> None:
        """Whether the link asks for a code word from now on; the row is written if that is new."""
        column = invitations.c
        changing = update(invitations).where(column.id == invitation, column.code_word != asked)
        async with self._database.writing() as connection:
            if (await connection.execute(changing.values(code_word=asked))).rowcount:
                await log.append(connection, audit)

    async def add_seat(self, seat: SeatRecord) -> None:
        """Keep a seat. One whose link is not there is not kept: it opens nothing."""
        with suppress(Unknown):
            async with self._database.writing() as connection:
                await _add_seat(connection, seat)

    async def seat(self, seat: ParticipantId) -> SeatRecord | None:
        """The seat, dead or not."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(seats).where(seats.c.id == seat))).one_or_none()
        if row is None:
            return None
        return SeatRecord(id=ParticipantId(row.id), invitation=InvitationId(row.invitation), dead=row.dead)

    async def end_seat(self, seat: SeatRecord) -> None:
        """The seat is dead from now on, also one that was never added: its token may be about."""
        with suppress(Unknown):
            async with self._database.writing() as connection:
                ended = await connection.execute(update(seats).where(seats.c.id == seat.id).values(dead=True))
                if not ended.rowcount:
                    await _add_seat(connection, replace(seat, dead=True))


async def add_room(connection: AsyncConnection, room: RoomRecord) -> None:
    """Keep a room, in a transaction that is open."""
    theirs = select(func.coalesce(func.max(rooms.c.position), 0) + 1).where(rooms.c.owner == room.owner)
    await connection.execute(
        insert(rooms).values(
            id=room.id, owner=room.owner, public_key=room.public_key, position=theirs.scalar_subquery()
        )
    )


async def _add_seat(connection: AsyncConnection, seat: SeatRecord) -> None:
    await connection.execute(insert(seats).values(id=seat.id, invitation=seat.invitation, dead=seat.dead))


async def _take_turn(connection: AsyncConnection, room: RoomId) -> None:
    """Of two who say the same at once, one finds what the other made (SQLite has one writer anyway)."""
    await connection.execute(select(rooms.c.id).where(rooms.c.id == room).with_for_update())


async def _invitation(connection: AsyncConnection, invitation: InvitationId) -> InvitationRecord | None:
    row = (await connection.execute(select(invitations).where(invitations.c.id == invitation))).one_or_none()
    return _record(row) if row is not None else None


async def _end(
    connection: AsyncConnection, invitation: InvitationId, now: float, beside: RoomId | None = None
) -> bool:
    """End a link: any, or only one into a room of the clinician whose room is given. Whether it ended now."""
    ending = update(invitations).where(invitations.c.id == invitation, invitations.c.ended.is_(None))
    if beside is not None:
        owner = select(rooms.c.owner).where(rooms.c.id == beside).scalar_subquery()
        ending = ending.where(invitations.c.room.in_(select(rooms.c.id).where(rooms.c.owner == owner)))
    return (await connection.execute(ending.values(ended=now))).rowcount == 1


def _room(row: Row[Any]) -> RoomRecord:
    return RoomRecord(id=RoomId(row.id), owner=ClinicianId(row.owner), public_key=row.public_key)


def _record(row: Row[Any]) -> InvitationRecord:
    return InvitationRecord(
        id=InvitationId(row.id),
        room=RoomId(row.room),
        case=CaseId(row.case_id),
        admission_hash=row.admission_hash,
        role=row.role,
        appointment=row.appointment,
        code_word=row.code_word,
        ended=row.ended,
    )


def _columns(invitation: InvitationRecord) -> dict[str, object]:
    return {
        "id": invitation.id,
        "room": invitation.room,
        "case_id": invitation.case,
        "admission_hash": invitation.admission_hash,
        "role": invitation.role,
        "appointment": invitation.appointment,
        "code_word": invitation.code_word,
        "ended": invitation.ended,
    }
