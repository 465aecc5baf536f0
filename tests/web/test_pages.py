"""Constant pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from telehealth.web.answers import MACHINE_PATHS
from telehealth.web.assets import Assets, FilesRefused, Folders
from telehealth.web.modules import needs
from telehealth.web.pages import ADDRESSES, JOIN, NAMES, render
from telehealth.web.routes import routes
from tests.web.running import folders

Attributes = dict[str, str | None]
LOADING = {"stylesheet", "modulepreload"}


class Loaded(HTMLParser):
    """What a page loads: the attributes of each script, stylesheet and named module, in their order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[Attributes] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "script" or attributes.get("rel") in LOADING:
            self.found.append(attributes)

    def paths(self, kind: str) -> list[str]:
        """Of one kind: `src`, or a `rel`."""
        return [_path(one) for one in self.found if _is(kind, one)]


def _path(attributes: Attributes) -> str:
    return re.sub("^/static/[0-9a-f]{16}/", "", attributes.get("src") or attributes.get("href") or "")


def _is(kind: str, attributes: Attributes) -> bool:
    return "src" in attributes if kind == "src" else attributes.get("rel") == kind


@pytest.fixture
def files(tmp_path: Path) -> Folders:
    return folders(tmp_path)


def test_templates_know_assets_and_the_version(files: Folders) -> None:
    (files.templates / JOIN).write_text('<link href="{{ asset("css/base.css") }}"> {{ version }}')
    assets = Assets(files.static)
    page = render(files.templates, assets, "1.2.3")[JOIN]
    assert page.body.decode() == f'<link href="/static/{assets.release}/css/base.css"> 1.2.3'


def test_a_page_is_the_same_bytes_every_time(files: Folders) -> None:
    assets = Assets(files.static)
    assert render(files.templates, assets, "1") == render(files.templates, assets, "1")
    assert set(render(files.templates, assets, "1")) == set(NAMES)


def test_what_is_put_into_a_page_is_escaped(files: Folders) -> None:
    (files.templates / JOIN).write_text("{{ version }}")
    page = render(files.templates, Assets(files.static), "<script>")[JOIN]
    assert page.body == b"&lt;script&gt;"


@pytest.mark.parametrize(
    "template",
    ["{{ client_name }}", "{% include 'missing.html' %}", "{{ asset('css/missing.css') }}", "{% if %}"],
)
def test_a_template_that_names_what_it_may_not_keeps_the_server_from_starting(
    files: Folders, template: str
) -> None:
    (files.templates / JOIN).write_text(template)
    with pytest.raises(FilesRefused):
        render(files.templates, Assets(files.static), "1")


def test_a_missing_template_keeps_the_server_from_starting(files: Folders) -> None:
    (files.templates / JOIN).unlink()
    with pytest.raises(FilesRefused, match=r"join\.html"):
        render(files.templates, Assets(files.static), "1")


def test_the_projects_own_pages_can_be_made() -> None:
    own = Folders.find()
    for page in render(own.templates, Assets(own.static), "1").values():
        assert page.body.startswith(b"<!DOCTYPE html>") or page.body.startswith(b"\n")
        assert b"<script>" not in page.body
        assert b"style=" not in page.body


@pytest.fixture(scope="module")
def own() -> tuple[Assets, dict[str, Loaded]]:
    found = Folders.find()
    assets = Assets(found.static)
    pages = render(found.templates, assets, "1")
    return assets, {name: Loaded(page.body) for name, page in pages.items()}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_page_loads_is_named_with_its_hash(
    name: str, own: tuple[Assets, dict[str, Loaded]]
) -> None:
    assets, pages = own
    page = pages[name]
    assert page.paths("src") != []
    assert page.paths("stylesheet") != []
    for one in page.found:
        place = one.get("src") or one.get("href") or ""
        file = place.removeprefix(f"/static/{assets.release}/")
        assert one.get("integrity") == assets.integrity(file)


@pytest.mark.parametrize("name", NAMES)
def test_every_module_is_named_once_and_before_the_script_that_needs_it(
    name: str, own: tuple[Assets, dict[str, Loaded]]
) -> None:
    assets, pages = own
    page = pages[name]
    scripts = page.paths("src")
    needed = {module for script in scripts for module in needs(assets, script)} - set(scripts)
    assert sorted(page.paths("modulepreload")) == sorted(needed)
    named: set[str] = set()
    for one in page.found:
        named.add(_path(one))
        if "src" in one:
            assert one.get("type") == "module"
            assert set(needs(assets, _path(one))) - named <= set(scripts)


def test_every_address_of_a_page_is_one_that_the_server_answers() -> None:
    served = {
        route.path for route in routes() if route.method == "GET" and not route.path.startswith(MACHINE_PATHS)
    }
    assert served == set(ADDRESSES)
