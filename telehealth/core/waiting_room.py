"""Coming in by a link, waiting, and being looked at."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.ids import InvitationId
from telehealth.core.messages import Arrived, Error
from telehealth.core.pace import Pace
from telehealth.core.participant import Participant, Standing
from telehealth.core.seat import Seat
from telehealth.errors import (
    InvitationOver,
    InvitationUnknown,
    NotAllowed,
    NotNow,
    ParticipantUnknown,
    RoomFull,
    TooFast,
)

PEOPLE = 64
"""Clients and guests that a room holds, wherever they stand."""
DEVICES = 8
"""Places that one link may have at a time."""
PLACE_LOST = "Your link was opened on too many devices, and this page has lost its place. Reload it to go on."
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
    _make_room(draft, seat.invitation)
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


def _make_room(draft: Draft, invitation: InvitationId) -> None:
    """Of a link that has all its places, one that nobody waits in is forgotten, and its page is told.

    Otherwise whoever holds a leaked link could lock its owner out by pages that never check in. Those who are
    away go first, since they lose nothing: their pages come back to a new place. Then the oldest goes.
    Raises `RoomFull` if all of them wait, connected, or are in session.
    """
    places = draft.roster.of_invitation(invitation)
    if len(places) < DEVICES:
        return
    idle = [person for person in places if not _is_kept(person)]
    if not idle:
        raise RoomFull("This link is open on too many devices. Please close it on one of the others.")
    lost = min(idle, key=lambda person: (person.connected, person.since))
    draft.roster.forget(lost.id)
    draft.tell(lost.id, Error(ParticipantUnknown.code, PLACE_LOST, about="check_in", room=draft.room))


def _is_kept(person: Participant) -> bool:
    return person.in_session or (person.connected and person.standing is Standing.WAITING)


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
