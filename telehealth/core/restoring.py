"""A server that was restarted has forgotten its rooms, and the page that hosted one says who was where.

That page's own list decides who has keys (docs/adr/0017); what it says here decides routing, nothing more. It
counts only while the room knows no better: as long as no session was on since the server is back.
"""

from __future__ import annotations

from contextlib import suppress
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from telehealth.core import hosting, identity, waiting_room
from telehealth.core.draft import Draft
from telehealth.core.participant import IN_SESSION, Method, Participant, Standing
from telehealth.core.presence import holds
from telehealth.core.roster import Roster
from telehealth.core.seat import Seat
from telehealth.core.session import SESSION
from telehealth.errors import IdentityOpen, TelehealthError

_MAY_BE_RESTORED = frozenset({Standing.CHECKING, Standing.WAITING})


class Claimed(Struct, frozen=True, kw_only=True):
    """Somebody of whom the host's page says where they were; that the seat may live is the store's word."""

    seat: Seat
    standing: Standing
    """Waiting, admitted or held."""
    method: Method | None = None
    """How their identity was confirmed; to be confirmed, if that of somebody in session is not said."""
    guest: bool = False
    """Whether they were let in as somebody else than whom the link is for."""
    waited: float = 0.0
    """Seconds."""


def restore(draft: Draft, host: Seat, people: tuple[Claimed, ...]) -> None:
    """A page hosts again, and everybody is where it says, unless they have gone since or do not fit."""
    if draft.roster.in_session or draft.roster.ended != -inf:
        return
    if not hosting.claim(draft, draft.roster.require(host.participant)):
        return
    before = draft.before.find(host.participant)
    is_new = before is None or not holds(before, host)
    for claimed in people:
        was_here = draft.roster.find(claimed.seat.participant) is not None
        if not (was_here or is_new or claimed.standing in IN_SESSION):
            # A page that has been here knows who waits from the room itself, which has forgotten them since.
            continue
        person = _person(draft, claimed)
        if person is not None and _fits(draft.roster, person, claimed):
            _place(draft, person, claimed)
        elif not was_here:
            draft.roster.forget(claimed.seat.participant)
    draft.restored = bool(draft.roster.in_session)


def _person(draft: Draft, claimed: Claimed) -> Participant | None:
    """Who it is, as somebody who is away if nobody has heard of them; None for who may not be restored."""
    seat = claimed.seat
    if seat.participant in draft.roster.dead:
        return None
    if draft.roster.find(seat.participant) is None:
        # Who could not come in is not brought back either.
        with suppress(TelehealthError):
            waiting_room.enter(draft, seat)
            draft.disconnect(draft.roster.require(seat.participant))
    person = draft.roster.find(seat.participant)
    if person is None or not holds(person, seat) or person.standing not in _MAY_BE_RESTORED:
        return None
    return person


def _fits(roster: Roster, person: Participant, claimed: Claimed) -> bool:
    """Whether they may be there beside those who are there already: as at an admission, but for cases."""
    if claimed.standing not in IN_SESSION:
        return True
    if 1 + len(roster.in_session) >= SESSION:
        return False
    if not claimed.guest and any(other.in_session for other in roster.devices(person)):
        return False
    try:
        identity.check(roster, claimed.method or "later")
    except IdentityOpen:
        return False
    return True


def _place(draft: Draft, person: Participant, claimed: Claimed) -> None:
    if claimed.guest:
        draft.share_link(person.id)
    if claimed.standing is not person.standing:
        draft.stand(person.id, claimed.standing)
    if claimed.standing in IN_SESSION:
        draft.identify(person.id, claimed.method or "later")
        draft.roster.cases |= {case for case in [person.case] if case is not None}
    draft.roster.put(replace(draft.roster.require(person.id), since=draft.now - claimed.waited))
