"""Everybody in a room, and the questions that the rules ask about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import inf
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from telehealth.core.effects import LegKind
from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId
from telehealth.core.participant import CLINICIANS, Participant, Standing
from telehealth.core.recent import Recent
from telehealth.errors import ParticipantUnknown, SeatOver


class Slot(NamedTuple):
    """A place where one leg can be: everybody has one for the session, the host another for previews."""

    participant: ParticipantId
    kind: LegKind


class Orphans(Struct, frozen=True):
    """Legs that the relay carries from before the server was restarted, until their people are back."""

    legs: dict[LegId, Slot] = {}
    links: dict[tuple[LegId, LegId], bool] = {}
    """From sender to receiver, whether packets pass: as it was."""

    def without(self, legs: Collection[LegId]) -> Orphans:
        """The others, and what links them."""
        left = {leg: slot for leg, slot in self.legs.items() if leg not in legs}
        return Orphans(left, {ends: gate for ends, gate in self.links.items() if set(ends) <= left.keys()})

    def of(self, participant: ParticipantId) -> set[LegId]:
        """Those of this person's page."""
        return {leg for leg, slot in self.legs.items() if slot.participant == participant}


class Count(NamedTuple):
    """Numbers of people, clinicians' pages included."""

    people: int
    in_session: int
    waiting: int
    present: int = 0
    """Of a session that is on: how many of those in it are connected, the host included."""


class Roster:
    """What a room knows. It holds no rule; only `Draft` changes it."""

    def __init__(self) -> None:
        self._people: dict[ParticipantId, Participant] = {}
        self.cases: frozenset[CaseId] = frozenset()
        """The cases of the session that is on; empty between sessions."""
        self.dead: Recent[ParticipantId] = Recent()
        """Seats that were ended: nothing brings them back."""
        self.over: Recent[InvitationId] = Recent()
        """Links that were ended. Who is here by one all the same was spared."""
        self.ended = -inf
        """When the last session ended, on the caller's clock."""
        self.resting: dict[Slot, LegId] = {}
        """Slots that lost leg after leg and get no other until their page asks; with the last one lost."""
        self.failed: dict[Slot, int] = {}
        """How many legs these slots lost in a row, none of them connected; below 0 after one that was."""
        self.orphans = Orphans()
        self.provisional = False
        """Whether the host's page only came first: it makes way for one that hosted before a restart."""

    def copy(self) -> Roster:
        """Another roster of the same people."""
        other = Roster()
        other._people = self._people.copy()
        other.cases, other.dead, other.over, other.ended = self.cases, self.dead, self.over, self.ended
        other.resting, other.failed = self.resting.copy(), self.failed.copy()
        other.orphans, other.provisional = self.orphans, self.provisional
        return other

    def __iter__(self) -> Iterator[Participant]:
        return iter(list(self._people.values()))

    def find(self, participant: ParticipantId) -> Participant | None:
        """Who has this id, if anybody."""
        return self._people.get(participant)

    def require(self, participant: ParticipantId) -> Participant:
        """Who has this id. Raises `SeatOver` if their seat was ended, else `ParticipantUnknown`."""
        if participant in self.dead:
            raise SeatOver
        try:
            return self._people[participant]
        except KeyError:
            raise ParticipantUnknown from None

    def put(self, person: Participant) -> None:
        """Add or replace this person."""
        self._people[person.id] = person

    def forget(self, participant: ParticipantId) -> None:
        """Know this person no more."""
        self._people.pop(participant, None)
        self.orphans = self.orphans.without(self.orphans.of(participant))
        self.wake(participant)

    def inherit(self, participant: ParticipantId, leg: LegId) -> None:
        """An orphan is this person's again, if they are in session or host it and have no other."""
        person = self.find(participant)
        if person is None or person.leg:
            return
        if person.in_session or person.standing is Standing.HOST:
            self.put(replace(person, leg=leg))

    def wake(self, participant: ParticipantId) -> None:
        """Let this person have legs again, however many were lost."""
        self.resting = {slot: leg for slot, leg in self.resting.items() if slot.participant != participant}
        self.failed = {slot: lost for slot, lost in self.failed.items() if slot.participant != participant}

    @property
    def host(self) -> Participant | None:
        """The clinician's page that holds the room."""
        return next((person for person in self if person.standing is Standing.HOST), None)

    @property
    def host_is_connected(self) -> bool:
        """Whether anybody could decide something now."""
        return self.host is not None and self.host.connected

    @property
    def clinicians(self) -> list[Participant]:
        """The clinicians' pages."""
        return [person for person in self if person.standing in CLINICIANS]

    @property
    def by_a_link(self) -> list[Participant]:
        """Everybody else."""
        return [person for person in self if person.standing not in CLINICIANS]

    @property
    def in_session(self) -> list[Participant]:
        """Those admitted or held."""
        return [person for person in self if person.in_session]

    @property
    def waiting(self) -> list[Participant]:
        """Those who wait, the longest first."""
        waiting = (person for person in self if person.standing is Standing.WAITING)
        return sorted(waiting, key=lambda person: person.since)

    @property
    def count(self) -> Count:
        """How many people there are."""
        session = self.in_session
        present = sum(person.connected for person in session) + self.host_is_connected if session else 0
        return Count(len(self._people), len(session), len(self.waiting), present)

    def of_invitation(self, invitation: InvitationId | None) -> list[Participant]:
        """Everybody who came by this link."""
        return [person for person in self.by_a_link if person.invitation == invitation]

    def devices(self, person: Participant) -> list[Participant]:
        """The others of this person's link, unless one of the two shares it as somebody else."""
        if person.shares_link:
            return []
        return [
            other
            for other in self.of_invitation(person.invitation)
            if other.id != person.id and not other.shares_link
        ]

    def is_spared(self, person: Participant) -> bool:
        """Whether they may stay although their link is over."""
        return person.invitation in self.over
