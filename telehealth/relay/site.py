"""What all legs of a worker share."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from telehealth.relay.counters import Counters
from telehealth.relay.paths import Path


class Outbox(Protocol):
    """Where datagrams leave: the socket that the path names."""

    def send(self, datagram: bytes, path: Path) -> None:
        """Send one datagram, or count that it could not be sent."""


class Site(Struct, frozen=True):
    """A worker's addresses and counters, and its way out."""

    addresses: tuple[str, ...]
    port: int
    relay_ssrc: int
    """What the relay signs its own feedback with."""
    counters: Counters
    outbox: Outbox
