"""The server's own key."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from telehealth.security.server_key import LENGTH, ServerKey, ServerKeyRefused

NAME = "server.key"


def test_a_new_folder_gets_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    ServerKey.load_or_create(folder / NAME)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len((folder / NAME).read_bytes()) == LENGTH
    assert list(folder.iterdir()) == [folder / NAME]


def test_the_key_is_the_same_after_a_restart(tmp_path: Path) -> None:
    first = ServerKey.load_or_create(tmp_path / NAME)
    assert ServerKey.load_or_create(tmp_path / NAME).derive("seats") == first.derive("seats")


def test_two_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: ServerKey.load_or_create(tmp_path / NAME).derive("x"), range(16)))
    assert len(set(keys)) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / NAME]


def test_each_purpose_and_each_server_has_a_key_of_its_own(tmp_path: Path) -> None:
    one, other = (
        ServerKey.load_or_create(tmp_path / "one" / NAME),
        ServerKey.load_or_create(tmp_path / "other" / NAME),
    )
    derived = {one.derive("seats"), one.derive("rooms"), other.derive("seats")}
    assert len(derived) == 3
    assert (tmp_path / "one" / NAME).read_bytes() not in derived


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620])
def test_a_key_that_others_may_read_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    ServerKey.load_or_create(tmp_path / NAME)
    (tmp_path / NAME).chmod(mode)
    with pytest.raises(ServerKeyRefused, match="chmod 600"):
        ServerKey.load_or_create(tmp_path / NAME)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_another_length_is_refused(tmp_path: Path, content: bytes) -> None:
    ServerKey.load_or_create(tmp_path / NAME)
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(ServerKeyRefused, match="32 bytes"):
        ServerKey.load_or_create(tmp_path / NAME)


def test_a_link_in_the_keys_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"x" * LENGTH)
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerKeyRefused, match="link"):
        ServerKey.load_or_create(tmp_path / NAME)


def test_a_key_that_is_no_key_is_refused() -> None:
    with pytest.raises(ServerKeyRefused):
        ServerKey(b"short")


def test_a_key_never_shows_itself(tmp_path: Path) -> None:
    assert repr(ServerKey.load_or_create(tmp_path / NAME)) == "<ServerKey>"
