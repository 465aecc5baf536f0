"""`telehealth clinician`, as an operator types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from telehealth.cli import main
from telehealth.data_lock import data_lock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run(data: Path, *arguments: str, typed: str = "", url: str = "") -> Result:
    environment = (
        {"TELEHEALTH_SERVER_PUBLIC_URL": url, "TELEHEALTH_SERVER_TRUSTED_PROXIES": "127.0.0.1"} if url else {}
    )
    return CliRunner().invoke(
        main, ["clinician", *arguments, "--data", str(data)], input=typed, env=environment
    )


def test_the_last_line_is_the_link(data: Path) -> None:
    said = run(data, "add", "ruiz", url="https://sessions.example.org")
    assert said.exit_code == 0
    assert re.fullmatch(r"https://sessions\.example\.org/enrol#[\w-]{43}", said.output.splitlines()[-1])
    assert {path.name for path in data.iterdir()} >= {"server.key", "telehealth.sqlite3"}


def test_beside_a_running_server_the_link_has_that_servers_own_address(data: Path) -> None:
    with data_lock(data) as held:
        held.note("http://localhost:43210")
        said = run(data, "add", "ruiz")
    assert said.output.splitlines()[-1].startswith("http://localhost:43210/enrol#")
    assert run(data, "add", "amara").output.splitlines()[-1].startswith("http://localhost:8080/enrol#")


def test_accounts_are_listed_one_a_line(data: Path) -> None:
    for username in ("ruiz", "amara"):
        run(data, "add", username)
    assert run(data, "list").output == "amara\tnot set up yet\nruiz\tnot set up yet\n"


def test_disabling_begins_a_closing_period_of_14_days(data: Path) -> None:
    run(data, "add", "ruiz")
    assert re.fullmatch(
        r"ruiz closes on \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n", run(data, "disable", "ruiz").output
    )
    assert "closing on" in run(data, "list").output
    assert "already" in run(data, "disable", "ruiz", "--days", "60").stderr
    assert run(data, "disable", "ruiz", "--days", "3").exit_code == 0
    assert run(data, "enable", "ruiz").output == "ruiz is open.\n"
    assert "already" in run(data, "enable", "ruiz").stderr
    assert "closing on" not in run(data, "list").output


def test_a_closed_account_stays_closed_until_it_is_opened(data: Path) -> None:
    run(data, "add", "ruiz")
    run(data, "disable", "ruiz", "--now", "--confirm", "ruiz")
    assert "closed already" in run(data, "disable", "ruiz").stderr
    assert "is closed" in run(data, "add", "ruiz").stderr
    assert run(data, "list").output == "ruiz\tclosed\n"


@pytest.mark.parametrize("act", [("disable", "ruiz", "--now"), ("remove", "ruiz")])
def test_what_cuts_sessions_or_loses_people_asks_a_second_time(data: Path, act: tuple[str, ...]) -> None:
    run(data, "add", "ruiz")
    assert run(data, *act).exit_code == 1
    for typed in ("\n", "y\n", "RUIZ\n"):
        said = run(data, *act, typed=typed)
        assert said.exit_code == 1
        assert "Nothing was changed" in said.output
    assert run(data, "list").output == "ruiz\tnot set up yet\n"
    assert run(data, *act, typed="ruiz\n").exit_code == 0
    assert "not set up yet" not in run(data, "list").output


def test_a_script_may_confirm_by_an_option(data: Path) -> None:
    run(data, "add", "ruiz")
    assert run(data, "remove", "ruiz", "--confirm", "amara").exit_code == 1
    assert run(data, "remove", "ruiz", "--confirm", "ruiz").output == "ruiz is removed.\n"
    assert run(data, "list").output == ""


def test_mistakes_are_answered_in_a_sentence(data: Path) -> None:
    assert "There is no" in run(data, "list").output
    assert "small letters" in run(data, "add", "Dr Ruiz").stderr
    run(data, "add", "ruiz")
    assert "no account named amara" in run(data, "enable", "amara").stderr
    assert "no account named amara" in run(data, "remove", "amara", typed="amara\n").stderr
    for said in (run(data, "add", "Dr Ruiz"), run(data, "enable", "amara")):
        assert (said.exit_code, said.stdout, "Traceback" in said.stderr) == (1, "", False)
