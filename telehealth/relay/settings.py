"""What a relay worker is started with."""

from __future__ import annotations

from msgspec import Struct

MOST_LEGS = 1_000


class WorkerSettings(Struct, frozen=True):
    """Plain values from the supervisor; nothing here is about a session."""

    socket: str
    """Path of the Unix socket that the worker creates (mode 0600) and listens on."""
    addresses: tuple[str, ...]
    """Addresses to bind and to offer, all with the same UDP port; never a wildcard."""
    port: int
    """UDP port; 0 lets the system choose one."""
    legs: int = MOST_LEGS
    """Legs at once, in all rooms together."""
