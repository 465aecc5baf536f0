"""Where several bad lines meet: a packet takes the one of who sends it, and the one of whose it is."""

from __future__ import annotations

from ipaddress import IPv4Address

from msgspec import Struct

from tests.network.conditions import Order, Step, Way

HERE = ""
"""Whoever is none of those who have a line: the machine itself, with the server."""


class Passage(Struct, frozen=True):
    """A packet that arrives: when, and at whose end."""

    at: float
    to: str


class Crossroads:
    """IPv4 packets between names that have an address each. Times are seconds on the caller's clock."""

    def __init__(self, addresses: dict[str, IPv4Address], seed: int) -> None:
        self._names = {address.packed: name for name, address in addresses.items()}
        self._ups = {name: Way(f"{seed} {name} up") for name in (HERE, *addresses)}
        self._downs = {name: Way(f"{seed} {name} down") for name in (HERE, *addresses)}
        self.order = Order(seed)

    def cross(self, source: str, packet: bytes, now: float) -> Passage | None:
        """Somebody sends a packet: up their own line, and down the one of whose it is."""
        # RFC 791, section 3.1: version in the first four bits, destination in bytes 16–19.
        if len(packet) < 20 or packet[0] >> 4 != 4:
            return None
        to = self._names.get(packet[16:20], HERE)
        if to == source:
            return None
        up, down = (self._holds(name, now) for name in (source, to))
        at = self._ups[source].due(up.up, now, len(packet))
        at = None if at is None else self._downs[to].due(down.down, at, len(packet))
        return None if at is None else Passage(at, to)

    def counts(self) -> dict[str, dict[str, int]]:
        """Packets by line."""
        return {
            name: {
                "up": self._ups[name].passed,
                "up_lost": self._ups[name].lost,
                "down": self._downs[name].passed,
                "down_lost": self._downs[name].lost,
            }
            for name in self._ups
            if name != HERE
        }

    def _holds(self, name: str, now: float) -> Step:
        return Step(0.0) if name == HERE else self.order.step(name, now) or Step(0.0)
