"""One link, one seat: a second device may wait, and only the host lets it have the place of the first.

Somebody else who shares a link is no device of its: they were admitted as a guest, with a seat of their own.
"""

from __future__ import annotations

from telehealth.core import departure
from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.ids import ParticipantId
from telehealth.core.participant import Participant, Standing
from telehealth.errors import NotAllowed, NotNow, ParticipantUnknown, SeatTaken


def make_way(draft: Draft, target: Participant) -> None:
    """This device is to be the link's one in session: a lost one goes, and others wait no longer.

    Raises `SeatTaken` while another is in session and connected.
    """
    for other in draft.roster.devices(target):
        if other.in_session and other.connected:
            raise SeatTaken
        if other.in_session or other.standing is Standing.WAITING:
            departure.part(draft, other, Standing.LEFT, "moved")


def move(draft: Draft, target: Participant, to: ParticipantId) -> None:
    """Somebody in session goes on, as the same person, from another device of theirs.

    Raises `ParticipantUnknown`, `NotAllowed` for somebody of another link and where either of them is a guest
    who shares it, `NotNow` unless that one waits and is connected.
    """
    heir = draft.roster.find(to)
    if heir is None:
        raise ParticipantUnknown
    if heir.invitation is None or heir.invitation != target.invitation:
        raise NotAllowed
    if target.shares_link or heir.shares_link:
        raise NotAllowed
    if heir.standing is not Standing.WAITING or not heir.connected:
        raise NotNow
    draft.take_place(heir.id, target)
    departure.part(draft, target, Standing.LEFT, "moved")
    draft.facts.append(Audit("moved"))
