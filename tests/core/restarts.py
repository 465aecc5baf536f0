"""A scene whose server is killed and started again, with a store that lasts and a relay that may go on."""

from __future__ import annotations

from itertools import count

from msgspec.structs import replace

from telehealth.core.draft import NO_LEG
from telehealth.core.effects import AnyEffect, EndInvitation, EndSeat, Send
from telehealth.core.ids import InvitationId, LegId, ParticipantId
from telehealth.core.messages import Welcome
from telehealth.core.orphans import KEPT_FOR, Carried, CarriedLeg
from telehealth.core.participant import Method, Role, Standing
from telehealth.core.restoring import Claimed
from telehealth.core.room import Room
from telehealth.core.roster import Slot
from telehealth.errors import InvitationOver, NotAllowed, SeatOver, TelehealthError
from tests.core.relay import FakeRelay
from tests.core.scene import ROOM, Page, Scene, greeting, invitation, participant


def carried(relay: FakeRelay) -> Carried:
    """What the relay says of its legs to a server that knows nothing."""
    legs = tuple(
        CarriedLeg(leg=leg, slot=slot, connected=True, demand=(), offer="")
        for leg, slot in relay.legs.items()
    )
    return Carried(legs, relay.links.copy())


class LastingScene(Scene):
    """See `Scene`. What was written down is honoured in every life, as `signalling/openings.py` does it."""

    @property
    def dead(self) -> set[ParticipantId]:
        return {
            fact.participant
            for fact in self.facts
            if isinstance(fact, EndSeat) and not self._is_a_strangers(fact)
        }

    def _is_a_strangers(self, ended: EndSeat) -> bool:
        """Whether it is the seat of somebody who had said hello with the id of this page."""
        page = self.pages.get(ended.participant)
        return page is not None and page.seat.invitation != ended.invitation

    @property
    def ended_links(self) -> set[InvitationId]:
        return {fact.invitation for fact in self.facts if isinstance(fact, EndInvitation)}

    def restart(self, *, media_goes_on: bool = True) -> None:
        """The server is killed, alone or with its relay, and another begins."""
        for page in self.pages.values():
            page.connected = False
        self.timers = {}
        if not media_goes_on:
            self.relay.restart()
        self.room = Room(ROOM, "Dr Ruiz", count(max(self.relay.numbers, default=LegId(0)) + 1))
        if self.relay.legs:
            self.perform(self.room.adopt(carried(self.relay), self.now + KEPT_FOR, self.now))

    def perform(self, effects: list[AnyEffect]) -> list[AnyEffect]:
        super().perform(effects)
        for effect in effects:
            if isinstance(effect, Send) and isinstance(effect.message, Welcome) and effect.message.leg:
                kept = self.relay.legs.get(effect.message.leg)
                assert kept == Slot(effect.to, "session"), "a welcome names somebody else's leg"
        return effects

    def client(self, name: str, *, link: str = "", of: str = "", role: Role = "client") -> ParticipantId:
        if participant(name) in self.dead:
            raise SeatOver
        if invitation(link or name) in self.ended_links:
            raise InvitationOver
        return super().client(name, link=link, of=of, role=role)

    def stranger(self, whose: ParticipantId) -> ParticipantId:
        """Somebody by another link says hello with this page's id. Those by a link the store knows."""
        page = self.pages[whose]
        if page.seat.role != "clinician":
            raise NotAllowed
        seat = replace(self.seat("mallory"), participant=whose)
        self.pages[whose] = Page(seat)
        try:
            self.perform(self._through(seat, lambda: self.room.enter(seat, greeting(), self.now)))
        except TelehealthError:
            self.pages[whose] = page
            raise
        return whose

    def back(
        self, person: ParticipantId, leg: LegId = NO_LEG, people: tuple[Claimed, ...] | None = None
    ) -> list[AnyEffect]:
        ended = self.pages[person].seat.invitation in self.ended_links and not self.room.spares(person)
        if person in self.dead or ended:
            raise SeatOver
        living = None if people is None else tuple(claim for claim in people if self._lives(claim))
        return super().back(person, leg, living)

    def _lives(self, claim: Claimed) -> bool:
        return claim.seat.participant not in self.dead and claim.seat.invitation not in self.ended_links

    def claim(
        self,
        person: ParticipantId,
        standing: Standing = Standing.ADMITTED,
        method: Method | None = "recognised",
        *,
        guest: bool = False,
        waited: float = 0.0,
    ) -> Claimed:
        """What the host's page says of somebody."""
        seat = self.pages[person].seat
        return Claimed(seat=seat, standing=standing, method=method, guest=guest, waited=waited)
