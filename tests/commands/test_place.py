"""Which installation a command is about."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from telehealth.commands.place import existing, place


def test_the_settings_say_where_and_an_option_says_better(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text(f'[data]\ndir = "{tmp_path}/here"\nkey_file = "{tmp_path}/elsewhere/key"\n')
    found = place(file, None)
    assert found.database == tmp_path / "here" / "telehealth.sqlite3"
    assert found.key == tmp_path / "elsewhere" / "key"
    assert place(file, tmp_path / "there").folder == tmp_path / "there"


def test_links_begin_with_the_public_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEHEALTH_SERVER_PORT", "9000")
    assert place(None, tmp_path).url == "http://localhost:9000"


def test_a_wrong_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="There is no"):
        existing(None, tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
