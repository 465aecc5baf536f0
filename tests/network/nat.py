"""A network address translator: by which address a relay sees a browser, and what a rebind does."""

from __future__ import annotations

import random

Address = tuple[str, int]
Place = tuple[int, Address]
"""The number of the relay's socket, and an address beyond it."""


class Nat:
    """Addresses as they are, until somebody moves. Others are of RFC 5737 and RFC 3849: nobody has them."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._shown: dict[Place, Address] = {}
        """Real → as the relay sees it, of those who have moved."""
        self._real: dict[Place, Address] = {}
        self._dead: dict[Place, Address] = {}
        """What nobody has any more → who had it."""

    def move(self, place: Place) -> None:
        """From now on this address looks like another one, and nothing arrives at what it looked like."""
        socket, address = place
        before = (socket, self.shown(place))
        self._dead[before] = address
        self._real.pop(before, None)
        made_up = self._make_up(address)
        self._shown[place] = made_up
        self._real[socket, made_up] = address

    def _make_up(self, address: Address) -> Address:
        number, port = self._random.randint(1, 254), self._random.randint(20_000, 60_000)
        return (f"2001:db8::{number:x}" if ":" in address[0] else f"198.51.100.{number}"), port

    def shown(self, place: Place) -> Address:
        """What the relay takes a browser's real address for."""
        return self._shown.get(place, place[1])

    def owner(self, place: Place) -> Address:
        """The real address of whoever has or had this one."""
        return self._dead.get(place) or self._real.get(place, place[1])

    def real(self, place: Place) -> Address | None:
        """Where it goes what the relay sends to this address; None for one that is nobody's any more."""
        if place in self._real:
            return self._real[place]
        return None if place in self._dead else place[1]
