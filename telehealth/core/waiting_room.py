"""Coming in by a link, waiting, and being looked at."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.messages import Arrived
from telehealth.core.pace import Pace
from telehealth.core.participant import Participant, Standing
from telehealth.core.seat import Seat
from telehealth.errors import InvitationOver, InvitationUnknown, NotAllowed, NotNow, RoomFull, TooFast

PEOPLE = 64
"""Clients and guests that a room holds, wherever they stand."""
DEVICES = 8
"""Places that one link may have at a time."""
CHECK_INS = 5
CHECK_INS_SECONDS = 30.0


def new_pace() -> Pace:
    """How often one page may begin to wait: each time somebody is called, and legs are prepared."""
    return Pace(CHECK_INS, CHECK_INS_SECONDS)


def enter(draft: Draft, seat: Seat) -> None:
    """A new place for somebody who holds a link.

    Raises `NotAllowed` for a clinician's seat, `InvitationUnknown` for one without a link,
    `InvitationOver` if the link was refused, and `RoomFull`.
    """
    if seat.role == "clinician":
        raise NotAllowed
    if seat.invitation is None or seat.case is None:
        raise InvitationUnknown
    if seat.invitation in draft.roster.over:
        raise InvitationOver
    if len(draft.roster.of_invitation(seat.invitation)) >= DEVICES:
        raise RoomFull("This link is open on too many devices. Please close it on one of the others.")
    if len(draft.roster.by_a_link) >= PEOPLE:
        raise RoomFull
    draft.roster.put(
        Participant(
            id=seat.participant,
            role=seat.role,
            standing=Standing.CHECKING,
            since=draft.now,
            invitation=seat.invitation,
            case=seat.case,
        )
    )


def check_in(draft: Draft, sender: Participant, pace: Pace) -> None:
    """The page is ready: its person waits, and clinicians are called. Raises `TooFast`."""
    if not pace.allow(sender.id, draft.now):
        raise TooFast
    draft.stand(sender.id, Standing.WAITING)
    for clinician in draft.roster.clinicians:
        draft.tell(clinician.id, Arrived(draft.room, sender.id))


def preview(draft: Draft, target: Participant, *, on: bool) -> None:
    """The host looks at somebody who waits, or looks no more. Raises `NotNow` if they are away."""
    if on and not target.connected:
        raise NotNow
    draft.preview(target, on=on)
