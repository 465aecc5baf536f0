"""Connections that come and go while seats stay, and when those who stay away are forgotten."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.effects import CancelTimer, SetTimer
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.participant import Participant, Standing
from telehealth.core.roster import Roster
from telehealth.core.seat import Seat
from telehealth.errors import NotAllowed, SeatOver

FORGOTTEN_AFTER = 120.0
"""Seconds that a page may be away whose seat is neither in session nor the host's."""
DISPOSED_AFTER = 600.0
"""Seconds that a room stays in memory with no page connected."""

EMPTY = "empty"
_AWAY = "away:"
_SEATS_THAT_STAY = frozenset({Standing.HOST, Standing.ADMITTED, Standing.HELD})


def known(draft: Draft, seat: Seat) -> Participant | None:
    """Who holds this seat, if they are known.

    Raises `SeatOver` if it was ended, `NotAllowed` if somebody else is here under that id: but not for a
    clinician's seat, which is proved by more than a link. Nobody by a link keeps its id from it.
    """
    if seat.role == "clinician":
        _free(draft, seat)
    if seat.participant in draft.roster.dead:
        raise SeatOver
    person = draft.roster.find(seat.participant)
    if person is not None and not holds(person, seat):
        raise NotAllowed
    return person


def _free(draft: Draft, seat: Seat) -> None:
    """Ids are chosen by pages, and everybody is told the host's: whoever came by a link under it has to go.

    Seats that were ended were by a link, all of them.
    """
    draft.roster.dead -= {seat.participant}
    person = draft.roster.find(seat.participant)
    if person is not None and not holds(person, seat):
        draft.evict(person)


def come_back(draft: Draft, person: Participant, leg: LegId) -> None:
    """The same place again; the host has to look at people anew."""
    if person.standing is Standing.HOST:
        draft.end_previews()
    draft.connect(person, leg)


def go_away(draft: Draft, person: Participant) -> None:
    """The connection is gone and the seat stays."""
    if person.standing is Standing.HOST:
        draft.end_previews()
    draft.disconnect(person)


def holds(person: Participant, seat: Seat) -> bool:
    """A seat says as whom the link lets its holder in: the host may have let in somebody else as a guest."""
    same_role = person.role == seat.role or person.shares_link
    return same_role and (person.invitation, person.case) == (seat.invitation, seat.case)


class Absences:
    """Who has been away since when, as timers."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def follow(self, roster: Roster, now: float) -> list[SetTimer | CancelTimer]:
        """Start the timers of those who are away now, and stop those of everybody else."""
        due = {_AWAY + person.id: FORGOTTEN_AFTER for person in roster if _may_be_forgotten(person)}
        if not any(person.connected for person in roster):
            due[EMPTY] = DISPOSED_AFTER
        ended = [CancelTimer(name) for name in self._since if name not in due]
        started = [SetTimer(name, seconds) for name, seconds in due.items() if name not in self._since]
        self._since = {name: self._since.get(name, now) for name in due}
        return [*ended, *started]

    def remaining(self, name: str, now: float) -> float | None:
        """Seconds until this timer is really due, or None if it was cancelled a moment ago."""
        if name not in self._since:
            return None
        return self._since[name] + (DISPOSED_AFTER if name == EMPTY else FORGOTTEN_AFTER) - now


def away(name: str) -> ParticipantId:
    """Whose absence this timer measures."""
    return ParticipantId(name.removeprefix(_AWAY))


def _may_be_forgotten(person: Participant) -> bool:
    return not person.connected and person.standing not in _SEATS_THAT_STAY
