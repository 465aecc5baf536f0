"""What each page may know of a room, and how it is kept up to date: a snapshot, then changes.

- A clinician's page sees everybody, by which link and for which case they came, and how long they wait.
- Everybody else sees themselves and the host; who is admitted also sees the others who are, and who waits
  by their own link, since that may be themselves on another device; a guest who shares somebody else's link
  sees none of its devices. So nobody who waits learns that anybody else does, nor how often anybody comes
  and goes: only that their own link is in session elsewhere.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from telehealth.core.draft import Greeting
from telehealth.core.effects import Send
from telehealth.core.ids import LegId, ParticipantId, RoomId
from telehealth.core.messages import Changed, Welcome
from telehealth.core.participant import CLINICIANS, Participant, ParticipantView, Standing
from telehealth.core.roster import Roster


class View(Struct, frozen=True):
    """All that one page may know."""

    host: ParticipantId | None
    people: tuple[ParticipantView, ...]


def sees(viewer: Participant, other: Participant) -> bool:
    """Whether one person may know that the other is here."""
    if viewer.standing in CLINICIANS or viewer.id == other.id or other.standing is Standing.HOST:
        return True
    if viewer.standing is not Standing.ADMITTED:
        return False
    return other.standing is Standing.ADMITTED or _may_be_same(viewer, other)


def _may_be_same(viewer: Participant, other: Participant) -> bool:
    """Whether the other may be this person's own other device, as far as anybody knows."""
    if viewer.shares_link or other.shares_link:
        return False
    return other.standing is Standing.WAITING and other.invitation == viewer.invitation


def view(viewer: Participant, roster: Roster, now: float) -> View:
    """What this person may know at this moment (`now` in seconds)."""
    host = roster.host
    return View(
        host=None if host is None else host.id,
        people=tuple(_seen_by(viewer, other, roster, now) for other in roster if sees(viewer, other)),
    )


def _seen_by(viewer: Participant, other: Participant, roster: Roster, now: float) -> ParticipantView:
    public = ParticipantView(
        id=other.id,
        role=other.role,
        standing=other.standing,
        connected=other.connected,
        previewed=other.previewed,
    )
    if viewer.standing in CLINICIANS or viewer.id == other.id:
        public = replace(public, other_device=_is_elsewhere(other, roster))
    if viewer.standing not in CLINICIANS:
        return public
    waited = max(0.0, now - other.since) if other.standing is Standing.WAITING else 0.0
    return replace(public, case=other.case, invitation=other.invitation, waited=waited, method=other.method)


def _is_elsewhere(person: Participant, roster: Roster) -> bool:
    """Whether somebody who is not in session themselves is there from another device."""
    return not person.in_session and any(other.in_session for other in roster.devices(person))


def timeless(seen: View) -> View:
    """The same without times: that somebody has waited longer is no change."""
    return View(seen.host, tuple(replace(person, waited=0.0) for person in seen.people))


class Views:
    """What every connected page was last told, and under which version."""

    def __init__(self, room: RoomId, clinician: str) -> None:
        self._room = room
        self._clinician = clinician
        self._told: dict[ParticipantId, View] = {}
        self._versions: dict[ParticipantId, int] = {}

    def welcome(
        self, viewer: Participant, roster: Roster, greeting: Greeting, leg: LegId, now: float
    ) -> Send:
        """The whole of it."""
        seen = view(viewer, roster, now)
        message = Welcome(
            room=self._room,
            version=self._tell(viewer.id, seen),
            you=viewer.id,
            clinician=self._clinician,
            seat=greeting.token,
            leg=leg,
            code_word=greeting.code_word,
            host=seen.host,
            people=seen.people,
        )
        return Send(viewer.id, message)

    def changes(self, roster: Roster, now: float) -> list[Send]:
        """For each page that is connected, what is different from what it was told, if anything is."""
        self._forget(roster)
        sends = []
        for viewer in roster:
            earlier = self._told.get(viewer.id)
            seen = view(viewer, roster, now)
            if earlier is not None and earlier != timeless(seen):
                sends.append(Send(viewer.id, self._changed(viewer.id, earlier, seen)))
        return sends

    def _changed(self, viewer: ParticipantId, earlier: View, seen: View) -> Changed:
        known = set(earlier.people)
        here = {person.id for person in seen.people}
        return Changed(
            room=self._room,
            version=self._tell(viewer, seen),
            host=seen.host,
            people=tuple(person for person in seen.people if replace(person, waited=0.0) not in known),
            gone=tuple(person.id for person in earlier.people if person.id not in here),
        )

    def _tell(self, viewer: ParticipantId, seen: View) -> int:
        self._told[viewer] = timeless(seen)
        self._versions[viewer] = self._versions.get(viewer, 0) + 1
        return self._versions[viewer]

    def _forget(self, roster: Roster) -> None:
        """Who is away is told everything on return; who is gone is told nothing."""
        connected = {person.id for person in roster if person.connected}
        known = {person.id for person in roster}
        self._told = {viewer: told for viewer, told in self._told.items() if viewer in connected}
        self._versions = {viewer: number for viewer, number in self._versions.items() if viewer in known}
