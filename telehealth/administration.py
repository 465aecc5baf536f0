"""What the operator does with accounts, beside a running server or without one."""

from __future__ import annotations

import re
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from telehealth.core.ids import ClinicianId
from telehealth.data_lock import running_server
from telehealth.refusal import Refused
from telehealth.security.server_key import ServerKey
from telehealth.security.tokens import new_token, random_id, token_hash
from telehealth.security.wrapping import Wrapping
from telehealth.store.database import DatabaseRefused, open_database
from telehealth.store.records import AuditRow, Clinician, Enrolment
from telehealth.store.retention import ENROLMENT_SECONDS
from telehealth.store.schema import HEAD, version
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import AlreadyThere

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)
ENROLMENT_LIFE = timedelta(seconds=ENROLMENT_SECONDS)


class AccountRefused(Refused):
    """It cannot be done with this account; the text says why and what to do."""


@asynccontextmanager
async def opened_store(database: Path, key_path: Path) -> AsyncIterator[tuple[SqlStore, ServerKey]]:
    """The store, closed in the end, and the key it was made with.

    No database is migrated under an older server that runs on it. Raises ServerKeyRefused,
    DatabaseRefused.
    """
    if _is_older(database) and running_server(database.parent) is not None:
        raise DatabaseRefused(
            f"A server of an older version runs on {database.parent}. Restart it with this version first."
        )
    store, key = await open_store(database, key_path)
    try:
        yield store, key
    finally:
        await store.close()


def _is_older(database: Path) -> bool:
    return database.exists() and version(database) != HEAD


async def open_store(database: Path, key_path: Path) -> tuple[SqlStore, ServerKey]:
    """The store, made when there is none yet, and the key it was made with.

    Raises ServerKeyRefused, DatabaseRefused.
    """
    key = ServerKey.load_or_create(key_path, data_exists=database.exists())  # noqa: ASYNC240 (once, at the start)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = SqlStore(await open_database(database), Wrapping(key))
    try:
        await store.check_key()
    except BaseException:
        await store.close()
        raise
    return store, key


class Administration:
    """The operator's part of the store. Every change leaves a row in the audit log."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def add(self, username: str) -> str:
        """A one-time token with which this clinician sets up their account, within 72 hours.

        Asked again before it was used, it is another one, and the one before is void.
        Raises AccountRefused.
        """
        if not USERNAME.fullmatch(username):
            raise AccountRefused(
                "A username has 1 to 40 small letters, digits, dots, dashes and underscores, and begins with "
                "a letter or digit."
            )
        token = new_token()
        known = await self._store.clinician_named(username)
        clinician = known or Clinician(id=ClinicianId(random_id()), username=username, public_name="")
        enrolment = Enrolment(
            token_hash=token_hash(token),
            clinician=clinician.id,
            expires=time.time() + ENROLMENT_LIFE.total_seconds(),
        )
        if clinician.is_closed(time.time()):
            raise AccountRefused(
                f"{username} is closed. `telehealth clinician enable {username}` opens it again."
            )
        if known is None:
            try:
                await self._store.add_clinician(clinician, enrolment, _row("clinician_added", clinician))
            except AlreadyThere as error:
                raise AccountRefused(f"{username} was added by somebody else just now.") from error
        elif await self._store.credentials(known.id) is None:
            await self._store.reissue_enrolment(enrolment, _row("enrolment_renewed", clinician))
        else:
            raise AccountRefused(f"There is an account named {username} already. Choose another name.")
        return token

    async def clinicians(self) -> Sequence[tuple[Clinician, str]]:
        """Every account with its state in words, by username."""
        now = time.time()
        return [
            (one, _state(one, now, enrolled=await self._store.credentials(one.id) is not None))
            for one in await self._store.clinicians()
        ]

    async def disable(self, username: str, period: timedelta) -> float:
        """Begin the closing period, and return when it ends: until then links that exist still work.

        One that has begun is never made longer. Raises AccountRefused.
        """
        clinician, now = await self._named(username), time.time()
        closing = now + period.total_seconds()
        if clinician.is_closed(now):
            raise AccountRefused(f"{username} is closed already.")
        if clinician.closing is not None and clinician.closing <= closing:
            raise AccountRefused(
                f"{username} closes on {day(clinician.closing)} already. Give fewer --days, or --now."
            )
        await self._store.close_clinician(clinician.id, closing, _row("clinician_disabled", clinician))
        return closing

    async def enable(self, username: str) -> None:
        """The account is open again. Raises AccountRefused."""
        clinician = await self._named(username)
        if clinician.closing is None:
            raise AccountRefused(f"{username} is open already.")
        await self._store.close_clinician(clinician.id, None, _row("clinician_enabled", clinician))

    async def remove(self, username: str) -> None:
        """The account goes, with its vault, rooms and links. Raises AccountRefused."""
        clinician = await self._named(username)
        await self._store.remove_clinician(clinician.id, _row("clinician_removed", clinician))

    async def check(self, username: str) -> None:
        """Raise AccountRefused if there is no such account."""
        await self._named(username)

    async def _named(self, username: str) -> Clinician:
        clinician = await self._store.clinician_named(username)
        if clinician is None:
            raise AccountRefused(
                f"There is no account named {username}. `telehealth clinician list` shows all there are."
            )
        return clinician


def _row(event: str, clinician: Clinician) -> AuditRow:
    return AuditRow(time=time.time(), event=event, staff=clinician.id, outcome="by the operator")


def _state(clinician: Clinician, now: float, *, enrolled: bool) -> str:
    if clinician.is_closed(now):
        return "closed"
    if clinician.closing is not None:
        return f"closing on {day(clinician.closing)}"
    return "open" if enrolled else "not set up yet"


def day(moment: float) -> str:
    """A moment as a date and time in UTC, such as 2026-12-09 16:00 UTC."""
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(moment))
