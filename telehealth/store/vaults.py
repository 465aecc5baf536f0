"""Vaults: ciphertext in versions, replaced by compare-and-swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from telehealth.store import audit as log
from telehealth.store import proofs, sign_ins
from telehealth.store.part import Part
from telehealth.store.records import EarlierVault, Vault
from telehealth.store.tables import sign_ins as signed_in
from telehealth.store.tables import vaults as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telehealth.core.ids import ClinicianId
    from telehealth.store.records import AuditRow, Credentials, SignIn
    from telehealth.store.sealing import Sealing

BLOB = "vaults.blob"
LARGEST = 2**63 - 1
MOST_EARLIER = 500


class Vaults(Part):
    """See `SqlStore`."""

    async def vault(self, clinician: ClinicianId) -> Vault | None:
        """The newest version; None until the account is set up."""
        return await self._one(clinician, table.c.replaced.is_(None))

    async def earlier_vault(self, clinician: ClinicianId, version: int) -> Vault | None:
        """A version that was replaced; None if it is not kept any more."""
        if not 0 < version <= LARGEST:
            return None
        return await self._one(clinician, (table.c.version == version) & table.c.replaced.is_not(None))

    async def earlier_vaults(self, clinician: ClinicianId) -> Sequence[EarlierVault]:
        """The versions that were replaced and are still kept, newest first, the newest few hundred."""
        kept = select(table.c.version, table.c.parent, table.c.replaced).where(
            table.c.clinician == clinician, table.c.replaced.is_not(None)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(kept.order_by(table.c.version.desc()).limit(MOST_EARLIER))
            return [
                EarlierVault(version=row.version, parent=row.parent, replaced=row.replaced) for row in rows
            ]

    async def write_vault(
        self, clinician: ClinicianId, expected_version: int, vault: Vault, now: float
    ) -> bool:
        """Replace the version that is expected to be the newest; False, and nothing changed, if it is not.

        Raises ValueError for a vault that is not the version after that.
        """
        async with self._database.writing() as connection:
            return await _replace(connection, self._sealing, clinician, expected_version, vault, now)

    async def replace_credentials(
        self,
        clinician: ClinicianId,
        expected_version: int,
        *,
        credentials: Credentials,
        vault: Vault,
        sign_in: SignIn,
        audit: AuditRow,
        proved: str,
    ) -> Sequence[bytes] | None:
        """`write_vault`, and with it other credentials, the end of every sign-in, and a new one.

        The sign-ins that ended, by the hash of their token; None when another version is the newest, or the
        verifier that was proved is not the account's any more.
        """
        now = sign_in.began
        async with self._database.writing() as connection:
            if not await proofs.holds(connection, self._sealing, clinician, proved, now):
                return None
            if not await _replace(connection, self._sealing, clinician, expected_version, vault, now):
                return None
            await proofs.replace(connection, self._sealing, clinician, credentials)
            theirs = signed_in.c.clinician == clinician
            ended = (await connection.scalars(select(signed_in.c.token_hash).where(theirs))).all()
            await connection.execute(delete(signed_in).where(theirs))
            await sign_ins.add(connection, self._sealing, sign_in)
            await log.append(connection, audit)
            return ended

    async def _one(self, clinician: ClinicianId, which: ColumnElement[bool]) -> Vault | None:
        async with self._database.reading() as connection:
            kept = select(table).where(table.c.clinician == clinician, which)
            row = (await connection.execute(kept)).one_or_none()
        if row is None:
            return None
        blob = self._sealing.open(row.blob, BLOB, clinician, row.version)
        return Vault(version=row.version, parent=row.parent, blob=blob)


async def add(connection: AsyncConnection, sealing: Sealing, clinician: ClinicianId, vault: Vault) -> None:
    """Keep a version as the newest."""
    blob = sealing.close(vault.blob, BLOB, clinician, vault.version)
    await connection.execute(
        insert(table).values(clinician=clinician, version=vault.version, parent=vault.parent, blob=blob)
    )


async def _replace(
    connection: AsyncConnection,
    sealing: Sealing,
    clinician: ClinicianId,
    expected_version: int,
    vault: Vault,
    now: float,
) -> bool:
    if vault.version != expected_version + 1:
        raise ValueError("a vault follows the version it replaces")
    if not 0 < expected_version < LARGEST:
        return False
    newest = (
        (table.c.clinician == clinician) & (table.c.version == expected_version) & table.c.replaced.is_(None)
    )
    replaced = await connection.execute(update(table).where(newest).values(replaced=now))
    if replaced.rowcount != 1:
        return False
    await add(connection, sealing, clinician, vault)
    return True
