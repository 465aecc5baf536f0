"""Signed-in browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select

from telehealth.core.ids import ClinicianId
from telehealth.store import audit as log
from telehealth.store import proofs
from telehealth.store.part import Part
from telehealth.store.records import SignIn
from telehealth.store.tables import clinicians
from telehealth.store.tables import sign_ins as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telehealth.store.records import AuditRow
    from telehealth.store.sealing import Sealing

PAGE_HALF = "sign_ins.page_half"


class SignIns(Part):
    """See `SqlStore`."""

    async def add_sign_in(self, sign_in: SignIn, audit: AuditRow, proved: str) -> bool:
        """Keep a sign-in, unless the verifier proved for it is no longer the account's, or that is closed."""
        async with self._database.writing() as connection:
            if not await proofs.holds(connection, self._sealing, sign_in.clinician, proved, sign_in.began):
                return False
            await add(connection, self._sealing, sign_in)
            await log.append(connection, audit)
            return True

    async def sign_in(self, token_hash: bytes, now: float) -> SignIn | None:
        """The sign-in, unless it has expired or its account is closed."""
        open_account = or_(clinicians.c.closing.is_(None), clinicians.c.closing > now)
        kept = (
            select(table)
            .join(clinicians, clinicians.c.id == table.c.clinician)
            .where(table.c.token_hash == token_hash, table.c.expires > now, open_account)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(kept)).one_or_none()
        return self._sign_in(row) if row is not None else None

    async def sign_ins_of(self, clinician: ClinicianId, now: float) -> Sequence[SignIn]:
        """The clinician's sign-ins that have not expired, oldest first."""
        kept = select(table).where(table.c.clinician == clinician, table.c.expires > now)
        async with self._database.reading() as connection:
            rows = (await connection.execute(kept.order_by(table.c.began, table.c.id))).all()
        return [self._sign_in(row) for row in rows]

    async def end_sign_in(self, token_hash: bytes, audit: AuditRow | None) -> None:
        """Forget a sign-in. One that is not there stays so, and leaves no row in the audit log."""
        async with self._database.writing() as connection:
            ended = await connection.execute(delete(table).where(table.c.token_hash == token_hash))
            if ended.rowcount and audit is not None:
                await log.append(connection, audit)

    async def end_sign_in_of(self, clinician: ClinicianId, sign_in: str, audit: AuditRow) -> bytes | None:
        """Forget one of this clinician's by its id, and say which cookie it was; None if it is not theirs."""
        if not (sign_in.isascii() and sign_in.isprintable()):
            return None
        theirs = (table.c.id == sign_in) & (table.c.clinician == clinician)
        async with self._database.writing() as connection:
            found = await connection.scalar(select(table.c.token_hash).where(theirs))
            ended = await connection.execute(delete(table).where(theirs))
            if found is None or not ended.rowcount:
                return None
            await log.append(connection, audit)
            return bytes(found)

    def _sign_in(self, row: Row[Any]) -> SignIn:
        clinician = ClinicianId(row.clinician)
        return SignIn(
            id=row.id,
            token_hash=row.token_hash,
            clinician=clinician,
            began=row.began,
            expires=row.expires,
            page_half=self._sealing.open(row.page_half, PAGE_HALF, clinician, row.id),
        )


async def add(connection: AsyncConnection, sealing: Sealing, sign_in: SignIn) -> None:
    """Keep a sign-in in a transaction that is open."""
    await connection.execute(
        insert(table).values(
            token_hash=sign_in.token_hash,
            id=sign_in.id,
            clinician=sign_in.clinician,
            began=sign_in.began,
            expires=sign_in.expires,
            page_half=sealing.close(sign_in.page_half, PAGE_HALF, sign_in.clinician, sign_in.id),
        )
    )
