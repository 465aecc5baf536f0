"""Whose SSRCs are whose in one room: each belongs to one leg, and for a while to none after it.

A receiver's SRTP keys last as long as its leg. Two texts under one SSRC and number would be encrypted with
one keystream (RFC 3711, section 9.1), so that what a receiver was sent under is taken until that one goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MOST_REMEMBERED: Final = 4_096
"""SSRCs of legs that are gone and of reports passed on, of one receiver: libsrtp keeps each too, in one list,
through which it looks for every packet.
"""


class Ssrcs:
    """The owners that are here, and for each leg under what it was sent by those who are gone."""

    def __init__(self) -> None:
        self._owners: dict[int, int] = {}
        self._remembered: dict[int, set[int]] = {}
        self._reporters: dict[int, set[int]] = {}

    def owner(self, ssrc: int) -> int | None:
        """The leg that has it now."""
        return self._owners.get(ssrc)

    def take(self, leg: int, ssrcs: Iterable[int]) -> bool:
        """Give a leg these, unless another one has one of them or had it."""
        wanted = set(ssrcs)
        if any(self._owners.get(ssrc, leg) != leg for ssrc in wanted):
            return False
        if any(wanted & remembered for remembered in self._remembered.values()):
            return False
        self._owners |= dict.fromkeys(wanted, leg)
        return True

    def report(self, receiver: int, ssrc: int) -> bool:
        """Whether what this one signs may be passed on to a receiver: to one that is worn, nothing new.

        What legs send of their own streams is remembered when they leave.
        """
        known = self._reporters.setdefault(receiver, set())
        if ssrc not in known and self._count(receiver) > MOST_REMEMBERED:
            return False
        known.add(ssrc)
        return True

    def leave(self, leg: int, heard_by: Iterable[int]) -> None:
        """A leg is gone. Its SSRCs are not given again before these have gone as well."""
        own = {ssrc for ssrc, owner in self._owners.items() if owner == leg}
        self._owners = {ssrc: owner for ssrc, owner in self._owners.items() if owner != leg}
        self._remembered.pop(leg, None)
        self._reporters.pop(leg, None)
        for receiver in heard_by:
            if own:
                self._remembered.setdefault(receiver, set()).update(own)

    def worn(self) -> list[int]:
        """Legs of which too much is to be remembered: with a new connection each begins anew."""
        legs = self._remembered.keys() | self._reporters.keys()
        return sorted(leg for leg in legs if self._count(leg) > MOST_REMEMBERED)

    def _count(self, leg: int) -> int:
        """An SSRC that media and reports came under is one for libsrtp, and counted twice at most."""
        return len(self._remembered.get(leg, ())) + len(self._reporters.get(leg, ()))
