"""What is known of a room by its effects alone, for a player of it and for whoever judges the play."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis.stateful import RuleBasedStateMachine
from msgspec.structs import replace

from telehealth.core.effects import EndInvitation, EndSeat
from telehealth.core.ids import CaseId, InvitationId, ParticipantId
from telehealth.core.participant import IN_SESSION, ParticipantView, Standing
from telehealth.errors import TelehealthError
from tests.core.scene import Scene, participant

AUDITOR = participant("auditor")


class Observer(RuleBasedStateMachine):
    """Watches one room through the auditor: a clinician's page that only watches and never goes, so that
    what it was told is all there is to know.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene()
        self.may_meet: set[CaseId] = set()
        """The cases of the session that is on, as the host has decided."""
        self.over = True
        """Whether nobody has been admitted since the last end."""
        self.let_in: set[ParticipantId] = set()
        """Those in session, each by a decision of the host's about that very person."""
        self.spared: set[ParticipantId] = set()
        """Those who were in session when their link ended, as the host wanted."""

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
        return {fact.participant for fact in self.scene.facts if isinstance(fact, EndSeat)}

    @property
    def ended_links(self) -> set[InvitationId]:
        return {fact.invitation for fact in self.scene.facts if isinstance(fact, EndInvitation)}

    def attempt(self, call: Callable[[], object]) -> bool:
        """Whether it was done. Every refusal is one of ours; anything else fails the test."""
        try:
            call()
        except TelehealthError:
            return False
        if not self.those(*IN_SESSION):
            self.may_meet = set()
        self.let_in &= self.those(*IN_SESSION)
        return True

    def known_by(self, person: ParticipantId) -> list[ParticipantView]:
        """What one page was told of everybody, but for whether its own link is in session elsewhere."""
        return [replace(view, other_device=False) for view in self.scene.pages[person].people.values()]
