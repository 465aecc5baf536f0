"""Every setting is explained where operators look."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import fields

from telehealth.config import SETTINGS, description, load
from telehealth.settings import COUNTRIES, Config

BEHIND_A_PROXY: dict[str, object] = {
    "server.public_url": "https://sessions.example.org",
    "server.trusted_proxies": ("127.0.0.1",),
}
SAMPLE = Path(__file__).parent.parent / "docs" / "telehealth.sample.toml"


def test_the_sample_file_names_exactly_every_setting() -> None:
    tables = tomllib.loads(SAMPLE.read_text("utf-8"))
    assert {f"{section}.{key}" for section, table in tables.items() for key in table} == set(SETTINGS)


def test_the_sample_file_holds_the_defaults() -> None:
    assert load(SAMPLE, {}, {}) == Config()


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_explained_in_the_sample_file_by_its_own_help(name: str) -> None:
    section, key = name.split(".")
    table = re.split(r"^\[(\w+)\]$", SAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    lines = table[table.index(section) + 1].split("\n")
    line = next(number for number, text in enumerate(lines) if text.startswith(f"{key} = "))
    comment: list[str] = []
    while lines[line - 1].startswith("# "):
        line -= 1
        comment.insert(0, lines[line].removeprefix("# "))
    assert " ".join(comment) == description(SETTINGS[name])
    assert comment


def test_every_section_says_what_it_is_about() -> None:
    text = SAMPLE.read_text("utf-8")
    for section in fields(Config):
        assert f"[{section.name}]\n# {section.type.__doc__}\n" in text


@pytest.mark.parametrize("url", ["http://localhost:8080", "http://127.0.0.1"])
def test_pages_on_localhost_are_for_this_machine(url: str) -> None:
    assert load(None, {}, {"server.public_url": url}).local


def test_the_servers_key_lies_beside_what_is_kept_unless_it_is_wanted_elsewhere() -> None:
    assert load(None, {}, {"data.dir": "kept"}).key_path == Path("kept/server.key")
    elsewhere = {"data.dir": "kept", "data.key_file": "/etc/telehealth/key"}
    assert load(None, {}, elsewhere).key_path == Path("/etc/telehealth/key")


def test_pages_with_a_name_are_for_others() -> None:
    assert not load(None, {}, BEHIND_A_PROXY).local


def test_the_public_address_follows_a_port_that_the_system_chose() -> None:
    config = load(None, {}, {"server.port": 0}).at_port(45_678)
    assert config.server.port == 45_678
    assert config.server.public_url == "http://localhost:45678"


def test_a_public_address_that_was_given_stays_whatever_the_port_is() -> None:
    options = {"server.port": 0, **BEHIND_A_PROXY}
    assert load(None, {}, options).at_port(45_678).server.public_url == "https://sessions.example.org"


def test_the_countries_are_those_of_the_check_in() -> None:
    script = (
        "import { countries } from './countries.js';"
        "console.log(JSON.stringify(countries().map((one) => one.code)))"
    )
    command = ["node", "--input-type=module", "--eval", script]
    folder = SAMPLE.parent.parent / "static" / "js"
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert set(json.loads(said.stdout)) == COUNTRIES
