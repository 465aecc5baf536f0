"""Media sockets and the command socket: which addresses they take, and for whom."""

from __future__ import annotations

import contextlib
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from telehealth.relay import endpoint
from telehealth.relay.endpoint import AddressUnavailable, bind, listening_socket


@contextlib.contextmanager
def bound(*addresses: str, port: int = 0) -> Iterator[list[socket.socket]]:
    sockets = bind(addresses, port)
    try:
        yield sockets
    finally:
        for opened in sockets:
            opened.close()


def test_all_addresses_have_the_same_port() -> None:
    with bound("127.0.0.1", "127.0.0.2", "::1") as sockets:
        names = [opened.getsockname()[:2] for opened in sockets]
        assert [name[0] for name in names] == ["127.0.0.1", "127.0.0.2", "::1"]
        assert len({name[1] for name in names}) == 1


def test_no_socket_waits() -> None:
    with bound("127.0.0.1") as sockets, pytest.raises(BlockingIOError):
        sockets[0].recv(1)


def test_a_reply_leaves_from_the_address_that_was_asked() -> None:
    with bound("127.0.0.1", "127.0.0.2") as sockets, socket.socket(type=socket.SOCK_DGRAM) as browser:
        browser.bind(("127.0.0.1", 0))
        browser.settimeout(5)
        sockets[1].sendto(b"reply", browser.getsockname())
        assert browser.recvfrom(10)[1] == sockets[1].getsockname()


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    with bound("127.0.0.1") as (taken,):
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnavailable, match=f"media port {port} .* on 127.0.0.1 .*media.port"):
            bind(("127.0.0.1",), port)


def test_a_second_address_that_is_taken_leaves_the_first_free() -> None:
    with bound("127.0.0.2") as (taken,):
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnavailable, match=r"on 127\.0\.0\.2"):
            bind(("127.0.0.1", "127.0.0.2"), port)
        with bound("127.0.0.1", port=port):
            pass


def test_an_address_of_another_machine_is_named_with_what_to_do() -> None:
    with pytest.raises(AddressUnavailable, match=r"203\.0\.113\.7.*media\.advertise"):
        bind(("203.0.113.7",), 0)


def test_a_port_free_on_every_address_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    real = endpoint._bound
    refused: list[int] = []

    def once_taken(address: str, port: int) -> socket.socket:
        if address == "127.0.0.2" and not refused:
            refused.append(port)
            raise OSError(98, "Address already in use")
        return real(address, port)

    monkeypatch.setattr(endpoint, "_bound", once_taken)
    with bound("127.0.0.1", "127.0.0.2") as sockets:
        assert refused
        assert len({opened.getsockname()[1] for opened in sockets}) == 1


def test_a_search_for_a_port_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    real = endpoint._bound

    def taken(address: str, port: int) -> socket.socket:
        if address == "127.0.0.2":
            raise OSError(98, "Address already in use")
        return real(address, port)

    monkeypatch.setattr(endpoint, "_bound", taken)
    with pytest.raises(AddressUnavailable, match=r"on 127\.0\.0\.2"):
        bind(("127.0.0.1", "127.0.0.2"), 0)


@pytest.mark.parametrize("wildcard", ["0.0.0.0", "::", "0::0"])  # noqa: S104 - that is what is refused
def test_a_wildcard_is_never_bound(wildcard: str) -> None:
    with pytest.raises(AddressUnavailable, match="every address"):
        bind(("127.0.0.1", wildcard), 0)


@pytest.mark.parametrize("name", ["localhost", "", "media.example.org", "127.1"])
def test_a_name_is_no_address(name: str) -> None:
    with pytest.raises(AddressUnavailable, match="numbers, not names"):
        bind((name,), 0)


def test_without_an_address_there_is_nothing_to_bind() -> None:
    with pytest.raises(AddressUnavailable, match=r"media\.advertise"):
        bind((), 0)


def test_the_command_socket_is_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "worker.sock"
    with listening_socket(str(path)):
        mode = path.stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600


def test_nobody_connects_before_the_mode_is_right(tmp_path: Path) -> None:
    path = tmp_path / "worker.sock"
    with (
        listening_socket(str(path)),
        socket.socket(socket.AF_UNIX) as early,
        pytest.raises(ConnectionRefusedError),
    ):
        early.connect(str(path))


def test_a_command_socket_left_behind_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "worker.sock"
    listening_socket(str(path)).close()
    with listening_socket(str(path)) as again:
        again.listen()
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(str(path))


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        listening_socket(str(tmp_path / "missing" / "worker.sock"))
