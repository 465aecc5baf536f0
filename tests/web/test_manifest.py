"""What a release serves, as hashes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from telehealth.security.headers import security_headers
from telehealth.web import manifest as module
from telehealth.web.assets import Folders
from telehealth.web.manifest import Manifest, shipped
from telehealth.web.pages import JOIN, NAMES
from tests.web.running import Running, folders


@pytest.fixture
def files(tmp_path: Path) -> Folders:
    return folders(tmp_path)


async def test_it_says_what_a_server_sends(server: Running, tmp_path: Path) -> None:
    found = Folders(tmp_path / "static", tmp_path / "templates")
    async with server.session.get(f"{server.url}/join/anything") as answer:
        page, headers = await answer.read(), answer.headers
    version = page.decode().split()[-1].removesuffix("</title>")
    manifest = Manifest.of(found, version)
    said = manifest.pages[manifest.addresses["/join/{invitation}"]]
    assert (said.sha256, said.size) == (hashlib.sha256(page).hexdigest(), len(page))
    assert said.content_type == headers["Content-Type"]
    assert {name: headers[name] for name in manifest.headers} == manifest.headers
    for name, entry in manifest.files.items():
        async with server.session.get(f"{server.url}/static/{manifest.release}/{name}") as answer:
            body = await answer.read()
            assert (entry.sha256, entry.size) == (hashlib.sha256(body).hexdigest(), len(body))
            wanted = manifest.headers | manifest.headers_of_files
            assert {name: answer.headers[name] for name in wanted} == wanted


def test_it_names_every_page_and_every_file(files: Folders) -> None:
    manifest = Manifest.of(files, "1")
    assert set(manifest.pages) == set(NAMES)
    assert set(manifest.addresses.values()) <= set(NAMES)
    assert set(manifest.files) == {"css/base.css"}


def test_what_holds_over_https_alone_stands_apart(files: Folders) -> None:
    manifest = Manifest.of(files, "1")
    assert manifest.headers | manifest.headers_over_https == security_headers(secure=True)
    assert list(manifest.headers_over_https) == ["Strict-Transport-Security"]


def test_the_same_release_is_the_same_bytes_and_another_is_not(files: Folders) -> None:
    first = Manifest.of(files, "1").encoded()
    assert Manifest.of(files, "1").encoded() == first
    assert list(json.loads(first)) == sorted(json.loads(first))
    assert Manifest.of(files, "2").encoded() != first
    (files.templates / JOIN).write_text("another page")
    assert Manifest.of(files, "1").encoded() != first


def test_a_checkout_has_none_and_an_installation_the_one_it_came_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped() is None
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    (tmp_path / "_web").mkdir()
    (tmp_path / "_web" / "manifest.json").write_bytes(b"{}\n")
    assert shipped() == b"{}\n"


def test_making_it_needs_only_what_the_build_has() -> None:
    script = (
        "import sys, telehealth.web.manifest\n"
        "print(*{name.partition('.')[0] for name in sys.modules} & set(sys.argv[1:]))"
    )
    others = ["aiohttp", "aiortc", "click", "cryptography", "sqlalchemy", "structlog", "alembic", "av"]
    run = subprocess.run(
        [sys.executable, "-c", script, *others, "jinja2", "msgspec"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(run.stdout.split()) == ["jinja2", "msgspec"]
