"""What proves and opens an account, each value sealed in its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, or_, select, update

from telehealth.store.part import Part
from telehealth.store.records import Credentials
from telehealth.store.tables import clinicians
from telehealth.store.tables import credentials as table

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telehealth.core.ids import ClinicianId
    from telehealth.store.sealing import Sealing

VERIFIER = "credentials.verifier"
RECOVERY_VERIFIER = "credentials.recovery_verifier"
PASSWORD_WRAP = "credentials.password_wrap"  # noqa: S105 - the name of a column
RECOVERY_WRAP = "credentials.recovery_wrap"


class Proofs(Part):
    """See `SqlStore`."""

    async def credentials(self, clinician: ClinicianId) -> Credentials | None:
        """What proves and opens the account; None until it is set up."""
        async with self._database.reading() as connection:
            row = (
                await connection.execute(select(table).where(table.c.clinician == clinician))
            ).one_or_none()
        if row is None:
            return None
        opened = self._sealing.open
        return Credentials(
            verifier=opened(row.verifier, VERIFIER, clinician).decode(),
            recovery_verifier=opened(row.recovery_verifier, RECOVERY_VERIFIER, clinician).decode(),
            password_wrap=opened(row.password_wrap, PASSWORD_WRAP, clinician),
            recovery_wrap=opened(row.recovery_wrap, RECOVERY_WRAP, clinician),
        )


async def holds(
    connection: AsyncConnection, sealing: Sealing, clinician: ClinicianId, proved: str, now: float
) -> bool:
    """Whether this is a verifier of the account, which is open: both may have changed since it was proved."""
    open_account = or_(clinicians.c.closing.is_(None), clinicians.c.closing > now)
    kept = (
        select(table.c.verifier, table.c.recovery_verifier)
        .join(clinicians, clinicians.c.id == table.c.clinician)
        .where(table.c.clinician == clinician, open_account)
    )
    row = (await connection.execute(kept)).one_or_none()
    if row is None:
        return False
    return proved.encode() in (
        sealing.open(row.verifier, VERIFIER, clinician),
        sealing.open(row.recovery_verifier, RECOVERY_VERIFIER, clinician),
    )


async def add(
    connection: AsyncConnection, sealing: Sealing, clinician: ClinicianId, credentials: Credentials
) -> None:
    """Keep the credentials of an account that has none."""
    await connection.execute(
        insert(table).values(clinician=clinician, **_sealed(sealing, clinician, credentials))
    )


async def replace(
    connection: AsyncConnection, sealing: Sealing, clinician: ClinicianId, credentials: Credentials
) -> None:
    """Keep these in place of those the account has."""
    values = _sealed(sealing, clinician, credentials)
    await connection.execute(update(table).where(table.c.clinician == clinician).values(**values))


def _sealed(sealing: Sealing, clinician: ClinicianId, credentials: Credentials) -> dict[str, bytes]:
    verifier, recovery_verifier = credentials.verifier.encode(), credentials.recovery_verifier.encode()
    return {
        "verifier": sealing.close(verifier, VERIFIER, clinician),
        "recovery_verifier": sealing.close(recovery_verifier, RECOVERY_VERIFIER, clinician),
        "password_wrap": sealing.close(credentials.password_wrap, PASSWORD_WRAP, clinician),
        "recovery_wrap": sealing.close(credentials.recovery_wrap, RECOVERY_WRAP, clinician),
    }
