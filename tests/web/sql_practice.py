"""The small practice of tests in a database, with passwords, vaults and an account that is not set up yet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from argon2 import PasswordHasher

from telehealth.core.ids import ClinicianId, InvitationId, RoomId
from telehealth.security.tokens import token_hash, unpadded_text
from telehealth.security.wrapping import Wrapping
from telehealth.store.database import MEMORY, open_database
from telehealth.store.records import AuditRow, Clinician, Credentials, Enrolment, RoomRecord, Vault
from telehealth.store.sql_store import SqlStore
from tests.practice import FAR_FUTURE, ROOM, Practice, identifier, invitation, sign_in

KEY, RECOVERY_KEY = unpadded_text(b"k" * 32), unpadded_text(b"r" * 32)
"""What the page derives from Dr Ruiz's password and recovery code; everybody here has the same."""
BLOB = b"n" * 12 + b"vault" * 10
PASSWORD_WRAP, RECOVERY_WRAP = b"p" * 60, b"c" * 60
NEW = ClinicianId(identifier("new"))
TOKEN = "enrolment-token"


@cache
def verifier(key: str) -> str:
    """As the server makes one, and only once: it takes its time."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(key)


def row(event: str = "test") -> AuditRow:
    """A row of the audit log that nobody looks at."""
    return AuditRow(time=0.0, event=event, staff="nobody")


def credentials() -> Credentials:
    """Of every account here."""
    return Credentials(
        verifier=verifier(KEY),
        recovery_verifier=verifier(RECOVERY_KEY),
        password_wrap=PASSWORD_WRAP,
        recovery_wrap=RECOVERY_WRAP,
    )


class SqlPractice(Practice):
    """See `Practice`. Its database is in memory, unless it is given a file."""

    def __init__(self, place: Path | str = MEMORY) -> None:
        super().__init__()
        self._place = place
        self.sql: SqlStore

    async def open(self) -> Self:
        """Fill the store."""
        self.sql = SqlStore(await open_database(self._place), Wrapping(self.key))
        await super().open()
        enrolment = Enrolment(token_hash=token_hash(TOKEN), clinician=NEW, expires=FAR_FUTURE)
        await self.sql.add_clinician(Clinician(id=NEW, username="new", public_name=""), enrolment, row())
        return self

    async def reopen(self) -> Self:
        """The same database, for a server that was restarted."""
        self.sql = SqlStore(await open_database(self._place), Wrapping(self.key))
        return self

    async def account(self, clinician: Clinician, room: RoomId, cookie: str) -> None:
        """Add an account that has been set up, with a signed-in browser."""
        hashed = token_hash(f"token of {clinician.username}")
        enrolment = Enrolment(token_hash=hashed, clinician=clinician.id, expires=FAR_FUTURE)
        await self.sql.add_clinician(clinician, enrolment, row())
        assert await self.sql.enrol(
            hashed,
            0.0,
            public_name=clinician.public_name,
            credentials=credentials(),
            room=RoomRecord(id=room, owner=clinician.id, public_key=bytes(32)),
            vault=Vault(version=1, parent=bytes(32), blob=BLOB),
            sign_in=sign_in(clinician.id, cookie),
            audit=row(),
        )

    async def link(self, name: str, room: RoomId = ROOM, appointment: float | None = None) -> None:
        """Add a link, with a case of its own."""
        await self.sql.add_invitation(invitation(name, room, appointment), None, 0.0, row())

    async def ended(self, name: str) -> bool:
        """Whether this link was ended."""
        kept = await self.sql.invitation(InvitationId(identifier(name)))
        return kept is None or kept.ended is not None
