"""Which Origin and Host headers this server answers to: those of its public address and no others."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from telehealth.errors import ForeignOrigin, HostUnknown

DEFAULT_PORTS = {"http": 80, "https": 443}


class Site(Struct, frozen=True):
    """The server as browsers name it."""

    origin: str
    """As browsers write it: lower case, punycode, no default port (RFC 6454, section 6.2)."""
    hosts: frozenset[str]
    secure: bool

    @classmethod
    def at(cls, public_url: str) -> Site:
        """The site of a public address such as `https://sessions.example.org`."""
        parts = urlsplit(public_url)
        name = parts.hostname or ""
        host = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii")
        default = DEFAULT_PORTS[parts.scheme]
        port = parts.port or default
        hosts = {f"{host}:{port}"} | ({host} if port == default else set())
        shown = host if port == default else f"{host}:{port}"
        return cls(f"{parts.scheme}://{shown}", frozenset(hosts), parts.scheme == "https")

    def check_origin(self, origins: list[str]) -> None:
        """Exactly one Origin header, and it is ours. Raises ForeignOrigin, also for none and for `null`."""
        if origins != [self.origin]:
            raise ForeignOrigin

    def check_host(self, hosts: list[str]) -> None:
        """Exactly one Host header, and it is ours: a foreign name that leads here is DNS rebinding.

        Raises HostUnknown.
        """
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            raise HostUnknown
