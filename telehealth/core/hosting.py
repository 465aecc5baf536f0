"""Which of a clinician's pages holds the room."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.participant import Participant, Standing
from telehealth.core.seat import Seat
from telehealth.errors import NotAllowed, RoomFull

PAGES = 64
"""Clinicians' pages that a room holds."""


def watch(draft: Draft, seat: Seat) -> None:
    """A clinician's page opens the room. Raises `NotAllowed` for another seat, `RoomFull`."""
    if seat.role != "clinician":
        raise NotAllowed
    if draft.roster.find(seat.participant) is None:
        if len(draft.roster.clinicians) >= PAGES:
            raise RoomFull
        draft.roster.put(
            Participant(id=seat.participant, role=seat.role, standing=Standing.WATCHING, since=draft.now)
        )
    if _may_simply_host(draft):
        # Who takes the place of a host that is away has it; the first to come after a restart may be anybody.
        _host(draft, draft.roster.require(seat.participant), provisional=draft.roster.host is None)


def take_over(draft: Draft, sender: Participant) -> None:
    """A page that watched holds the room: whoever was in session waits, to be admitted again."""
    _host(draft, sender)
    for person in draft.roster.in_session:
        draft.stand(person.id, Standing.WAITING)
    draft.facts.append(Audit("hosting_taken_over"))


def _may_simply_host(draft: Draft) -> bool:
    """No session is on, whose people would have to wait again, and no page that is here holds the room."""
    return not (draft.roster.in_session or draft.roster.host_is_connected)


def claim(draft: Draft, page: Participant) -> bool:
    """A page says that it held the room before the server was restarted; whether it holds it now.

    It does unless another one does that is here and came to it otherwise than by being the first.
    """
    if page.standing is not Standing.HOST:
        if draft.roster.host_is_connected and not draft.roster.provisional:
            return False
        _host(draft, page)
    draft.roster.provisional = False
    return True


def _host(draft: Draft, page: Participant, *, provisional: bool = False) -> None:
    if draft.roster.host is not None:
        draft.stand(draft.roster.host.id, Standing.WATCHING)
    draft.end_previews()
    draft.stand(page.id, Standing.HOST)
    draft.roster.provisional = provisional
