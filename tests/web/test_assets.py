"""Files that pages are made of."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from telehealth.errors import Unknown
from telehealth.web import assets as module
from telehealth.web.assets import Assets, Constant, FilesRefused, Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    (static / "js" / "views").mkdir(parents=True)
    (static / "js" / "views" / "room.js").write_text("export {};\n" * 100)
    (static / "lamp.png").write_bytes(b"\x89PNG" * 100)
    (static / "notes.md").write_text("not for browsers")
    return static


def test_a_file_is_served_under_the_release_and_its_own_path(folder: Path) -> None:
    assets = Assets(folder)
    assert assets.url("js/views/room.js") == f"/static/{assets.release}/js/views/room.js"
    file = assets.file(assets.release, "js/views/room.js")
    assert file.body == (folder / "js" / "views" / "room.js").read_bytes()
    assert file.content_type == "text/javascript; charset=utf-8"
    assert file.gzipped is not None
    assert gzip.decompress(file.gzipped) == file.body


def test_a_page_can_name_a_file_with_the_hash_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "alert.js").write_text("alert('Hello, world.');")
    # The example of the specification (W3C Subresource Integrity, section 3.1).
    assert Assets(tmp_path).integrity("alert.js") == (
        "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
    )


def test_all_files_for_browsers_are_named(folder: Path) -> None:
    assert list(Assets(folder).names) == ["js/views/room.js", "lamp.png"]


def test_pictures_are_not_compressed_again(folder: Path) -> None:
    assets = Assets(folder)
    assert assets.file(assets.release, "lamp.png").gzipped is None


def test_the_release_changes_with_any_byte_and_any_name(folder: Path) -> None:
    releases = {Assets(folder).release}
    releases.add(Assets(folder).release)
    assert len(releases) == 1
    (folder / "js" / "views" / "room.js").write_text("export { };\n")
    releases.add(Assets(folder).release)
    (folder / "js" / "views" / "room.js").rename(folder / "js" / "room.js")
    releases.add(Assets(folder).release)
    assert len(releases) == 3


@pytest.mark.parametrize(
    "name",
    [
        "missing.js",
        "notes.md",
        "../secret.txt",
        "js/../../secret.txt",
        "/etc/passwd",
        "js",
        "",
        "js/views/room.js/",
    ],
)
def test_what_is_no_file_for_browsers_is_unknown(folder: Path, name: str) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    assets = Assets(folder)
    with pytest.raises(Unknown):
        assets.file(assets.release, name)
    for ask in (assets.url, assets.named, assets.integrity):
        with pytest.raises(FilesRefused):
            ask(name)


def test_a_file_of_another_release_is_unknown(folder: Path) -> None:
    with pytest.raises(Unknown):
        Assets(folder).file("0" * 16, "lamp.png")


def test_a_link_that_leads_out_is_refused_at_start(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    with pytest.raises(FilesRefused, match="leads out"):
        Assets(folder)


def test_bytes_that_do_not_shrink_are_sent_as_they_are() -> None:
    assert Constant.of(b"x", ".txt").gzipped is None


def test_folders_are_found_in_the_checkout() -> None:
    folders = Folders.find()
    assert (folders.templates / "join.html").is_file()
    assert folders.static.is_dir()


def test_in_the_wheel_they_are_found_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "telehealth")
    with pytest.raises(FilesRefused, match="missing"):
        Folders.find()
    for name in ("static", "templates"):
        (tmp_path / "telehealth" / "_web" / name).mkdir(parents=True)
    assert Folders.find().static == tmp_path / "telehealth" / "_web" / "static"
