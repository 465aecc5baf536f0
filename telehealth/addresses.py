"""Which addresses of this machine carry media."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from telehealth.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOOPBACK = "127.0.0.1"
PROBES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Documentation addresses (RFC 5737, RFC 3849): they have a route, and nobody answers there."""


class NoMediaAddress(Refused):
    """This machine has no default route, so its own address cannot be guessed. Set media.advertise to it."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def media_addresses(
    advertise: Sequence[str],
    *,
    local: bool,
    default_route: Callable[[], str | None] | None = None,
) -> tuple[str, ...]:
    """The addresses to bind and to offer: those configured, else the default route's.

    For pages on localhost 127.0.0.1 stands beside it, because the interface may go away (Firefox never
    uses a candidate of 127.0.0.1). Raises NoMediaAddress.
    """
    if advertise:
        return tuple(dict.fromkeys(advertise))
    own = (default_route or default_route_address)()
    if local:
        return tuple(dict.fromkeys(address for address in (own, LOOPBACK) if address))
    if own is None:
        raise NoMediaAddress
    return (own,)


def default_route_address() -> str | None:
    """The address of the interface that the default route uses, or None. No packet is sent."""
    for family, probe in PROBES:
        with socket.socket(family, socket.SOCK_DGRAM) as connected:
            try:
                connected.connect((probe, 9))
            except OSError:
                continue
            address: str = connected.getsockname()[0]
            return address
    return None
