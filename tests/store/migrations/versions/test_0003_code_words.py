"""From links without code words to links that may ask for one: those that are kept ask for none."""

from __future__ import annotations

from pathlib import Path

import pytest

from telehealth.core.ids import InvitationId
from telehealth.store.database import open_database
from telehealth.store.records import AuditRow
from telehealth.store.sql_store import SqlStore
from tests.store.facts import WRAPPING
from tests.store.migrations.earlier import content, database_of, migrate

LINK = InvitationId("link")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    database_of(tmp_path / "earlier.sqlite3", "0002")
    return tmp_path / "earlier.sqlite3"


def test_every_row_of_every_table_survives(path: Path) -> None:
    before = content(path)
    migrate(path, "0003")
    after = content(path)
    assert after.pop("invitations") == [{**row, "code_word": 0} for row in before.pop("invitations")]
    assert after == before


async def test_a_link_from_before_may_ask_for_a_code_word_afterwards(path: Path) -> None:
    store = SqlStore(await open_database(path), WRAPPING)
    kept = await store.invitation(LINK)
    assert kept is not None
    assert kept.code_word is False
    await store.ask_for_code_word(LINK, True, AuditRow(time=1.0, event="code_word_set", staff="ruiz"))
    kept = await store.invitation(LINK)
    assert kept is not None
    assert kept.code_word is True
    await store.close()
