"""Vaults: a version follows the one it replaces, and of two who replace the same one, one does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from telehealth.errors import Unavailable
from telehealth.store.database import MEMORY, Database, open_database
from telehealth.store.records import EarlierVault, Vault
from telehealth.store.sql_store import SqlStore
from telehealth.store.tables import vaults as table
from tests.store.facts import (
    OKORO,
    OTHER_ROOM,
    RUIZ,
    WRAPPING,
    clinician,
    credentials,
    enrol,
    enrolment,
    put_sign_in,
    row,
    sign_in,
    vault,
)


@pytest.fixture
async def enrolled(store: SqlStore) -> SqlStore:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    return store


async def test_an_account_has_a_vault_once_it_is_set_up(store: SqlStore) -> None:
    await store.add_clinician(clinician(), enrolment(), row())
    assert await store.vault(RUIZ) is None
    assert not await store.write_vault(RUIZ, 0, vault(1), 10.0)
    assert not await store.write_vault(RUIZ, 1, vault(2), 10.0)
    assert await store.vault(RUIZ) is None


async def test_a_version_replaces_the_one_before_and_that_one_stays_readable(enrolled: SqlStore) -> None:
    assert await enrolled.write_vault(RUIZ, 1, vault(2), 10.0)
    assert await enrolled.write_vault(RUIZ, 2, vault(3), 20.0)
    assert await enrolled.vault(RUIZ) == vault(3)
    assert await enrolled.earlier_vaults(RUIZ) == [
        EarlierVault(version=2, parent=vault(2).parent, replaced=20.0),
        EarlierVault(version=1, parent=vault(1).parent, replaced=10.0),
    ]
    assert await enrolled.earlier_vault(RUIZ, 1) == vault(1)
    assert await enrolled.earlier_vault(RUIZ, 2) == vault(2)
    assert await enrolled.vault(OKORO) == vault(1)
    assert await enrolled.earlier_vaults(OKORO) == []


@pytest.mark.parametrize("version", [3, 0, -1, 4, 2**63, 2**200])
async def test_only_a_version_that_was_replaced_is_an_earlier_one(enrolled: SqlStore, version: int) -> None:
    await enrolled.write_vault(RUIZ, 1, vault(2), 10.0)
    await enrolled.write_vault(RUIZ, 2, vault(3), 20.0)
    assert await enrolled.earlier_vault(RUIZ, version) is None


@pytest.mark.parametrize("expected", [0, 2, 7, -1, 2**63, 2**200])
async def test_a_version_that_is_not_the_newest_is_not_replaced(enrolled: SqlStore, expected: int) -> None:
    written = Vault(version=expected + 1, parent=bytes(32), blob=b"late")
    assert not await enrolled.write_vault(RUIZ, expected, written, 10.0)
    assert await enrolled.vault(RUIZ) == vault(1)
    assert await enrolled.earlier_vaults(RUIZ) == []


async def test_a_version_that_was_replaced_is_not_replaced_again(enrolled: SqlStore) -> None:
    assert await enrolled.write_vault(RUIZ, 1, vault(2), 10.0)
    assert not await enrolled.write_vault(RUIZ, 1, vault(2, "another"), 11.0)
    assert await enrolled.vault(RUIZ) == vault(2)


@pytest.mark.parametrize("version", [1, 3, 0])
async def test_a_vault_that_leaves_a_gap_is_refused(enrolled: SqlStore, version: int) -> None:
    with pytest.raises(ValueError, match="follows"):
        await enrolled.write_vault(RUIZ, 1, Vault(version=version, parent=bytes(32), blob=b""), 10.0)
    assert await enrolled.vault(RUIZ) == vault(1)


async def test_of_many_who_write_at_once_one_succeeds(enrolled: SqlStore) -> None:
    written = [vault(2, f"writer {number}") for number in range(12)]
    answers = await asyncio.gather(*(enrolled.write_vault(RUIZ, 1, one, 10.0) for one in written))
    assert sorted(answers) == [False] * 11 + [True]
    assert await enrolled.vault(RUIZ) == written[answers.index(True)]


# ── Other credentials ────────────────────────────────────────────────────────────────────────────


async def _replace(
    store: SqlStore, version: int, cookie: str = "new", proved: str = credentials().verifier
) -> Sequence[bytes] | None:
    return await store.replace_credentials(
        RUIZ,
        version,
        credentials=credentials("second"),
        vault=vault(version + 1, "sealed anew"),
        sign_in=sign_in(cookie),
        audit=row("password_changed"),
        proved=proved,
    )


async def test_credentials_vault_and_sign_ins_change_together(enrolled: SqlStore) -> None:
    await put_sign_in(enrolled, sign_in("second"))
    ended = await _replace(enrolled, 1)
    assert ended is not None
    assert set(ended) == {sign_in().token_hash, sign_in("second").token_hash}
    assert await enrolled.credentials(RUIZ) == credentials("second")
    assert await enrolled.vault(RUIZ) == vault(2, "sealed anew")
    assert await enrolled.earlier_vault(RUIZ, 1) == vault(1)
    assert await enrolled.sign_ins_of(RUIZ, 0.0) == [sign_in("new")]
    assert await enrolled.credentials(OKORO) == credentials()
    assert len(await enrolled.sign_ins_of(OKORO, 0.0)) == 1
    head = await enrolled.audit_head()
    assert head is not None
    assert head.row == row("password_changed")


async def test_who_proved_what_was_changed_meanwhile_changes_nothing(enrolled: SqlStore) -> None:
    assert await _replace(enrolled, 1) is not None
    assert await _replace(enrolled, 2, "late") is None
    assert await _replace(enrolled, 2, "late", credentials("second").recovery_verifier) is not None


async def test_when_the_vault_is_newer_nothing_changes(enrolled: SqlStore) -> None:
    await enrolled.write_vault(RUIZ, 1, vault(2), 5.0)
    before = await enrolled.audit_head()
    assert await _replace(enrolled, 1) is None
    assert await enrolled.credentials(RUIZ) == credentials()
    assert await enrolled.vault(RUIZ) == vault(2)
    assert await enrolled.sign_ins_of(RUIZ, 0.0) == [sign_in()]
    assert await enrolled.audit_head() == before


async def test_of_two_who_change_credentials_at_once_one_does(enrolled: SqlStore) -> None:
    answers = await asyncio.gather(*(_replace(enrolled, 1, f"new {number}") for number in range(6)))
    assert answers.count(None) == 5
    (winner,) = [number for number, answer in enumerate(answers) if answer is not None]
    assert await enrolled.sign_ins_of(RUIZ, 0.0) == [sign_in(f"new {winner}")]


# ── In the database ──────────────────────────────────────────────────────────────────────────────


async def test_a_blob_is_sealed_once_more(store: SqlStore, database: Database) -> None:
    await enrol(store)
    async with database.reading() as connection:
        for blob in await connection.scalars(select(table.c.blob)):
            assert vault().blob not in blob


async def test_a_blob_opens_in_its_own_version_only(enrolled: SqlStore, database: Database) -> None:
    await enrolled.write_vault(RUIZ, 1, vault(2), 5.0)
    first = select(table.c.blob).where(table.c.clinician == RUIZ, table.c.version == 1).scalar_subquery()
    async with database.writing() as connection:
        rolled_back = update(table).where(table.c.clinician == RUIZ, table.c.version == 2)
        await connection.execute(rolled_back.values(blob=first))
    with pytest.raises(Unavailable):
        await enrolled.vault(RUIZ)


class Writer:
    """Somebody who writes what follows the version they have seen, and looks again when it was too old."""

    def __init__(self, name: int, store: SqlStore) -> None:
        self._name = name
        self._store = store
        self._seen = vault(1)

    async def look(self) -> None:
        kept = await self._store.vault(RUIZ)
        assert kept is not None
        self._seen = kept

    async def write(self, count: int) -> Vault | None:
        after = self._seen.version + 1
        written = Vault(version=after, parent=self._seen.blob, blob=f"{self._name} wrote {count}".encode())
        return written if await self._store.write_vault(RUIZ, self._seen.version, written, count) else None


STEPS = st.lists(
    st.tuples(st.sampled_from(["look", "write", "both at once"]), st.integers(0, 2)), max_size=25
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_several_writers_do_versions_have_no_gaps_and_each_names_its_parent(
    steps: list[tuple[str, int]],
) -> None:
    asyncio.run(_write(steps))


async def _write(steps: list[tuple[str, int]]) -> None:
    database = await open_database(MEMORY)
    try:
        store = SqlStore(database, WRAPPING)
        await enrol(store)
        writers, succeeded = [Writer(name, store) for name in range(3)], [vault(1)]
        for count, (step, who) in enumerate(steps):
            chosen = writers if step == "both at once" else [writers[who]]
            if step == "look":
                await writers[who].look()
            else:
                answers = await asyncio.gather(*(one.write(count) for one in chosen))
                written = [one for one in answers if one is not None]
                assert len(written) <= 1
                succeeded += written
        newest = await store.vault(RUIZ)
        earlier = [
            await store.earlier_vault(RUIZ, one.version) for one in reversed(await store.earlier_vaults(RUIZ))
        ]
        assert [*earlier, newest] == succeeded
        assert [one.version for one in succeeded] == list(range(1, len(succeeded) + 1))
        assert all(later.parent == before.blob for before, later in pairwise(succeeded))
    finally:
        await database.close()
