"""The store: every durable fact of an installation, in one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from telehealth.store.accounts import Accounts
from telehealth.store.audit import Audit
from telehealth.store.links import Links
from telehealth.store.part import Part
from telehealth.store.proofs import Proofs
from telehealth.store.purge import Purge
from telehealth.store.schema import DatabaseRefused
from telehealth.store.sign_ins import SignIns
from telehealth.store.tables import installation as table
from telehealth.store.vaults import Vaults

if TYPE_CHECKING:
    from telehealth.store.database import Database
    from telehealth.store.sealing import Wrapping

KEY_CHECK = "installation.key_check"
PASSING = "passing"
"""No installation's name: those have 22 characters."""


class SqlStore(Accounts, Proofs, Vaults, SignIns, Links, Audit, Purge, Part):
    """Everything `Store` offers, and everything that pages and the operator ask for.

    Times are seconds since 1970 (UTC), given by the caller. Every method is one transaction: with all that it
    says, the row of the audit log included, or with nothing of it. What is asked for and not there is None.

    Raises Unavailable when the database does not answer, or when something sealed in it does not open;
    AlreadyThere for what is kept already; Unknown for what would belong to something that is not there.
    """

    def __init__(self, database: Database, wrapping: Wrapping) -> None:
        super().__init__(database, wrapping)

    async def installation(self) -> str:
        """The installation's name: 22 characters of base64url, made with the database."""
        async with self._database.reading() as connection:
            return str(await connection.scalar(select(table.c.id)))

    async def check_writing(self) -> None:
        """Something can be kept at the moment: a row comes and goes again at once. Raises Unavailable.

        What is written as it was before, SQLite does not write.
        """
        async with self._database.writing() as connection:
            await connection.execute(insert(table).values(id=PASSING))
            await connection.execute(delete(table).where(table.c.id == PASSING))

    async def check_key(self) -> None:
        """The key is the one that this database was made with; the first key that is checked is that one.

        Raises DatabaseRefused.
        """
        async with self._database.writing() as connection:
            kept = (await connection.execute(select(table))).one()
            if kept.key_check is None:
                check = self._sealing.close(kept.id.encode(), KEY_CHECK, kept.id)
                unset = table.c.key_check.is_(None)
                await connection.execute(update(table).where(unset).values(key_check=check))
            elif not self._sealing.fits(kept.key_check, KEY_CHECK, kept.id):
                raise DatabaseRefused(
                    "server.key is not the key that this database was made with. Put your copy of the right "
                    "one in its place: with another key no account and no vault opens."
                )

    async def close(self) -> None:
        """Let the database go."""
        await self._database.close()
