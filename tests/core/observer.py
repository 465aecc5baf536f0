"""What is known of a room by its effects alone, for a player of it and for whoever judges the play."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis.stateful import RuleBasedStateMachine
from msgspec.structs import replace

from telehealth.core.effects import EndInvitation
from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId
from telehealth.core.participant import IN_SESSION, ParticipantView, Standing
from telehealth.errors import TelehealthError
from tests.core.restarts import LastingScene
from tests.core.scene import participant

AUDITOR = participant("auditor")


class Observer(RuleBasedStateMachine):
    """Watches one room through the auditor: a clinician's page that only watches and never goes, so that
    what it was told is all there is to know.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scene = LastingScene()
        self.may_meet: set[CaseId] = set()
        """The cases of the session that is on, as the host has decided."""
        self.over = True
        """Whether nobody has been admitted since the last end."""
        self.let_in: set[ParticipantId] = set()
        """Those in session, each by a decision of the host's about that very person."""
        self.spared: set[ParticipantId] = set()
        """Those who were in session when their link ended, as the host wanted."""
        self.had_session = False
        """Whether a session was on since the server began."""
        self.orphaned: set[LegId] = set()
        """Legs from before a restart, of which nobody has decided yet."""

    @property
    def truth(self) -> dict[ParticipantId, ParticipantView]:
        """Everybody in the room, as the auditor was told."""
        return self.scene.pages[AUDITOR].people

    def standing(self, person: ParticipantId) -> Standing | None:
        return self.truth[person].standing if person in self.truth else None

    def those(self, *standings: Standing) -> set[ParticipantId]:
        return {person for person, view in self.truth.items() if view.standing in standings}

    @property
    def host(self) -> ParticipantId | None:
        return self.scene.pages[AUDITOR].host

    @property
    def dead(self) -> set[ParticipantId]:
        return self.scene.dead

    @property
    def ended_links(self) -> set[InvitationId]:
        return {fact.invitation for fact in self.scene.facts if isinstance(fact, EndInvitation)}

    def attempt(self, call: Callable[[], object]) -> bool:
        """Whether it was done. Every refusal is one of ours; anything else fails the test."""
        try:
            call()
        except TelehealthError:
            return False
        if self.those(*IN_SESSION):
            self.had_session = True
            self.orphaned = set()
        else:
            self.may_meet = set()
        self.let_in &= self.those(*IN_SESSION)
        return True

    def forwarded(self) -> set[tuple[ParticipantId, ParticipantId, str]]:
        """From whom packets pass to whom, but for what goes on as it was over a restart."""
        legs = self.scene.relay.legs
        return {
            (legs[sender].participant, legs[receiver].participant, legs[receiver].kind)
            for (sender, receiver), gate in self.scene.relay.links.items()
            if gate and not {sender, receiver} <= self.orphaned
        }

    def leg(self, person: ParticipantId) -> LegId:
        """Somebody's session leg, unless it goes on as it was over a restart."""
        leg = self.scene.leg(person)
        return LegId(0) if leg in self.orphaned else leg

    def known_by(self, person: ParticipantId) -> list[ParticipantView]:
        """What one page was told of everybody, but for whether its own link is in session elsewhere."""
        return [replace(view, other_device=False) for view in self.scene.pages[person].people.values()]
