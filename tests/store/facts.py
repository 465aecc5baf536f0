"""What is kept of a small practice: two clinicians, a room each, links. All of it recognisable."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.ext.asyncio import create_async_engine

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, ParticipantId, RoomId
from telehealth.security.server_key import ServerKey
from telehealth.security.wrapping import Wrapping
from telehealth.store import sign_ins
from telehealth.store.database import MEMORY, Database, open_database
from telehealth.store.records import (
    AuditRow,
    Clinician,
    Credentials,
    Enrolment,
    InvitationRecord,
    RoomRecord,
    SeatRecord,
    SignIn,
    Vault,
)
from telehealth.store.schema import bring_up_to_date
from telehealth.store.sql_store import SqlStore
from telehealth.store.tables import metadata

NAME = "telehealth.sqlite3"
WRAPPING = Wrapping(ServerKey(bytes(range(32))))
OTHER_WRAPPING = Wrapping(ServerKey(bytes(32)))

RUIZ, OKORO = ClinicianId("ruiz"), ClinicianId("okoro")
ROOM = RoomRecord(id=RoomId("room"), owner=RUIZ, public_key=b"k" * 32)
OTHER_ROOM = RoomRecord(id=RoomId("other room"), owner=OKORO, public_key=b"l" * 32)
LINK = InvitationRecord(
    id=InvitationId("link"),
    room=ROOM.id,
    case=CaseId("case"),
    admission_hash=b"h" * 32,
    appointment=500.0,
    code_word=True,
)
SEAT = SeatRecord(id=ParticipantId("maya"), invitation=LINK.id)


def row(event: str = "noted", time: float = 1.0) -> AuditRow:
    return AuditRow(time=time, event=event, staff=RUIZ, room="pseudonym", outcome="done")


def clinician(identity: ClinicianId = RUIZ, closing: float | None = None) -> Clinician:
    return Clinician(id=identity, username=f"dr.{identity}", public_name="", closing=closing)


def enrolment(identity: ClinicianId = RUIZ, link: str = "link", expires: float = 1000.0) -> Enrolment:
    return Enrolment(token_hash=_hash(link, identity), clinician=identity, expires=expires)


def credentials(which: str = "first") -> Credentials:
    return Credentials(
        verifier=f"verifier of {which} password",
        recovery_verifier=f"verifier of {which} code",
        password_wrap=f"password wrap {which}".encode(),
        recovery_wrap=f"recovery wrap {which}".encode(),
    )


def vault(version: int = 1, content: str = "content") -> Vault:
    return Vault(version=version, parent=bytes([version - 1]) * 32, blob=f"{content} {version}".encode())


def sign_in(
    cookie: str = "cookie", identity: ClinicianId = RUIZ, began: float = 0.0, expires: float = 1000.0
) -> SignIn:
    return SignIn(
        id=f"{cookie} of {identity}",
        token_hash=_hash(cookie, identity),
        clinician=identity,
        began=began,
        expires=expires,
        page_half=f"page half {cookie}".encode(),
    )


def _hash(secret: str, identity: ClinicianId) -> bytes:
    return f"{secret} {identity}".encode().ljust(32, b".")


async def enrol(store: SqlStore, identity: ClinicianId = RUIZ, room: RoomRecord = ROOM) -> None:
    """A clinician with everything that one has."""
    await store.add_clinician(clinician(identity), enrolment(identity), row("clinician_added"))
    assert await store.enrol(
        enrolment(identity).token_hash,
        0.0,
        public_name=f"Dr {identity.title()}",
        credentials=credentials(),
        room=room,
        vault=vault(),
        sign_in=sign_in(identity=identity),
        audit=row("enrolled"),
    )


async def put_sign_in(store: SqlStore, one: SignIn) -> None:
    """A sign-in in the database, whatever was proved for it."""
    async with store._database.writing() as connection:
        await sign_ins.add(connection, store._sealing, one)


@cache
def _made() -> bytes:
    """The bytes of a new database: migrating takes a while, copying does not."""
    with TemporaryDirectory() as folder:
        bring_up_to_date(Path(folder) / NAME)
        return (Path(folder) / NAME).read_bytes()


async def in_memory(_folder: Path) -> Database:
    return await open_database(MEMORY)


async def in_a_file(folder: Path) -> Database:
    (folder / NAME).write_bytes(_made())
    return await open_database(folder / NAME)


async def emptied(url: str, _folder: Path) -> Database:
    """The database of some other server than SQLite, without what an earlier test left."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    await engine.dispose()
    return await open_database(url)


DATABASES: dict[str, Callable[[Path], Awaitable[Database]]] = {"memory": in_memory, "file": in_a_file}
if os.environ.get("TELEHEALTH_TEST_DATABASE"):
    DATABASES["server"] = partial(emptied, os.environ["TELEHEALTH_TEST_DATABASE"])
