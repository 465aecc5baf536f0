"""One call's changes to a room, kept apart until all of them are legal."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from telehealth.core.effects import Audit, EndInvitation, EndSeat, PassAnswer, Send
from telehealth.core.ids import InvitationId, LegId, ParticipantId, RoomId
from telehealth.core.messages import ToBrowser
from telehealth.core.participant import IN_SESSION, Method, Participant, Standing
from telehealth.core.roster import Roster, Slot

Fact: TypeAlias = EndSeat | EndInvitation | Audit

NO_LEG = LegId(0)


class Greeting(Struct, frozen=True):
    """What a welcome says that no room knows by itself."""

    token: str
    """What the page comes back with."""
    code_word: bool
    """Whether its link asks for a code word, as the store has it now."""


class Draft:
    """What the rules write on. A refusal throws it away, and the room is as it was."""

    def __init__(self, room: RoomId, before: Roster, now: float) -> None:
        self.room = room
        self.before = before
        self.roster = before.copy()
        self.now = now
        self.facts: list[Fact] = []
        self.answers: list[PassAnswer] = []
        self.letters: list[Send] = []
        self.welcomes: dict[ParticipantId, Greeting] = {}
        """Pages that are to be told everything."""
        self.lost: set[LegId] = set()
        """Legs that the relay no longer has."""
        self.restored = False
        """Whether a session goes on that was on before the server was restarted."""

    def stand(self, participant: ParticipantId, standing: Standing) -> None:
        """Somebody stands elsewhere from now on.

        Only admission takes the leg along, and an identity is confirmed for as long as one is in session.
        """
        person = self.roster.require(participant)
        admission = person.standing is Standing.WAITING and standing is Standing.ADMITTED
        self.roster.put(
            replace(
                person,
                standing=standing,
                since=self.now,
                method=person.method if standing in IN_SESSION else None,
                previewed=False,
                leg=person.leg if admission else NO_LEG,
                preview_leg=NO_LEG,
            )
        )
        self.roster.wake(participant)

    def identify(self, participant: ParticipantId, method: Method | None) -> None:
        """The host has said how they know who somebody is."""
        self.roster.put(replace(self.roster.require(participant), method=method))

    def share_link(self, participant: ParticipantId) -> None:
        """Somebody is not who the link is for, and a guest by the same link from now on."""
        self.roster.put(replace(self.roster.require(participant), role="guest", shares_link=True))

    def take_place(self, participant: ParticipantId, of: Participant) -> None:
        """Somebody stands where another stood, as the same person."""
        self.stand(participant, of.standing)
        self.identify(participant, of.method)

    def connect(self, person: Participant, leg: LegId) -> None:
        """A page is back: its session leg goes on if it still has the same one, and nothing else does."""
        kept = leg if leg == person.leg else NO_LEG
        self.roster.put(replace(person, connected=True, previewed=False, leg=kept, preview_leg=NO_LEG))
        self.roster.wake(person.id)

    def disconnect(self, person: Participant) -> None:
        """A page is away. Who cannot be told of a preview is not seen in one."""
        self.roster.put(replace(person, connected=False, previewed=False))

    def preview(self, person: Participant, *, on: bool) -> None:
        """The host looks, or looks no more."""
        self.roster.put(replace(person, previewed=on))

    def end_previews(self) -> None:
        """Nobody is looked at any more."""
        for person in self.roster:
            if person.previewed:
                self.preview(person, on=False)

    def drop_leg(self, slot: Slot) -> None:
        """Take one leg away; the media plan gives another if one is due."""
        person = self.roster.require(slot.participant)
        if slot.kind == "session":
            self.roster.put(replace(person, leg=NO_LEG))
        else:
            self.roster.put(replace(person, preview_leg=NO_LEG))

    def drop_orphan(self, leg: LegId) -> None:
        """Take away a leg that outlived the server, if it is one."""
        self.roster.orphans = self.roster.orphans.without({leg})

    def end_seat(self, participant: ParticipantId) -> None:
        """The seat is dead: gone from the room, and nothing brings it back."""
        invitation = self.roster.require(participant).invitation
        self.roster.forget(participant)
        self.roster.dead |= {participant}
        self.facts.append(EndSeat(participant, invitation))

    def evict(self, person: Participant) -> None:
        """Whoever came by a link under somebody else's id is gone, and their seat with them.

        The id is not dead: its owner is about to take it.
        """
        self.roster.forget(person.id)
        self.facts.append(EndSeat(person.id, person.invitation))

    def end_invitation(self, invitation: InvitationId) -> None:
        """The link is over."""
        self.roster.over |= {invitation}
        self.facts.append(EndInvitation(invitation))

    def tell(self, to: ParticipantId, message: ToBrowser, sender: ParticipantId | None = None) -> None:
        """A message for one page, if it is connected; from another page, if there is a sender."""
        if self.reaches(to):
            self.letters.append(Send(to, message, sender))

    def reaches(self, participant: ParticipantId) -> bool:
        """Whether this page is connected; of somebody who has just gone, whether it was."""
        person = self.roster.find(participant) or self.before.find(participant)
        return person is not None and person.connected
