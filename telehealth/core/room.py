"""A room: the only place where a rule about a session is written.

Each method is one thing that happened, and returns what is to be done for it: facts to write down first,
then what the relay has to do, then messages, then timers. Time is seconds on a clock that never goes back.
A refusal is raised, always as a `TelehealthError`, and leaves the room as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from telehealth.core import departure, devices, hosting, identity, presence, session, waiting_room
from telehealth.core.draft import NO_LEG, Draft, Greeting
from telehealth.core.effects import AnyEffect, Audit, CloseLeg, Dispose, LegKind, Send, SetTimer
from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId, RoomId
from telehealth.core.legs import Legs
from telehealth.core.messages import (
    Act,
    Admit,
    Answer,
    BringTogether,
    CheckIn,
    Confirm,
    Decline,
    End,
    Hold,
    Leave,
    Move,
    Preview,
    Refuse,
    Remove,
    Renew,
    Reopen,
    Resume,
    SealedOut,
    SendBack,
    TakeOver,
)
from telehealth.core.participant import Participant, Standing
from telehealth.core.permissions import PERMISSIONS, Permissions, Targeted
from telehealth.core.presence import EMPTY, Absences
from telehealth.core.roster import Roster
from telehealth.core.sealed import Sealed
from telehealth.core.seat import Seat
from telehealth.core.views import Views
from telehealth.errors import NotAllowed, ParticipantUnknown


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
        self._permissions = permissions
        self._roster = Roster()
        self._legs = Legs(leg_numbers)
        self._views = Views(id, clinician)
        self._absences = Absences()
        self._check_ins = waiting_room.new_pace()
        self._sealed = Sealed(permissions)

    # ── Pages come and go ────────────────────────────────────────────────────────────────────────

    def knows(self, participant: ParticipantId) -> bool:
        """Whether somebody of this id has a place here, be they away or not."""
        return self._roster.find(participant) is not None

    def spares(self, participant: ParticipantId) -> bool:
        """Whether somebody of this id has a place here although their link was ended."""
        person = self._roster.find(participant)
        return person is not None and self._roster.is_spared(person)

    def enter(self, seat: Seat, greeting: Greeting, now: float) -> list[AnyEffect]:
        """Somebody shows that they hold a link: always a new place, for a link is no seat.

        Raises `SeatOver`, `NotAllowed` (also for somebody who is here), `InvitationOver`,
        `InvitationUnknown`, `RoomFull`.
        """
        draft = self._draft(now)
        if presence.known(draft, seat) is not None:
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
        hosting.watch(draft, seat)
        return self._welcome(draft, seat, greeting)

    def come_back(self, seat: Seat, greeting: Greeting, leg: LegId, now: float) -> list[AnyEffect]:
        """A page takes the seat it had; `leg` is the session leg it still has open, or 0.

        A seat that this room does not know (the server was restarted) begins again.
        Raises what `enter` and `watch` raise.
        """
        draft = self._draft(now)
        person = presence.known(draft, seat)
        if person is not None:
            presence.come_back(draft, person, leg)
            return self._welcome(draft, seat, greeting)
        begin = self.watch if seat.role == "clinician" else self.enter
        return begin(seat, greeting, now)

    def disconnected(self, participant: ParticipantId, now: float) -> list[AnyEffect]:
        """A page's connection is gone."""
        draft = self._draft(now)
        person = draft.roster.find(participant)
        if person is None:
            return []
        presence.go_away(draft, person)
        return self._settle(draft)

    # ── What a page does ─────────────────────────────────────────────────────────────────────────

    def handle(self, sender: ParticipantId, act: Act, now: float) -> list[AnyEffect]:
        """One message of a page that is in this room.

        Raises `NotAllowed` for an act that the sender's standing excludes, `NotNow` for one that the
        target's does, `ParticipantUnknown`, `SeatOver`, and what the single acts raise.
        """
        draft = self._draft(now)
        person = draft.roster.require(sender)
        self._permissions.check_sender(person.standing, act)
        self._perform(draft, person, act)
        return self._settle(draft)

    def _perform(self, draft: Draft, sender: Participant, act: Act) -> None:  # noqa: C901, PLR0912 (a case an act)
        match act:
            case CheckIn():
                waiting_room.check_in(draft, sender, self._check_ins)
            case SealedOut():
                self._sealed.pass_on(draft, sender, act)
            case Answer():
                self._legs.answer(draft, sender, act)
            case Renew():
                self._legs.renew(draft, sender, LegId(act.leg))
            case Preview():
                waiting_room.preview(draft, self._target(draft, act), on=act.on)
            case Admit():
                session.admit(draft, self._target(draft, act), act)
            case Confirm():
                identity.confirm(draft, self._target(draft, act), act.method)
            case Move():
                devices.move(draft, self._target(draft, act), ParticipantId(act.to))
            case Decline():
                departure.decline(draft, self._target(draft, act))
            case Refuse():
                departure.refuse(draft, self._target(draft, act), spare=act.spare)
            case Hold():
                draft.stand(self._target(draft, act).id, Standing.HELD)
            case Resume():
                draft.stand(self._target(draft, act).id, Standing.ADMITTED)
            case SendBack():
                draft.stand(self._target(draft, act).id, Standing.WAITING)
            case BringTogether():
                session.bring_together(draft, CaseId(act.case))
            case Remove():
                departure.remove(draft, self._target(draft, act))
            case Leave():
                departure.leave(draft, sender)
            case End():
                session.end(draft)
            case Reopen():
                session.reopen(draft)
            case TakeOver():
                hosting.take_over(draft, sender)
            case _:
                assert_never(act)

    def _target(self, draft: Draft, act: Targeted) -> Participant:
        target = draft.roster.find(ParticipantId(act.participant))
        if target is None:
            raise ParticipantUnknown
        self._permissions.check_target(act, target.standing)
        return target

    # ── What the clinician and the operator do elsewhere ─────────────────────────────────────────

    def end_invitation(self, invitation: InvitationId, now: float) -> list[AnyEffect]:
        """The link was revoked or replaced: whoever came by it leaves for good, unless spared by the host."""
        draft = self._draft(now)
        departure.revoke(draft, invitation)
        return self._settle(draft)

    def close(self) -> list[AnyEffect]:
        """The room is no more: nobody has a place in it."""
        legs = [leg for person in self._roster for leg in (person.leg, person.preview_leg) if leg]
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

    def leg_lost(self, leg: LegId, now: float) -> list[AnyEffect]:
        """A leg is over by itself: its owner gets another, unless that happens again and again."""
        draft = self._draft(now)
        self._legs.lost(draft, leg)
        return self._settle(draft)

    def relay_lost(self, now: float) -> list[AnyEffect]:
        """The relay was started anew and has no leg any more: everybody who had one gets another."""
        draft = self._draft(now)
        self._legs.all_lost(draft)
        return self._settle(draft)

    def timeout(self, name: str, now: float) -> list[AnyEffect]:
        """A timer fired: somebody is forgotten, or the room is disposed of."""
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
            leg = self._legs.kept(draft.before, person)
            sends.append(self._views.welcome(person, draft.roster, greeting, leg, draft.now))
            sends.extend(self._legs.repeat(person))
        return sends
