"""A relay of dictionaries: it does what a room's effects say, and insists that they make sense."""

from __future__ import annotations

from telehealth.core.effects import AnyEffect, CloseLeg, Link, OpenLeg, PassAnswer, Sends, Unlink
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.roster import Slot


class FakeRelay:
    """Holds legs and links, and knows every leg number it was ever given."""

    def __init__(self) -> None:
        self.legs: dict[LegId, Slot] = {}
        self.links: dict[tuple[LegId, LegId], bool] = {}
        self.numbers: set[LegId] = set()
        self.answers: list[PassAnswer] = []

    def perform(self, effect: AnyEffect) -> None:
        match effect:
            case OpenLeg():
                assert effect.leg not in self.numbers, "a leg number was used twice"
                assert Slot(effect.participant, effect.kind) not in self.legs.values(), "two legs in one slot"
                self.numbers.add(effect.leg)
                self.legs[effect.leg] = Slot(effect.participant, effect.kind)
            case CloseLeg():
                self.lose(effect.leg)
            case Link():
                ends = (effect.sender, effect.receiver)
                assert effect.sender in self.legs, "linked from no leg"
                assert effect.receiver in self.legs, "linked to no leg"
                assert self.links.get(ends) is not effect.open, "a link was said twice"
                self.links[ends] = effect.open
            case Unlink():
                del self.links[effect.sender, effect.receiver]
            case PassAnswer():
                assert effect.leg in self.legs, "an answer for no leg"
                self.answers.append(effect)
            case Sends():
                assert effect.leg in self.legs, "packets by no leg"
            case _:
                pass

    def lose(self, leg: LegId) -> None:
        """The leg is over, with all its links."""
        del self.legs[leg]
        self.links = {ends: gate for ends, gate in self.links.items() if leg not in ends}

    def restart(self) -> None:
        """Everything is gone; numbers that were used stay used."""
        self.legs, self.links = {}, {}

    def leg_of(self, participant: ParticipantId, kind: str = "session") -> LegId:
        """The leg in this slot, 0 for none."""
        return next((leg for leg, slot in self.legs.items() if slot == (participant, kind)), LegId(0))

    def forwarded(self) -> set[tuple[ParticipantId, ParticipantId, str]]:
        """From whom packets pass, to whom, and on which kind of leg they arrive."""
        return {
            (self.legs[sender].participant, self.legs[receiver].participant, self.legs[receiver].kind)
            for (sender, receiver), gate in self.links.items()
            if gate
        }
