"""What is due is forgotten: on a fake clock, to the second, and out of the file's bytes too."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from telehealth.core.ids import InvitationId, ParticipantId
from telehealth.store.records import EarlierVault, InvitationRecord, SeatRecord
from telehealth.store.retention import (
    AUDIT_SECONDS,
    INVITATION_SECONDS,
    REPLACED_VAULT_SECONDS,
    RETENTION,
    SIGN_IN_SECONDS,
)
from telehealth.store.sql_store import SqlStore
from tests.store.facts import LINK, RUIZ, enrol, enrolment, put_sign_in, row, sign_in, vault

CLOSES_AFTER = 4 * 3600.0
APPOINTMENT = 1_000_000.0
NOTHING = {"link": 0, "seat": 0, "enrolment link": 0, "sign-in": 0, "vault": 0, "audit row": 0}


@pytest.fixture
async def enrolled(store: SqlStore) -> SqlStore:
    await enrol(store)
    await store.end_sign_in(sign_in().token_hash, None)
    return store


async def purge(store: SqlStore, now: float) -> dict[str, int]:
    """What went, of the kinds of which anything went."""
    forgotten = await store.purge(now, CLOSES_AFTER, AUDIT_SECONDS)
    assert forgotten.keys() == NOTHING.keys()
    return {kind: count for kind, count in forgotten.items() if count}


def test_every_kind_that_is_counted_is_in_the_table_of_what_is_kept() -> None:
    assert NOTHING.keys() <= {kept.kind for kept in RETENTION}


async def test_an_empty_store_has_nothing_to_forget(store: SqlStore) -> None:
    assert await purge(store, 1e9) == {}


@pytest.mark.parametrize(
    ("link", "end"),
    [
        (replace(LINK, appointment=None, ended=APPOINTMENT), APPOINTMENT),
        (replace(LINK, appointment=APPOINTMENT), APPOINTMENT + CLOSES_AFTER),
        (replace(LINK, appointment=APPOINTMENT, ended=500.0), 500.0),
        (replace(LINK, appointment=APPOINTMENT, ended=APPOINTMENT * 2), APPOINTMENT + CLOSES_AFTER),
    ],
    ids=["ended", "window over", "ended before its appointment", "ended after its window"],
)
async def test_a_link_goes_a_day_after_its_end_with_its_seats(
    enrolled: SqlStore, link: InvitationRecord, end: float
) -> None:
    await enrolled.add_invitation(link, None, 0.0, row())
    for name in ("one", "two"):
        await enrolled.add_seat(SeatRecord(id=ParticipantId(name), invitation=link.id))
    assert await purge(enrolled, end + INVITATION_SECONDS - 1) == {}
    assert await enrolled.invitation(link.id) == link
    assert await purge(enrolled, end + INVITATION_SECONDS) == {"link": 1, "seat": 2}
    assert await enrolled.invitation(link.id) is None
    assert await enrolled.seat(ParticipantId("one")) is None


async def test_a_link_that_stands_is_kept(enrolled: SqlStore) -> None:
    standing = replace(LINK, id=InvitationId("standing"), appointment=None)
    await enrolled.add_invitation(standing, None, 0.0, row())
    await enrolled.purge(1e12, CLOSES_AFTER, 1e13)
    assert await enrolled.invitation(standing.id) == standing


async def test_an_enrolment_link_goes_when_it_expires(enrolled: SqlStore) -> None:
    await enrolled.reissue_enrolment(enrolment(expires=1000.0), row())
    assert await purge(enrolled, 999.0) == {}
    assert await purge(enrolled, 1000.0) == {"enrolment link": 1}


async def test_a_sign_in_goes_when_it_expires_and_after_twelve_hours_at_most(enrolled: SqlStore) -> None:
    await put_sign_in(enrolled, sign_in("short", began=0.0, expires=1000.0))
    await put_sign_in(enrolled, sign_in("endless", began=0.0, expires=1e12))
    assert await purge(enrolled, 999.0) == {}
    assert await purge(enrolled, 1000.0) == {"sign-in": 1}
    assert await purge(enrolled, SIGN_IN_SECONDS - 1) == {}
    assert await purge(enrolled, SIGN_IN_SECONDS) == {"sign-in": 1}


async def test_a_replaced_vault_goes_after_thirty_days_and_the_newest_stays(enrolled: SqlStore) -> None:
    await enrolled.write_vault(RUIZ, 1, vault(2), 1000.0)
    await enrolled.write_vault(RUIZ, 2, vault(3), 2000.0)
    assert await purge(enrolled, 999.0 + REPLACED_VAULT_SECONDS) == {}
    assert await purge(enrolled, 1000.0 + REPLACED_VAULT_SECONDS) == {"vault": 1}
    assert await enrolled.earlier_vaults(RUIZ) == [
        EarlierVault(version=2, parent=vault(2).parent, replaced=2000.0)
    ]
    assert await purge(enrolled, 2000.0 + REPLACED_VAULT_SECONDS) == {"vault": 1}
    assert await enrolled.vault(RUIZ) == vault(3)


async def test_audit_rows_go_after_six_years(enrolled: SqlStore) -> None:
    written = await enrolled.audit_head()
    assert written is not None
    assert await purge(enrolled, AUDIT_SECONDS) == {}
    assert await purge(enrolled, AUDIT_SECONDS + 86_401.0) == {"audit row": written.number}


async def test_accounts_and_rooms_stay(enrolled: SqlStore) -> None:
    await enrolled.purge(1e12, CLOSES_AFTER, 1e13)
    assert await enrolled.clinician(RUIZ) is not None
    assert await enrolled.credentials(RUIZ) is not None
    assert len(await enrolled.rooms_of(RUIZ)) == 1


async def test_what_was_forgotten_is_in_no_byte_of_the_folder(file_store: SqlStore, tmp_path: Path) -> None:
    await enrol(file_store)
    canary = b"canary canary canary canary !!!!"
    link = replace(LINK, admission_hash=canary, ended=0.0)
    await file_store.add_invitation(link, None, 0.0, row())
    assert canary in _bytes(tmp_path)
    assert await purge(file_store, INVITATION_SECONDS) != {}
    assert canary not in _bytes(tmp_path)


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
