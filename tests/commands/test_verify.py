"""`telehealth verify`, as somebody elsewhere types it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from telehealth.cli import main
from telehealth.commands import verify as module
from telehealth.web.assets import Folders
from telehealth.web.manifest import Manifest
from tests.verification.altering import altered, rewritten
from tests.web.running import running

SECRET = "8QzZ3yUqJ0mV7r4wXk9b1A"


def run(url: str) -> Result:
    return CliRunner().invoke(main, ["verify", url])


async def typed(url: str) -> tuple[int | None, list[str]]:
    """Exit status and lines of the command in a process of its own, beside the test's server."""
    command = (sys.executable, "-m", "telehealth", "verify", url)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    return process.returncode, said.decode().splitlines()


async def test_a_server_of_this_installation_is_the_same(tmp_path: Path) -> None:
    async with running(tmp_path, files=Folders.find()) as server:
        status, lines = await typed(f"{server.url}/")
    (verdict,) = lines
    assert status == 0
    assert verdict.startswith("The same: 8 pages and ")
    assert "to this asker now" in verdict


async def test_an_altered_script_is_a_difference(tmp_path: Path) -> None:
    async def alter(request: web.Request, response: web.Response) -> None:
        if request.path.endswith("/js/frame_worker.js"):
            rewritten(response, lambda body: body + b"leak();\n")

    async with altered(tmp_path, alter, Folders.find()) as url:
        status, (fault, verdict) = await typed(url)
    assert status == 1
    assert fault.startswith("static/js/frame_worker.js: ")
    assert verdict.startswith("Different: ")


def test_a_server_that_is_not_there_is_not_compared() -> None:
    said = run("http://localhost:9")
    assert said.exit_code == 2
    assert said.output.splitlines()[-1].startswith("Not compared: ")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sessions.example.org", "Give the address of a server"),
        ("ftp://sessions.example.org", "Give the address of a server"),
        ("https://", "Give the address of a server"),
        ("https://[", "Give the address of a server"),
        ("https://sessions.example.org:99999", "Give the address of a server"),
        ("http://sessions.example.org", "Anybody on the way can change"),
        ("http://127.0.0.1.example.org", "Anybody on the way can change"),
        (f"https://sessions.example.org/join/abc#1.{SECRET}.x", "a secret, and is not needed"),
        (f"https://sessions.example.org/?{SECRET}", "a secret, and is not needed"),
        (f"https://ruiz:{SECRET}@sessions.example.org", "a secret, and is not needed"),
    ],
)
def test_what_is_no_address_of_a_server_is_refused_and_no_secret_in_it_repeated(url: str, why: str) -> None:
    said = run(url)
    assert said.exit_code == 2
    assert why in " ".join(said.stderr.replace("│", " ").split())
    assert SECRET not in said.output


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Sessions.Example.org/", "https://sessions.example.org"),
        ("https://sessions.example.org:8443", "https://sessions.example.org:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_is_taken_as_browsers_take_it(url: str, expected: str) -> None:
    assert module.origin(url) == expected


@pytest.mark.parametrize("damaged", [True, False])
def test_an_installation_whose_files_were_changed_compares_nothing(
    monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    own = Manifest.of(Folders.find(), "1").encoded()
    monkeypatch.setattr(module, "release", lambda: "1")
    monkeypatch.setattr(module, "shipped", lambda: own.replace(b'"1"', b'"2"') if damaged else own)
    said = run("http://localhost:9")
    assert said.exit_code == 2
    assert ("Install the package again" in said.output) is damaged


def test_help_says_what_it_shows_and_what_it_does_not() -> None:
    said = " ".join(CliRunner().invoke(main, ["verify", "--help"]).output.split())
    assert "This shows what the server sent to this asker now" in said
    assert "can send that person something else" in said
    assert "Exit status: 0 the same, 1 different, 2 not compared" in said
