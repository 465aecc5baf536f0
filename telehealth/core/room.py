"""A room: the only place where a rule about a session is written.

Each method is one thing that happened, and returns what is to be done for it: facts to write down first,
then what the relay has to do, then messages, then timers. Time is seconds on a clock that never goes back.
A refusal is raised, always as a `TelehealthError`, and leaves the room as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from telehealth.core import departure, hosting, orphans, presence, restoring, session, waiting_room
from telehealth.core.acts import Acts
from telehealth.core.draft import NO_LEG, Draft, Greeting
from telehealth.core.effects import AnyEffect, Audit, CloseLeg, Dispose, LegKind, Send, Sends, SetTimer
from telehealth.core.ids import InvitationId, LegId, ParticipantId, RoomId
from telehealth.core.legs import Legs
from telehealth.core.messages import Act
from telehealth.core.orphans import Carried
from telehealth.core.permissions import PERMISSIONS, Permissions
from telehealth.core.presence import EMPTY, Absences
from telehealth.core.restoring import Claimed
from telehealth.core.roster import Count, Orphans, Roster
from telehealth.core.seat import Seat
from telehealth.core.views import Views
from telehealth.errors import NotAllowed


class Room:
    """The state of one room and all that may happen to it.

    `clinician` is the public name that people who wait are shown; `leg_numbers` never repeats
    one that its pages or the relay may still know, nor tells by its order what goes on in the room.
    """

    def __init__(
        self,
        id: RoomId,  # noqa: A002 (as every other thing here is named by its `id`)
        clinician: str,
        leg_numbers: Iterator[int],
        permissions: Permissions = PERMISSIONS,
    ) -> None:
        self.id = id
        self._roster = Roster()
        self._legs = Legs(leg_numbers)
        self._acts = Acts(permissions, self._legs)
        self._views = Views(id, clinician)
        self._absences = Absences()
        self._orphans_until = -inf

    # ── Pages come and go ────────────────────────────────────────────────────────────────────────

    def knows(self, participant: ParticipantId) -> bool:
        """Whether somebody of this id has a place here, be they away or not."""
        return self._roster.find(participant) is not None

    @property
    def count(self) -> Count:
        """How many people have a place here, are in session, and wait."""
        return self._roster.count

    def spares(self, participant: ParticipantId) -> bool:
        """Whether somebody of this id has a place here although their link was ended."""
        person = self._roster.find(participant)
        return person is not None and self._roster.is_spared(person)

    def enter(self, seat: Seat, greeting: Greeting, now: float) -> list[AnyEffect]:
        """Somebody shows that they hold a link: always a new place, for a link is no seat.

        Raises `SeatOver`, `NotAllowed` (also for somebody who is here, or whose leg the relay went on with
        over a restart), `InvitationOver`, `InvitationUnknown`, `RoomFull`.
        """
        draft = self._draft(now)
        if presence.known(draft, seat) is not None or self._legs.are_there_of(seat.participant):
            raise NotAllowed
        waiting_room.enter(draft, seat)
        return self._welcome(draft, seat, greeting)

    def watch(self, seat: Seat, greeting: Greeting, now: float) -> list[AnyEffect]:
        """A clinician's page opens the room, and hosts it if nobody does and no session is on.

        Raises `NotAllowed`, `RoomFull`.
        """
        draft = self._draft(now)
        person = presence.known(draft, seat)
        if person is not None:
            presence.come_back(draft, person, NO_LEG)
        orphans.come_back(draft, seat.participant, NO_LEG)
        hosting.watch(draft, seat)
        return self._welcome(draft, seat, greeting)

    def come_back(
        self,
        seat: Seat,
        greeting: Greeting,
        leg: LegId,
        now: float,
        people: tuple[Claimed, ...] | None = None,
    ) -> list[AnyEffect]:
        """A page takes the seat it had; `leg` is the session leg it still has open, or 0.

        A seat that this room does not know (the server was restarted) begins again. A clinician's page that
        hosted says where `people` were. Raises what `enter` and `watch` raise.
        """
        draft = self._draft(now)
        person = presence.known(draft, seat)
        if person is not None:
            presence.come_back(draft, person, leg)
        elif seat.role == "clinician":
            hosting.watch(draft, seat)
        else:
            waiting_room.enter(draft, seat)
        orphans.come_back(draft, seat.participant, leg)
        if people is not None:
            restoring.restore(draft, seat, people)
        return self._welcome(draft, seat, greeting)

    def disconnected(self, participant: ParticipantId, now: float) -> list[AnyEffect]:
        """A page's connection is gone."""
        draft = self._draft(now)
        person = draft.roster.find(participant)
        if person is None:
            return []
        presence.go_away(draft, person)
        return self._settle(draft)

    def adopt(self, carried: Carried, until: float, now: float) -> list[AnyEffect]:
        """Before anything else: until then the relay goes on with these legs from before a restart."""
        self._legs.adopt(self.id, carried)
        self._roster.orphans = orphans.worth_keeping(carried)
        self._orphans_until = until
        return [SetTimer(orphans.ORPHANS, until - now)]

    # ── What a page does ─────────────────────────────────────────────────────────────────────────

    def handle(self, sender: ParticipantId, act: Act, now: float) -> list[AnyEffect]:
        """One message of a page that is in this room.

        Raises `NotAllowed` for an act that the sender's standing excludes, `NotNow` for one that the
        target's does, `ParticipantUnknown`, `SeatOver`, and what the single acts raise.
        """
        draft = self._draft(now)
        person = draft.roster.require(sender)
        self._acts.perform(draft, person, act)
        return self._settle(draft)

    def sending(self, sender: ParticipantId, leg: LegId) -> list[AnyEffect]:
        """A page says that packets leave it on this leg. About one that is not its own nobody is told."""
        person = self._roster.find(sender)
        own = person is not None and leg == person.leg
        return [Sends(leg)] if leg and (own or leg in self._roster.orphans.of(sender)) else []

    # ── What the clinician and the operator do elsewhere ─────────────────────────────────────────

    def end_invitation(self, invitation: InvitationId, now: float) -> list[AnyEffect]:
        """The link was revoked or replaced: whoever came by it leaves for good, unless spared by the host."""
        draft = self._draft(now)
        departure.revoke(draft, invitation)
        return self._settle(draft)

    def close(self) -> list[AnyEffect]:
        """The room is no more: nobody has a place in it."""
        own = [leg for person in self._roster for leg in (person.leg, person.preview_leg) if leg]
        legs = [*own, *self._roster.orphans.legs]
        ended = [Audit("session_ended")] if self._roster.in_session else []
        self._roster = Roster()
        return [*ended, *(CloseLeg(leg) for leg in legs), Dispose()]

    # ── What the relay and the clock say ─────────────────────────────────────────────────────────

    def offered(self, leg: LegId, kind: LegKind, sdp: str) -> list[AnyEffect]:
        """The relay has an offer for this leg's page."""
        draft = self._draft(0.0)
        self._legs.offered(draft, leg, kind, sdp)
        return list(draft.letters)

    def demanded(self, leg: LegId, mids: tuple[str, ...]) -> list[AnyEffect]:
        """Somebody receives these of the leg's own sections now, and no others."""
        draft = self._draft(0.0)
        self._legs.demanded(draft, leg, mids)
        return list(draft.letters)

    def connected(self, leg: LegId, now: float) -> list[AnyEffect]:
        """The relay has this leg's browser at the other end: packets get through."""
        draft = self._draft(now)
        self._legs.connected(draft, leg)
        return self._settle(draft)

    def leg_lost(self, leg: LegId, now: float, *, full: bool = False) -> list[AnyEffect]:
        """A leg is over by itself: its owner gets another, unless that happens again and again.

        `full`: it never was, for the relay carries as many as it may.
        """
        draft = self._draft(now)
        self._legs.lost(draft, leg, full=full)
        return self._settle(draft)

    def relay_lost(self, now: float) -> list[AnyEffect]:
        """The relay was started anew and has no leg any more: everybody who had one gets another."""
        draft = self._draft(now)
        self._legs.all_lost(draft)
        return self._settle(draft)

    def timeout(self, name: str, now: float) -> list[AnyEffect]:
        """A timer fired: somebody is forgotten, legs are nobody's for good, or the room is disposed of."""
        if name == orphans.ORPHANS:
            return self._orphaned(now)
        remaining = self._absences.remaining(name, now)
        if remaining is None:
            return []
        if remaining > 0:
            return [SetTimer(name, remaining)]
        if name == EMPTY:
            return self.close()
        draft = self._draft(now)
        draft.roster.forget(presence.away(name))
        return self._settle(draft)

    def _orphaned(self, now: float) -> list[AnyEffect]:
        if now < self._orphans_until:
            return [SetTimer(orphans.ORPHANS, self._orphans_until - now)]
        draft = self._draft(now)
        draft.roster.orphans = Orphans()
        return self._settle(draft)

    # ── What follows ─────────────────────────────────────────────────────────────────────────────

    def _draft(self, now: float) -> Draft:
        return Draft(self.id, self._roster, now)

    def _welcome(self, draft: Draft, seat: Seat, greeting: Greeting) -> list[AnyEffect]:
        draft.welcomes[seat.participant] = greeting
        return self._settle(draft)

    def _settle(self, draft: Draft) -> list[AnyEffect]:
        """Nothing was refused: the draft is the room, and these are the consequences, in order."""
        session.conclude(draft)
        legs = self._legs.settle(draft)
        self._roster = draft.roster
        return [
            *draft.facts,
            *legs.steps,
            *draft.answers,
            *self._welcomes(draft),
            *legs.sends,
            *self._views.changes(draft.roster, draft.now),
            *draft.letters,
            *self._absences.follow(draft.roster, draft.now),
        ]

    def _welcomes(self, draft: Draft) -> list[Send]:
        sends: list[Send] = []
        for participant, greeting in draft.welcomes.items():
            person = draft.roster.require(participant)
            leg = self._legs.kept(draft.roster, person)
            sends.append(self._views.welcome(person, draft.roster, greeting, leg, draft.now))
            sends.extend(self._legs.repeat(draft.roster, person))
        return sends
