"""The media sockets of one worker: one UDP socket per address, all with the same port, never a wildcard."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

RECEIVE_BUFFER = 4 << 20
ATTEMPTS = 20


class AddressUnavailable(OSError):
    """An address cannot be bound. The text names it and says what to do."""


def bind(addresses: tuple[str, ...], port: int) -> list[socket.socket]:
    """Non-blocking UDP sockets, in the order of `addresses`. Port 0 finds one that is free on all of them.

    Raises `AddressUnavailable`.
    """
    if not addresses:
        raise AddressUnavailable("no address to bind: set media.advertise")
    for address in addresses:
        _refuse_what_cannot_be_offered(address)
    for attempt in range(ATTEMPTS):
        sockets: list[socket.socket] = []
        try:
            for address in addresses:
                chosen = sockets[0].getsockname()[1] if sockets else port
                sockets.append(_bound(address, chosen))
            return sockets
        except OSError as error:
            for opened in sockets:
                opened.close()
            if port or not sockets or attempt == ATTEMPTS - 1:
                raise AddressUnavailable(
                    f"media port {port} cannot be opened on {addresses[len(sockets)]} ({error.strerror}): "
                    "choose another media.port, or other addresses in media.advertise"
                ) from error
    raise AssertionError("the last attempt returns or raises")


def listening_socket(path: str) -> socket.socket:
    """The Unix socket for commands, for this user alone; one left behind by an earlier worker is replaced."""
    Path(path).unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.setblocking(False)
    try:
        # The mode must be right before anybody could connect: bind, restrict, and only then listen.
        listening.bind(path)
        Path(path).chmod(0o600)
    except OSError:
        listening.close()
        raise
    return listening


def _refuse_what_cannot_be_offered(address: str) -> None:
    """Names are no candidates, and from a wildcard replies may leave from an address that was not asked."""
    try:
        wildcard = ip_address(address).is_unspecified
    except ValueError:
        raise AddressUnavailable(
            f"{address!r} is no IP address: write numbers, not names, in media.advertise"
        ) from None
    if wildcard:
        raise AddressUnavailable(f"{address} stands for every address: name each one in media.advertise")


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        # The kernel caps this at net.core.rmem_max without an error.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        opened.bind((address, port))
    except OSError:
        opened.close()
        raise
    return opened
