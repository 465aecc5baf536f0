"""What a page may do in a room, and which rule each of these acts is for."""

from __future__ import annotations

from typing import assert_never

from telehealth.core import departure, devices, hosting, identity, session, waiting_room
from telehealth.core.draft import Draft
from telehealth.core.ids import CaseId, LegId, ParticipantId
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
from telehealth.core.permissions import Permissions, Targeted
from telehealth.core.sealed import Sealed
from telehealth.errors import ParticipantUnknown


class Acts:
    """Leads each act to its rule. Of what pages did before it knows only how often."""

    def __init__(self, permissions: Permissions, legs: Legs) -> None:
        self._permissions = permissions
        self._legs = legs
        self._check_ins = waiting_room.new_pace()
        self._sealed = Sealed(permissions)

    def perform(self, draft: Draft, sender: Participant, act: Act) -> None:  # noqa: C901, PLR0912 (a case an act)
        """What `Room.handle` says it raises."""
        self._permissions.check_sender(sender.standing, act)
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
