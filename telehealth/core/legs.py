"""A room's legs over time: their numbers, their renewal, and what was last said about each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from telehealth.core import orphans
from telehealth.core.draft import NO_LEG, Draft
from telehealth.core.effects import AnyEffect, LegKind, PassAnswer, Send
from telehealth.core.ids import LegId, ParticipantId, RoomId
from telehealth.core.media import Wiring, plan, steps, wiring
from telehealth.core.messages import Answer, Closed, Demand, Error, Offer
from telehealth.core.orphans import Carried
from telehealth.core.pace import Pace
from telehealth.core.participant import Participant
from telehealth.core.roster import Roster, Slot
from telehealth.errors import MediaUnavailable, NotNow

RENEWALS = 10
RENEWALS_SECONDS = 30.0
"""How often a slot gets another leg, whatever became of those before: a bad minute takes many."""
FAILURES = 2
"""Legs that never connect, one after another, before a slot rests: each took ten seconds to fail."""
TRUST = 4
"""So many more for who was connected before: their network carries this, and may be away for a minute."""
NO_WAY = "Sound and picture cannot get through. Try another network, or switch off a VPN."
FULL = "This server carries as many sessions as it can. Please try again in a few minutes."


class Settled(Struct, frozen=True):
    """What follows for the relay, and then for pages."""

    steps: list[AnyEffect]
    sends: list[Send]


class Legs:
    """Gives each leg a number of its own, and remembers what the relay has."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers
        self._wiring = Wiring({}, {})
        self._renewals = Pace(RENEWALS, RENEWALS_SECONDS)
        self._offers: dict[LegId, Offer] = {}
        self._demands: dict[LegId, Demand] = {}
        self._connected: set[LegId] = set()
        self._new: frozenset[LegId] | set[LegId] = frozenset()
        """Legs that were opened by what happened last."""

    # ── What the relay says ──────────────────────────────────────────────────────────────────────

    def offered(self, draft: Draft, leg: LegId, kind: LegKind, sdp: str) -> None:
        """Pass an offer on, and keep it until it is answered."""
        slot = self._wiring.legs.get(leg)
        if slot is not None:
            self._offers[leg] = Offer(draft.room, leg, kind, sdp)
            draft.tell(slot.participant, self._offers[leg])

    def demanded(self, draft: Draft, leg: LegId, mids: tuple[str, ...]) -> None:
        """Pass a demand on, and keep it: it holds until the next one."""
        slot = self._wiring.legs.get(leg)
        if slot is not None:
            self._demands[leg] = Demand(draft.room, leg, mids)
            draft.tell(slot.participant, self._demands[leg])

    def connected(self, draft: Draft, leg: LegId) -> None:
        """Media gets through: what failed before is forgotten."""
        slot = self._wiring.legs.get(leg)
        if slot is not None:
            self._connected.add(leg)
            draft.roster.failed.pop(slot, None)

    def lost(self, draft: Draft, leg: LegId, *, full: bool) -> None:
        """A leg is over by itself. One that fails again and again is not replaced until its page asks.

        Nor is one that there was no place for at the relay (`full`).
        """
        slot = self._wiring.legs.get(leg)
        if slot is None:
            return
        draft.lost.add(leg)
        if leg in draft.roster.orphans.legs:
            draft.drop_orphan(leg)
            return
        draft.drop_leg(slot)
        if draft.reaches(slot.participant) and (full or not self._may_try_again(draft, slot, leg)):
            draft.roster.resting[slot] = leg
            draft.tell(slot.participant, _unavailable(draft, FULL if full else NO_WAY))

    def _may_try_again(self, draft: Draft, slot: Slot, leg: LegId) -> bool:
        """A leg that was connected has not failed, and for a while none after it does."""
        before = draft.roster.failed.get(slot, 0)
        failed = draft.roster.failed[slot] = -TRUST if leg in self._connected else before + 1
        return failed < FAILURES and self._renewals.allow(slot, draft.now)

    def all_lost(self, draft: Draft) -> None:
        """The relay was started anew."""
        for leg, slot in self._wiring.legs.items():
            draft.lost.add(leg)
            if leg in draft.roster.orphans.legs:
                draft.drop_orphan(leg)
            else:
                draft.drop_leg(slot)

    def adopt(self, room: RoomId, carried: Carried) -> None:
        """The relay goes on with legs of an earlier server: what it has is what there was before."""
        self._wiring = Wiring({each.leg: each.slot for each in carried.legs}, dict(carried.links))
        self._connected = {each.leg for each in carried.legs if each.connected}
        for each in carried.legs:
            self._demands[each.leg] = Demand(room, each.leg, each.demand)
            if each.offer:
                self._offers[each.leg] = Offer(room, each.leg, each.slot.kind, each.offer)

    def are_there_of(self, participant: ParticipantId) -> bool:
        """Whether the relay has a leg of this id's, in whosever name it was opened."""
        return any(slot.participant == participant for slot in self._wiring.legs.values())

    # ── What pages say ───────────────────────────────────────────────────────────────────────────

    def answer(self, draft: Draft, sender: Participant, act: Answer) -> None:
        """Pass an answer on. Raises `NotNow` if the leg is not, or no longer, the sender's."""
        leg = LegId(act.leg)
        if not leg or leg not in {sender.leg, sender.preview_leg, *draft.roster.orphans.of(sender.id)}:
            raise NotNow
        self._offers.pop(leg, None)
        draft.answers.append(PassAnswer(leg, act.sdp))

    def renew(self, draft: Draft, sender: Participant, leg: LegId) -> None:
        """Replace one leg. Raises `NotNow` if it is not the sender's, `MediaUnavailable` if too often."""
        slot = _slot(draft.roster, sender, leg)
        if not self._renewals.allow(slot, draft.now):
            raise MediaUnavailable
        if draft.roster.resting.pop(slot, None) is not None:
            draft.roster.failed.pop(slot, None)
        draft.drop_leg(slot)
        draft.drop_orphan(leg)

    # ── What follows ─────────────────────────────────────────────────────────────────────────────

    def settle(self, draft: Draft) -> Settled:
        """Bring the roster's leg numbers to the plan, and say what is to be done for it."""
        self._number(draft.roster)
        before, self._wiring = self._wiring, wiring(draft.roster)
        self._new = self._wiring.legs.keys() - before.legs.keys()
        gone = {leg: slot for leg, slot in before.legs.items() if leg not in self._wiring.legs}
        for leg in gone:
            self._offers.pop(leg, None)
            self._demands.pop(leg, None)
        self._connected -= gone.keys()
        return Settled(
            steps=list(steps(before, self._wiring, draft.lost)),
            sends=[
                Send(slot.participant, Closed(draft.room, leg))
                for leg, slot in gone.items()
                # A welcome names the one leg that goes on, which closes every other.
                if slot.participant not in draft.welcomes and draft.reaches(slot.participant)
            ],
        )

    def kept(self, roster: Roster, person: Participant) -> LegId:
        """The session leg that goes on over a return, 0 for none."""
        leg = person.leg or orphans.reserved(roster, person)
        return NO_LEG if leg in self._new else leg

    def repeat(self, roster: Roster, person: Participant) -> list[Send]:
        """What a page that came back to its leg may have missed."""
        leg = person.leg or orphans.reserved(roster, person)
        said = (self._offers.get(leg), self._demands.get(leg))
        return [Send(person.id, message) for message in said if message is not None]

    def _number(self, roster: Roster) -> None:
        orphans.settle(roster)
        slots = plan(roster)
        for person in roster:
            leg = self._keep_or_take(slots, Slot(person.id, "session"), person.leg)
            preview_leg = self._keep_or_take(slots, Slot(person.id, "preview"), person.preview_leg)
            if (leg, preview_leg) != (person.leg, person.preview_leg):
                roster.put(replace(person, leg=leg, preview_leg=preview_leg))

    def _keep_or_take(self, slots: frozenset[Slot], slot: Slot, current: LegId) -> LegId:
        if slot not in slots:
            return NO_LEG
        if current:
            return current
        return LegId(next(self._numbers))


def _slot(roster: Roster, sender: Participant, leg: LegId) -> Slot:
    """Which of the sender's slots a page means by this leg, which it may have lost already."""
    session, preview = Slot(sender.id, "session"), Slot(sender.id, "preview")
    if leg and leg in {sender.leg, *roster.orphans.of(sender.id)}:
        return session
    if leg and leg == sender.preview_leg:
        return preview
    for slot in (session, preview):
        if slot in roster.resting and leg in {NO_LEG, roster.resting[slot]}:
            return slot
    raise NotNow


def _unavailable(draft: Draft, text: str) -> Error:
    return Error(MediaUnavailable.code, text, about="offer", room=draft.room)
