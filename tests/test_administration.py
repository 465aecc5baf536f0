"""What the operator does with accounts."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from telehealth.administration import AccountRefused, Administration, opened_store
from telehealth.data_lock import data_lock
from telehealth.security.server_key import ServerKeyRefused
from telehealth.security.tokens import token_hash
from telehealth.store.database import DatabaseRefused
from telehealth.store.sql_store import SqlStore
from tests.practice import RUIZ, identifier
from tests.web.sql_practice import SqlPractice


@pytest.fixture
async def practice() -> AsyncIterator[SqlPractice]:
    opened = await SqlPractice().open()
    yield opened
    await opened.sql.close()


@pytest.fixture
def office(practice: SqlPractice) -> Administration:
    return Administration(practice.sql)


async def events(store: SqlStore) -> list[tuple[str, str]]:
    return [(entry.row.event, entry.row.staff) async for entry in store.audit() if entry.row.event != "test"]


async def test_a_new_account_gets_a_link_for_72_hours(office: Administration, practice: SqlPractice) -> None:
    token = await office.add("amara")
    now = time.time()
    for moment, there in ((now, True), (now + 72 * 3600 - 5, True), (now + 72 * 3600 + 5, False)):
        meant = await practice.sql.enrolling(token_hash(token), moment)
        assert (meant is not None and meant.username == "amara") is there


async def test_asked_again_the_first_link_is_void(office: Administration, practice: SqlPractice) -> None:
    first, second = await office.add("amara"), await office.add("amara")
    now = time.time()
    assert await practice.sql.enrolling(token_hash(first), now) is None
    assert await practice.sql.enrolling(token_hash(second), now) is not None
    assert [event for event, _ in await events(practice.sql)] == ["clinician_added", "enrolment_renewed"]


@pytest.mark.parametrize("username", ["", "Amara", "a b", "-a", ".a", "a" * 41, "amára", "a/b", "a\n", "a\0"])
async def test_a_name_that_could_be_mistaken_is_refused(office: Administration, username: str) -> None:
    with pytest.raises(AccountRefused, match="small letters"):
        await office.add(username)


async def test_an_account_that_is_set_up_keeps_its_name(office: Administration) -> None:
    with pytest.raises(AccountRefused, match="already"):
        await office.add("ruiz")


async def test_every_account_is_listed_with_its_state(office: Administration) -> None:
    await office.disable("okoro", timedelta(days=14))
    states = {clinician.username: state for clinician, state in await office.clinicians()}
    assert list(states) == sorted(states)
    assert (states["new"], states["ruiz"]) == ("not set up yet", "open")
    assert states["okoro"].startswith("closing on 20")
    await office.disable("okoro", timedelta(0))
    assert {c.username: s for c, s in await office.clinicians()}["okoro"] == "closed"
    await office.enable("okoro")
    assert {c.username: s for c, s in await office.clinicians()}["okoro"] == "open"


async def test_a_removed_account_leaves_rows_of_the_audit_log_and_nothing_else(
    office: Administration, practice: SqlPractice
) -> None:
    await office.remove("ruiz")
    assert await practice.sql.clinician(RUIZ) is None
    assert await practice.sql.vault(RUIZ) is None
    assert list(await practice.sql.rooms_of(RUIZ)) == []
    assert await practice.ended("maya")
    assert await events(practice.sql) == [("clinician_removed", RUIZ)]


async def test_a_database_is_not_migrated_under_an_older_server(tmp_path: Path) -> None:
    database, key = tmp_path / "telehealth.sqlite3", tmp_path / "server.key"
    async with opened_store(database, key):
        pass
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    with data_lock(tmp_path), pytest.raises(DatabaseRefused, match="Restart it"):
        async with opened_store(database, key):
            pytest.fail("it opened")


@pytest.mark.parametrize("act", ["enable", "remove"])
async def test_an_account_that_is_not_there_is_said_so(office: Administration, act: str) -> None:
    with pytest.raises(AccountRefused, match="clinician list"):
        await getattr(office, act)(identifier("nobody"))


async def test_data_without_their_key_are_refused_and_no_other_key_is_made(tmp_path: Path) -> None:
    database, key = tmp_path / "telehealth.sqlite3", tmp_path / "server.key"
    async with opened_store(database, key):
        pass
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(ServerKeyRefused, match="is missing"):
        async with opened_store(database, key):
            pytest.fail("it opened")
    assert not key.exists()
    key.touch(0o600)
    key.write_bytes(kept[::-1])
    with pytest.raises(DatabaseRefused, match=r"server\.key"):
        async with opened_store(database, key):
            pytest.fail("it opened")
