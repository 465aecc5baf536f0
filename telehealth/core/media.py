"""The media plan: whose browsers are connected to the relay, and which of them receives which.

A pure function of the roster. The room computes it after every call and turns the difference into effects.

- Legs: everybody admitted; those who wait while the host is connected, previewed ones always and the
  others, longest waiting first, while there are legs to spare; the host, whenever anybody else has one.
- Who is not connected keeps the leg they have (media outlives signalling) and gets no new one; but of
  those who wait only connected people have legs at all.
- Open links: between every two of the host and the admitted; from a previewed person to the host's
  preview leg. Shut links, made beforehand so that admission only opens them: between the host and all
  others who wait with a leg.
"""

from __future__ import annotations

from msgspec import Struct

from telehealth.core.effects import CloseLeg, Link, OpenLeg, Unlink
from telehealth.core.ids import LegId
from telehealth.core.participant import Participant, Standing
from telehealth.core.roster import Roster, Slot

LEGS = 8
"""Session legs up to which people who wait are given one beforehand, the host's included."""


class Wiring(Struct, frozen=True):
    """What exists at the relay: legs by number, and from sender to receiver whether packets pass."""

    legs: dict[LegId, Slot]
    links: dict[tuple[LegId, LegId], bool]


def plan(roster: Roster) -> frozenset[Slot]:
    """Who is to have a leg, given who is here and who has one already."""
    admitted = [p for p in roster if p.standing is Standing.ADMITTED and _may_have(roster, p)]
    others = [*admitted, *_waiting(roster, LEGS - 1 - len(admitted))]
    slots = {Slot(person.id, "session") for person in others}
    host = roster.host
    if host is not None and others and _may_have(roster, host):
        slots.add(Slot(host.id, "session"))
    if host is not None and any(person.previewed for person in others) and _may_preview(roster, host):
        slots.add(Slot(host.id, "preview"))
    return frozenset(slots)


def _waiting(roster: Roster, spare: int) -> list[Participant]:
    """Those of the waiting room who have a leg, with so many to spare."""
    if not roster.host_is_connected:
        return []
    able = [person for person in roster.waiting if person.connected and _may_have(roster, person)]
    seen = [person for person in able if person.previewed]
    unseen = [person for person in able if not person.previewed]
    return seen + unseen[: max(0, spare - len(seen))]


def _may_have(roster: Roster, person: Participant) -> bool:
    if person.leg:
        return True
    # Whoever goes on with an orphan gets no other beside it.
    rests = Slot(person.id, "session") in roster.resting or bool(roster.orphans.of(person.id))
    return person.connected and not rests


def _may_preview(roster: Roster, host: Participant) -> bool:
    return bool(host.preview_leg) or (host.connected and Slot(host.id, "preview") not in roster.resting)


def wiring(roster: Roster) -> Wiring:
    """The legs that people have, and the links that follow from them; and orphans as they were."""
    legs = dict(roster.orphans.legs)
    for person in roster:
        if person.leg:
            legs[person.leg] = Slot(person.id, "session")
        if person.preview_leg:
            legs[person.preview_leg] = Slot(person.id, "preview")
    return Wiring(legs, roster.orphans.links | _links(roster))


def _links(roster: Roster) -> dict[tuple[LegId, LegId], bool]:
    links: dict[tuple[LegId, LegId], bool] = {}
    session = [p for p in roster if p.leg and p.standing in {Standing.HOST, Standing.ADMITTED}]
    for sender in session:
        for receiver in session:
            if sender is not receiver:
                links[sender.leg, receiver.leg] = True
    if roster.host is not None:
        for person in roster.waiting:
            links.update(_links_of_waiting(person, roster.host))
    return links


def _links_of_waiting(person: Participant, host: Participant) -> dict[tuple[LegId, LegId], bool]:
    links: dict[tuple[LegId, LegId], bool] = {}
    if person.leg and host.leg:
        links[person.leg, host.leg] = links[host.leg, person.leg] = False
    if person.leg and host.preview_leg and person.previewed:
        links[person.leg, host.preview_leg] = True
    return links


def steps(before: Wiring, after: Wiring, lost: set[LegId]) -> list[CloseLeg | OpenLeg | Unlink | Link]:
    """What the relay has to do: close before open, legs before links, shut gates before open ones.

    Legs in `lost` are over at the relay already. Closing a leg ends its links without a word.
    """
    closed = [CloseLeg(leg) for leg in before.legs if leg not in after.legs and leg not in lost]
    opened = [OpenLeg(leg, *slot) for leg, slot in after.legs.items() if leg not in before.legs]
    unlinked = [
        Unlink(sender, receiver)
        for sender, receiver in before.links
        if (sender, receiver) not in after.links and sender in after.legs and receiver in after.legs
    ]
    changed = [Link(*ends, gate) for ends, gate in after.links.items() if before.links.get(ends) is not gate]
    changed.sort(key=lambda link: link.open)
    return [*closed, *opened, *unlinked, *changed]
