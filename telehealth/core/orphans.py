"""Legs that outlived the server: the relay goes on with them, and their people's pages come back to them.

Until the host's page has said who is in session they stay as they are, at most for `KEPT_FOR`. A page that
comes back with its leg goes on with it, wherever its person stands meanwhile; one that comes back without
it gets another when one is due. Then those of the session go on, and the media plan decides about them like
about any other; all others are closed.
"""

from __future__ import annotations

from msgspec import Struct

from telehealth.core.draft import Draft
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.participant import Participant, Standing
from telehealth.core.roster import Orphans, Roster, Slot

ORPHANS = "orphans"
"""The timer's name."""
KEPT_FOR = 20.0
"""Seconds. People without a word of the host's have stopped sending by then."""

_NOT_GONE = frozenset({Standing.CHECKING, Standing.WAITING, Standing.WATCHING, Standing.HOST})


class CarriedLeg(Struct, frozen=True):
    """A leg as the relay has it."""

    leg: LegId
    slot: Slot
    connected: bool
    demand: tuple[str, ...]
    """Which of its sections somebody receives, by mid."""
    offer: str
    """The SDP that was not answered yet, or nothing."""


class Carried(Struct, frozen=True):
    """All that the relay has of a room of which the server has nothing any more."""

    legs: tuple[CarriedLeg, ...]
    links: dict[tuple[LegId, LegId], bool]


def worth_keeping(carried: Carried) -> Orphans:
    """Connected legs for a session, one a person. Others cost a page nothing to lose."""
    found: dict[Slot, LegId] = {}
    for each in carried.legs:
        if each.connected and each.slot.kind == "session":
            found.setdefault(each.slot, each.leg)
    legs = {leg: slot for slot, leg in found.items()}
    return Orphans(legs, carried.links).without(())


def come_back(draft: Draft, participant: ParticipantId, leg: LegId) -> None:
    """A page is back with this leg, 0 for none: any other of its is over."""
    orphans = draft.roster.orphans
    draft.roster.orphans = orphans.without(orphans.of(participant) - {leg})


def settle(roster: Roster) -> None:
    """Once it is decided who is in session, legs are theirs and the host's, and all others end.

    Those of who is gone end before. Whoever waits begins with a new leg, like anybody who is sent back.
    """
    owners = {leg: roster.find(slot.participant) for leg, slot in roster.orphans.legs.items()}
    roster.orphans = roster.orphans.without([leg for leg, owner in owners.items() if not _may_stay(owner)])
    if _is_decided(roster):
        for leg, slot in roster.orphans.legs.items():
            roster.inherit(slot.participant, leg)
        roster.orphans = Orphans()


def reserved(roster: Roster, person: Participant) -> LegId:
    """The leg that somebody who is here goes on with although none is due to them yet, 0 for none."""
    return min(roster.orphans.of(person.id), default=LegId(0))


def _is_decided(roster: Roster) -> bool:
    """Whether the page that is here to decide has done so: by its own claim, or by letting somebody in."""
    return bool(roster.in_session) or (roster.host_is_connected and not roster.provisional)


def _may_stay(person: Participant | None) -> bool:
    """Of who is unknown yet nobody has said that they are gone."""
    return person is None or person.in_session or person.standing in _NOT_GONE
