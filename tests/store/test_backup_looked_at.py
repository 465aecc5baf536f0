"""A copy is looked at before it is put in the database's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from telehealth.store.backup import BackupRefused, backup, restore
from tests.store.facts import NAME, in_a_file


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def test_a_copy_that_is_looked_at_and_refused_replaces_nothing(tmp_path: Path) -> None:
    copied, path = tmp_path / "copied", tmp_path / NAME
    database = await in_a_file(tmp_path)
    await database.close()
    backup(path, copied)
    before = path.read_bytes()

    def refuse(draft: Path) -> None:
        assert draft != path
        raise BackupRefused("Another key.")

    with pytest.raises(BackupRefused, match="Another key"):
        restore(copied, path, refuse)
    assert path.read_bytes() == before
    assert drafts(tmp_path) == []
