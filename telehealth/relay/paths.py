"""Where a leg's packets come from and where its replies go: the address rules of ICE-lite.

A path is (index of the local socket, remote socket address). The first verified check sets the path.
A later one replaces it when it nominates, or when the old path has been silent for half a second;
and then only once a fresh authenticated packet has come from it, so that a check replayed from
another address moves nothing (its media cannot be replayed: SRTP has a replay window).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TypeAlias

Path: TypeAlias = tuple[int, tuple[str, int]]

MOST_PATHS = 8
SILENCE_BEFORE_MOVING = 0.5
"""Seconds without a packet after which any verified path may take over."""
SILENCE_BEFORE_STOPPING = 15.0
"""Seconds without an authenticated packet after which the relay sends no more."""
REMEMBERED_TRANSACTIONS = 64


class Paths:
    """The verified paths of one leg. Times are seconds on the caller's clock."""

    def __init__(self, now: float) -> None:
        self.current: Path | None = None
        self._verified: dict[Path, None] = {}
        self._wanted: Path | None = None
        self._heard = now
        self._seen: deque[bytes] = deque(maxlen=REMEMBERED_TRANSACTIONS)

    def __contains__(self, path: Path) -> bool:
        return path in self._verified

    def __iter__(self) -> Iterator[Path]:
        return iter(self._verified)

    def check(self, path: Path, transaction: bytes, nominates: bool, now: float) -> bool:
        """Note a verified check. False when the leg has as many paths as it may have."""
        if path not in self._verified and len(self._verified) >= MOST_PATHS:
            return False
        self._verified[path] = None
        repeated = transaction in self._seen
        self._seen.append(transaction)
        if self.current is None:
            self.current, self._heard = path, now
        elif path == self.current:
            if not repeated:
                self._heard = now
                self._wanted = None if nominates else self._wanted
        elif not repeated and (nominates or now - self._heard > SILENCE_BEFORE_MOVING):
            self._wanted = path
        return True

    def authenticated(self, path: Path, now: float) -> None:
        """Note a packet that SRTP accepted from a verified path."""
        if path == self._wanted:
            self.current, self._wanted = path, None
        if path == self.current:
            self._heard = now

    def may_send(self, now: float) -> bool:
        """Whether somebody was heard on the current path lately enough to be answered."""
        return self.current is not None and now - self._heard <= SILENCE_BEFORE_STOPPING
