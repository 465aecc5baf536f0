"""Accounts: added by the operator, set up once by their clinician, closed and removed by the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from telehealth.core.ids import ClinicianId
from telehealth.store import audit as log
from telehealth.store import links, proofs, sign_ins, vaults
from telehealth.store.part import Part
from telehealth.store.records import Clinician
from telehealth.store.tables import clinicians, credentials, enrolments
from telehealth.store.tables import sign_ins as signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telehealth.store.records import AuditRow, Credentials, Enrolment, RoomRecord, SignIn, Vault


class Accounts(Part):
    """See `SqlStore`."""

    async def add_clinician(self, clinician: Clinician, enrolment: Enrolment, audit: AuditRow) -> None:
        """Keep an account and the link that sets it up. Raises AlreadyThere, also for its username."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(clinicians).values(
                    id=clinician.id,
                    username=clinician.username,
                    public_name=clinician.public_name,
                    closing=clinician.closing,
                )
            )
            await _add_enrolment(connection, enrolment)
            await log.append(connection, audit)

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """The account, closed or not."""
        async with self._database.reading() as connection:
            row = (
                await connection.execute(select(clinicians).where(clinicians.c.id == clinician))
            ).one_or_none()
        return _clinician(row) if row is not None else None

    async def clinician_named(self, username: str) -> Clinician | None:
        """The account of this username, exactly as it is written."""
        if not (username.isascii() and username.isprintable()):
            return None
        async with self._database.reading() as connection:
            named = select(clinicians).where(clinicians.c.username == username)
            row = (await connection.execute(named)).one_or_none()
        return _clinician(row) if row is not None else None

    async def clinicians(self) -> Sequence[Clinician]:
        """Every account, by username."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(clinicians).order_by(clinicians.c.username))
            return [_clinician(row) for row in rows]

    async def close_clinician(self, clinician: ClinicianId, closing: float | None, audit: AuditRow) -> None:
        """Begin the closing period, which ends at `closing`, or open the account again (None).

        Closed as of the row's own time, it loses its sign-ins for good: opened again, no old cookie opens it.
        """
        async with self._database.writing() as connection:
            await connection.execute(
                update(clinicians).where(clinicians.c.id == clinician).values(closing=closing)
            )
            if closing is not None and closing <= audit.time:
                await connection.execute(delete(signed_in).where(signed_in.c.clinician == clinician))
            await log.append(connection, audit)

    async def remove_clinician(self, clinician: ClinicianId, audit: AuditRow) -> None:
        """The account goes, with vault, rooms, links, seats and sign-ins. The audit log stays."""
        async with self._database.writing() as connection:
            await connection.execute(delete(clinicians).where(clinicians.c.id == clinician))
            await log.append(connection, audit)

    # ── Setting up ───────────────────────────────────────────────────────────────────────────────

    async def reissue_enrolment(self, enrolment: Enrolment, audit: AuditRow) -> None:
        """Keep another link that sets the account up; those before it are void."""
        async with self._database.writing() as connection:
            await connection.execute(delete(enrolments).where(enrolments.c.clinician == enrolment.clinician))
            await _add_enrolment(connection, enrolment)
            await log.append(connection, audit)

    async def enrolling(self, token_hash: bytes, now: float) -> Clinician | None:
        """Who sets up their account with this link. Asking uses nothing up.

        None for a link that is unknown, used or expired, and for an account that is set up already or closed.
        """
        async with self._database.reading() as connection:
            return await _enrolling(connection, token_hash, now)

    async def enrol(  # noqa: PLR0913 - an account is set up with all of it at once
        self,
        token_hash: bytes,
        now: float,
        *,
        public_name: str,
        credentials: Credentials,
        room: RoomRecord,
        vault: Vault,
        sign_in: SignIn,
        audit: AuditRow,
    ) -> bool:
        """Use the link up and set the account up; False, and nothing kept, where `enrolling` says None.

        Of many at once, one succeeds. Raises AlreadyThere when the room's id is taken: the link is not used
        then.
        """
        async with self._database.writing() as connection:
            clinician = await _enrolling(connection, token_hash, now)
            if clinician is None or not await _use_up(connection, token_hash, clinician.id):
                return False
            named = update(clinicians).where(clinicians.c.id == clinician.id)
            await connection.execute(named.values(public_name=public_name))
            await proofs.add(connection, self._sealing, clinician.id, credentials)
            await vaults.add(connection, self._sealing, clinician.id, vault)
            await links.add_room(connection, room)
            await sign_ins.add(connection, self._sealing, sign_in)
            await log.append(connection, audit)
            return True


async def _add_enrolment(connection: AsyncConnection, enrolment: Enrolment) -> None:
    await connection.execute(
        insert(enrolments).values(
            token_hash=enrolment.token_hash, clinician=enrolment.clinician, expires=enrolment.expires
        )
    )


async def _enrolling(connection: AsyncConnection, token_hash: bytes, now: float) -> Clinician | None:
    enrolled = select(credentials.c.clinician).where(credentials.c.clinician == clinicians.c.id).exists()
    meant = (
        select(clinicians)
        .join(enrolments, enrolments.c.clinician == clinicians.c.id)
        .where(enrolments.c.token_hash == token_hash, enrolments.c.expires > now, ~enrolled)
    )
    row = (await connection.execute(meant)).one_or_none()
    clinician = _clinician(row) if row is not None else None
    return None if clinician is None or clinician.is_closed(now) else clinician


async def _use_up(connection: AsyncConnection, token_hash: bytes, clinician: ClinicianId) -> bool:
    """Whether this transaction is the one that used it; all links of the account are void from then on."""
    used = await connection.execute(delete(enrolments).where(enrolments.c.token_hash == token_hash))
    await connection.execute(delete(enrolments).where(enrolments.c.clinician == clinician))
    return used.rowcount == 1


def _clinician(row: Row[Any]) -> Clinician:
    return Clinician(
        id=ClinicianId(row.id), username=row.username, public_name=row.public_name, closing=row.closing
    )
