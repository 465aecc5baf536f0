"""Everybody's network between browsers and one relay: whose a packet is, when it arrives, and from where."""

from __future__ import annotations

from itertools import count

from msgspec import Struct

from telehealth.relay.stun import read_check
from tests.network.conditions import CUT, Order, Step, Way
from tests.network.nat import Address, Nat, Place


class Delivery(Struct, frozen=True):
    """What becomes of a packet that does arrive."""

    at: float
    address: Address
    """Where from, as the relay sees it; or where to."""


class Counts(Struct, frozen=True):
    """Packets of one person so far."""

    up: int = 0
    up_lost: int = 0
    down: int = 0
    down_lost: int = 0


class _Person:
    def __init__(self, seed: str) -> None:
        self.up, self.down = Way(f"{seed} up"), Way(f"{seed} down")
        self.places: list[Place] = []
        self.moved = 0

    @property
    def counts(self) -> Counts:
        return Counts(self.up.passed, self.up.lost, self.down.passed, self.down.lost)


class Network:
    """Times are seconds on the caller's clock."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._fragments: dict[str, str] = {}
        self._people: dict[str, _Person] = {}
        self._whose: dict[Place, str] = {}
        self._number = count(1)
        self._nat = Nat(f"{order.seed} addresses")

    def expect(self, fragment: str, participant: str) -> None:
        """A leg of this person exists. Its browser names this fragment in its checks."""
        self._fragments[fragment] = participant

    def obey(self, order: Order) -> None:
        """From now on, this holds."""
        self._order = order
        for participant, person in self._people.items():
            for _ in range(order.moved(participant) - person.moved):
                for place in person.places:
                    self._nat.move(place)
            person.moved = order.moved(participant)

    def came(self, place: Place, datagram: bytes, now: float) -> Delivery | None:
        """A browser has sent a datagram from its real address."""
        self._recognise(place, datagram)
        participant = self._whose.get(place, "")
        step = self._order.step(participant, now) or Step(0.0)
        at = self._person(participant).up.due(step.up, now, len(datagram))
        return None if at is None else Delivery(at, self._nat.shown(place))

    def goes(self, place: Place, now: float, size: int = 0) -> Delivery | None:
        """The relay sends so many bytes to an address as it sees it."""
        address = self._nat.real(place)
        participant = self._whose.get((place[0], self._nat.owner(place)), "")
        step = self._order.step(participant, now) or Step(0.0)
        at = self._person(participant).down.due(CUT if address is None else step.down, now, size)
        return None if at is None or address is None else Delivery(at, address)

    def counts(self) -> dict[str, Counts]:
        """By participant; under "" what came from and went to nobody who is known."""
        return {participant: person.counts for participant, person in self._people.items()}

    def _recognise(self, place: Place, datagram: bytes) -> None:
        # RFC 7983, section 7: below 4 it is STUN, and only that says whose it is.
        if not datagram or datagram[0] >= 4:
            return
        check = read_check(datagram)
        participant = self._fragments.get(check.fragment, "") if check else ""
        if participant and self._whose.get(place) != participant:
            self._whose[place] = participant
            self._person(participant).places.append(place)

    def _person(self, participant: str) -> _Person:
        person = self._people.get(participant)
        if person is None:
            person = self._people[participant] = _Person(f"{self._order.seed} {next(self._number)}")
            person.moved = self._order.moved(participant)
        return person
