"""Where a leg's packets come from and where its replies go: the address rules of ICE-lite.

A path is (index of the local socket, remote socket address). The first verified check sets the path.
A later one replaces it when it nominates, or when the old path has been silent for half a second; and
once media has flowed, only when a fresh authenticated packet has come from it: a check can be replayed
from another address, media cannot (SRTP has a replay window). A check that is seen again opens no path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

Path: TypeAlias = tuple[int, tuple[str, int]]

MOST_PATHS = 8
SILENCE_BEFORE_MOVING = 0.5
"""Seconds without a packet after which any verified path may take over."""
SILENCE_BEFORE_STOPPING = 15.0
"""Seconds without an authenticated packet after which the relay sends no more."""
REMEMBERED_TRANSACTIONS = 2_048
"""Browsers check a path that works every 2.5 s or less often: more than an hour of one path."""


class _Verified(Struct):
    """A path from which a verified check came."""

    wanted: bool = False
    """Replies move here with its next authenticated packet."""
    proved: bool = False
    """An authenticated packet came from here."""


class Paths:
    """The verified paths of one leg. Times are seconds on the caller's clock."""

    def __init__(self, now: float) -> None:
        self.current: Path | None = None
        self._verified: dict[Path, _Verified] = {}
        """By their latest check, oldest first."""
        self._proved = False
        self._heard = now
        self._seen: dict[bytes, None] = {}

    def __contains__(self, path: Path) -> bool:
        return path in self._verified

    def __iter__(self) -> Iterator[Path]:
        return iter(self._verified)

    def check(self, path: Path, transaction: bytes, nominates: bool, now: float) -> bool:
        """Note a verified check. False when it is an old one, replayed from where no check has come from.

        A ninth path takes the place of another, never of the current one: of those that proved nothing first.
        """
        if transaction in self._seen:
            return path in self._verified
        self._remember(transaction)
        if path not in self._verified and len(self._verified) >= MOST_PATHS:
            self._make_room()
        self._verified[path] = self._verified.pop(path, _Verified())
        self._consider(path, nominates or now - self._heard > SILENCE_BEFORE_MOVING)
        if path == self.current:
            self._heard = now
            if nominates:
                self._stay()
        return True

    def _consider(self, path: Path, wanted: bool) -> None:
        if self.current is None or (wanted and not self._proved):
            self.current = path
        elif path != self.current and wanted:
            self._verified[path].wanted = True

    def _stay(self) -> None:
        for verified in self._verified.values():
            verified.wanted = False

    def _make_room(self) -> None:
        others = [path for path in self._verified if path != self.current]
        unproved = [path for path in others if not self._verified[path].proved]
        del self._verified[(unproved or others)[0]]

    def _remember(self, transaction: bytes) -> None:
        self._seen[transaction] = None
        if len(self._seen) > REMEMBERED_TRANSACTIONS:
            del self._seen[next(iter(self._seen))]

    def authenticated(self, path: Path, now: float) -> None:
        """Note a packet that SRTP accepted from a verified path."""
        verified = self._verified.get(path)
        if verified is None:
            return
        self._proved = verified.proved = True
        if verified.wanted:
            self.current, verified.wanted = path, False
        if path == self.current:
            self._heard = now

    def may_send(self, now: float) -> bool:
        """Whether somebody was heard on the current path lately enough to be answered."""
        return self.current is not None and now - self._heard <= SILENCE_BEFORE_STOPPING
