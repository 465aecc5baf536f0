"""Constant pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from telehealth.web.assets import Assets, FilesRefused, Folders
from telehealth.web.pages import JOIN, NAMES, render
from tests.web.running import folders


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
