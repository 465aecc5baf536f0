"""What a server is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from telehealth.verification.questions import ASKERS, Question, about_files, about_pages
from telehealth.web.manifest import Manifest
from telehealth.web.pages import NAMES
from tests.verification.altering import FILES, site


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest.of(site(tmp_path), "1")


def test_every_page_is_asked_for_the_pages_of_refusals_too(manifest: Manifest) -> None:
    questions = about_pages(manifest, secure=False)
    assert {question.entry.sha256 for question in questions} == {
        entry.sha256 for entry in manifest.pages.values()
    }
    assert len(manifest.pages) == len(NAMES)
    assert {(question.name, question.method, question.status) for question in questions} == {
        ("/", "GET", 200),
        ("/room/…", "GET", 200),
        ("/join/…", "GET", 200),
        ("/sign-in", "GET", 200),
        ("/enrol", "GET", 200),
        ("/kept", "GET", 200),
        ("/…", "GET", 404),
        ("POST /kept", "POST", 405),
    }


def test_ids_are_ones_that_nobody_has_and_look_like_any(manifest: Manifest) -> None:
    first, second = (
        {question.name: question.path for question in about_pages(manifest, secure=False)} for _ in range(2)
    )
    assert first["/join/…"] != second["/join/…"]
    assert len(first["/join/…"]) == len("/join/") + 22


def test_every_file_is_asked_for_under_the_address_that_pages_name(manifest: Manifest) -> None:
    paths = {question.path for question in about_files(manifest, secure=False)}
    assert paths == {f"/static/{manifest.release}/{name}" for name in [*FILES, "css/base.css"]}


def test_files_are_kept_for_ever_and_pages_never(manifest: Manifest) -> None:
    assert {question.headers["Cache-Control"] for question in about_pages(manifest, secure=False)} == {
        "no-store"
    }
    assert {question.headers["Cache-Control"] for question in about_files(manifest, secure=False)} == {
        "public, max-age=31536000, immutable"
    }


@pytest.mark.parametrize("about", [about_pages, about_files])
def test_https_alone_has_a_header_that_asks_for_https(manifest: Manifest, about: object) -> None:
    assert callable(about)
    for secure in (False, True):
        for question in about(manifest, secure=secure):
            assert ("Strict-Transport-Security" in question.headers) is secure


def test_scripts_are_asked_for_as_a_page_and_as_a_worker_would(manifest: Manifest) -> None:
    questions = {question.name: question for question in about_files(manifest, secure=False)}

    def destinations(question: Question) -> set[str]:
        return {asker.headers(question)["Sec-Fetch-Dest"] for asker in ASKERS}

    assert destinations(questions["static/js/frame_worker.js"]) == {"script", "worker"}
    assert destinations(questions["static/css/base.css"]) == {"style"}
    assert destinations(questions["static/img/lamp.svg"]) == {"image"}
    assert destinations(about_pages(manifest, secure=False)[0]) == {"document"}


def test_askers_are_several_browsers_and_take_bytes_compressed_and_not() -> None:
    assert len({asker.user_agent for asker in ASKERS}) == len(ASKERS) >= 4
    assert {asker.encoding for asker in ASKERS} == {"gzip", "identity"}
