"""What is due is forgotten. For how long things are kept is in `retention.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from telehealth.store import audit as log
from telehealth.store import retention
from telehealth.store.part import Part
from telehealth.store.tables import enrolments, invitations, seats, sign_ins, vaults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Delete
    from sqlalchemy.ext.asyncio import AsyncConnection


class Purge(Part):
    """See `SqlStore`."""

    async def purge(self, now: float, closes_after: float, audit_seconds: float) -> Mapping[str, int]:
        """Forget what is due, in the database and in its write-ahead log.

        `closes_after`: how long after its appointment a link closes, in seconds. Returns how many of each
        kind (`Retained.kind`) went.
        """
        async with self._database.writing() as connection:
            forgotten = await _links(connection, now, closes_after)
            for kind, due in _due(now).items():
                forgotten[kind] = (await connection.execute(due)).rowcount
            forgotten["audit row"] = await log.purge(connection, now, audit_seconds)
        await self._database.checkpoint()
        return forgotten


def _due(now: float) -> dict[str, Delete]:
    begun_long_ago = sign_ins.c.began <= now - retention.SIGN_IN_SECONDS
    return {
        "enrolment link": delete(enrolments).where(enrolments.c.expires <= now),
        "sign-in": delete(sign_ins).where(or_(sign_ins.c.expires <= now, begun_long_ago)),
        "vault": delete(vaults).where(vaults.c.replaced <= now - retention.REPLACED_VAULT_SECONDS),
    }


async def _links(connection: AsyncConnection, now: float, closes_after: float) -> dict[str, int]:
    """Links and the seats that go with them. A link's end is when it was ended or closed, the earlier one."""
    over = now - retention.INVITATION_SECONDS
    due = or_(invitations.c.ended <= over, invitations.c.appointment <= over - closes_after)
    theirs = seats.c.invitation.in_(select(invitations.c.id).where(due))
    gone = await connection.scalar(select(func.count()).select_from(seats).where(theirs))
    ended = await connection.execute(delete(invitations).where(due))
    return {"link": ended.rowcount, "seat": int(gone or 0)}
