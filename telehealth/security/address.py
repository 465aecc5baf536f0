"""Whose address a request comes from, and under which key it is counted."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network
Address: TypeAlias = IPv4Address | IPv6Address

DAY = 86_400.0
HOPS = 16
"""Entries of X-Forwarded-For that are looked at; more than that is nobody's proxy chain."""


class ClientAddresses:
    """Reads the client's address from a connection, believing X-Forwarded-For from our own proxies only."""

    def __init__(self, trusted_proxies: Sequence[str]) -> None:
        self._trusted: tuple[Network, ...] = tuple(ip_network(text) for text in trusted_proxies)

    def trusts(self, peer: str) -> bool:
        """Whether the other end of the connection is one of our proxies."""
        address = parse(peer)
        return address is not None and self._is_proxy(address)

    def of(self, peer: str, forwarded_for: Sequence[str]) -> str:
        """The nearest address that is no proxy of ours, read from the right: the left is anybody's word."""
        address = parse(peer)
        if address is None:
            return ""
        hops = [part.strip() for line in forwarded_for for part in line.split(",")]
        for hop in reversed(hops[-HOPS:]):
            if not self._is_proxy(address):
                break
            further = parse(hop)
            if further is None:
                break
            address = further
        return str(address)

    def _is_proxy(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def parse(text: str) -> Address | None:
    """An IP address, IPv4 ones mapped into IPv6 unwrapped; None if it is none."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


class AddressKeys:
    """HMACs of addresses under a key that lives in memory for a day, so that no counter holds an address.

    IPv6 counts by /64: that is what one household or telephone has.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._until = clock() + DAY

    def key(self, address: str) -> bytes:
        """16 bytes that stand for the address today. What is no address counts as one."""
        if self._clock() >= self._until:
            self._secret = secrets.token_bytes(32)
            self._until = self._clock() + DAY
        parsed = parse(address)
        if isinstance(parsed, IPv6Address):
            text = str(IPv6Network((parsed, 64), strict=False))
        else:
            text = str(parsed)
        return hmac.digest(self._secret, text.encode("ascii"), "sha256")[:16]
