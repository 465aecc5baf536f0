"""Somebody who plays a room at random: acts, connections, losses and waits, in any order."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec import convert

from telehealth.core.draft import NO_LEG
from telehealth.core.effects import EndSeat
from telehealth.core.ids import CaseId, ParticipantId
from telehealth.core.messages import (
    Admit,
    Answer,
    BringTogether,
    CheckIn,
    Decline,
    End,
    Hold,
    Leave,
    Preview,
    Refuse,
    Remove,
    Renew,
    Resume,
    SealedIn,
    SealedOut,
    SendBack,
    TakeOver,
)
from telehealth.core.participant import IN_SESSION, ParticipantView, Standing
from telehealth.core.permissions import Targeted
from telehealth.errors import TelehealthError
from tests.core.scene import ROOM, Scene, case, participant

AUDITOR = participant("auditor")
CLINICIANS = ["dr", "desk"]
PEOPLE = {
    "ana": ("ana", "couple"),
    "leo": ("leo", "couple"),
    "phone": ("maya", "maya"),
    "laptop": ("maya", "maya"),
    "ben": ("ben", "ben"),
} | {f"kin{number}": (f"kin{number}", "family") for number in range(8)}
"""By name: the link they came by, and the case it belongs to."""
CASES = sorted({of for _, of in PEOPLE.values()})

UPHEAVALS = ["end", "dr takes over", "desk takes over", "relay", "a while", "two minutes"]

anybody = st.sampled_from([*PEOPLE, *CLINICIANS]).map(participant)
people = st.sampled_from([*PEOPLE])
on_somebody: st.SearchStrategy[type[Targeted]] = st.sampled_from(
    [Admit, Preview, Decline, Refuse, Hold, Resume, SendBack, Remove]
)
FITTING: dict[Standing, list[type[Targeted]]] = {
    Standing.WAITING: [Admit, Admit, Admit, Admit, Preview, Preview, Decline, Refuse, Remove],
    Standing.ADMITTED: [Hold, Hold, SendBack, Remove],
    Standing.HELD: [Resume, Resume, SendBack, Remove],
}
"""What a sensible host does, so that rooms fill."""


class Player(RuleBasedStateMachine):
    """Plays one room, and knows of it what its effects have shown.

    Two of the pages are clinicians'; a third, the auditor, only watches and never goes, so what it was told
    is all there is to know.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene()
        self.may_meet: set[CaseId] = set()
        """The cases of the session that is on, as the host has decided."""
        self.over = True
        """Whether nobody has been admitted since the last end."""

    @initialize(early=st.lists(people, unique=True))
    def open_the_room(self, early: list[str]) -> None:
        self.scene.clinician("dr")
        self.scene.clinician("auditor")
        for name in early:
            self.come(name)

    # ── What is known ────────────────────────────────────────────────────────────────────────────

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

    def attempt(self, call: Callable[[], object]) -> bool:
        """Whether it was done. Every refusal is one of ours; anything else fails the test."""
        try:
            call()
        except TelehealthError:
            return False
        if not self.those(*IN_SESSION):
            self.may_meet = set()
        return True

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────

    @rule(name=people)
    def come_by_a_link(self, name: str) -> None:
        self.come(name)

    def come(self, name: str) -> None:
        link, of = PEOPLE[name]
        self.attempt(lambda: self.scene.waiting(name, link=link, of=of))

    @rule(name=st.sampled_from(CLINICIANS))
    def open_a_clinicians_page(self, name: str) -> None:
        self.attempt(lambda: self.scene.clinician(name))

    @rule(person=anybody, how=st.sampled_from(["goes", "is back", "is back with its leg"]))
    def a_connection(self, person: ParticipantId, how: str) -> None:
        if person not in self.scene.pages:
            return
        if how == "goes":
            self.scene.go(person)
        else:
            leg = self.scene.leg(person) if how == "is back with its leg" else NO_LEG
            self.attempt(lambda: self.scene.back(person, leg))

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.host is not None and self.those(*FITTING))
    @rule(data=st.data())
    def the_host_decides(self, data: st.DataObject) -> None:
        assert self.host is not None
        whom = data.draw(st.sampled_from(sorted(self.those(*FITTING))))
        kind = data.draw(st.sampled_from(FITTING[self.truth[whom].standing]))
        self.decide(self.host, kind, whom)

    @precondition(lambda self: self.host is not None and self.those(Standing.WAITING))
    @rule(data=st.data(), together=st.booleans())
    def the_host_admits(self, data: st.DataObject, together: bool) -> None:
        assert self.host is not None
        whom = data.draw(st.sampled_from(sorted(self.those(Standing.WAITING))))
        if together:
            self.bring_together(self.truth[whom].case)
        self.decide(self.host, Admit, whom)

    @precondition(lambda self: self.host is not None and self.those(Standing.WAITING))
    @rule(of=st.sampled_from(CASES))
    def the_host_admits_all_of_a_case(self, of: str) -> None:
        for whom in sorted(self.those(Standing.WAITING)):
            if self.host is not None and self.truth[whom].case == case(of):
                self.decide(self.host, Admit, whom)

    @rule(kind=on_somebody, sender=anybody, whom=anybody)
    def anybody_decides(self, kind: type[Targeted], sender: ParticipantId, whom: ParticipantId) -> None:
        if not self.decide(sender, kind, whom):
            return
        assert sender == self.host, "only the host decides about people"

    def decide(self, sender: ParticipantId, kind: type[Targeted], whom: ParticipantId) -> bool:
        alone = not self.those(*IN_SESSION)
        fields: dict[str, object] = {"room": ROOM, "participant": whom, "on": True}
        act = convert({k: v for k, v in fields.items() if k in kind.__struct_fields__} | _tag(kind), kind)
        done = self.attempt(lambda: self.scene.act(sender, act))
        if done and kind is Admit:
            self.over = False
            of = self.truth[whom].case
            assert of is not None
            self.may_meet |= {of} if alone else set()
        return done

    def bring_together(self, of: CaseId | None) -> None:
        assert self.host is not None
        assert of is not None
        host = self.host
        if self.attempt(lambda: self.scene.act(host, BringTogether(ROOM, of))):
            self.may_meet.add(of)

    @rule(sender=anybody, kind=st.sampled_from([CheckIn, Leave]))
    def anybody_comes_or_goes(self, sender: ParticipantId, kind: type[CheckIn | Leave]) -> None:
        self.attempt(lambda: self.scene.do(sender, kind))

    @rule(
        what=st.sampled_from(["end", "dr takes over", "desk takes over", "relay", "a while", "two minutes"])
    )
    def an_upheaval(self, what: str) -> None:
        match what:
            case "end" if self.host is not None:
                self.end(self.host)
            case "relay":
                self.scene.relay.restart()
                self.scene.perform(self.scene.room.relay_lost(self.scene.now))
            case "a while" | "two minutes":
                self.scene.wait(31.0 if what == "a while" else 121.0)
            case _:
                self.take_over(participant(what.split(maxsplit=1)[0]))

    def end(self, host: ParticipantId) -> None:
        waiting, in_session = self.those(Standing.WAITING), self.those(*IN_SESSION)
        before = {person: dict(self.scene.pages[person].people) for person in waiting}
        self.scene.do(host, End)
        self.over, self.may_meet = True, set()
        assert self.those(Standing.WAITING) == waiting, "those who wait stay"
        assert in_session <= self.those(Standing.ENDED)
        assert before == {person: self.scene.pages[person].people for person in waiting}

    def take_over(self, page: ParticipantId) -> None:
        if self.attempt(lambda: self.scene.do(page, TakeOver)):
            self.over = True
            assert self.host == page
            assert not self.those(*IN_SESSION)

    @rule(sender=anybody, recipient=anybody)
    def seal(self, sender: ParticipantId, recipient: ParticipantId) -> None:
        before = {person: len(page.got(SealedIn)) for person, page in self.scene.pages.items()}
        if not self.attempt(lambda: self.scene.act(sender, SealedOut(ROOM, recipient, "c2VhbGVk"))):
            return
        after = {person: len(page.got(SealedIn)) for person, page in self.scene.pages.items()}
        assert after == before | {recipient: before[recipient] + 1}
        assert self.host in {sender, recipient} or {sender, recipient} <= self.those(Standing.ADMITTED)

    # ── Media ────────────────────────────────────────────────────────────────────────────────────

    @rule(person=anybody, owner=anybody, kind=st.sampled_from(["session", "preview"]), renew=st.booleans())
    def anybody_speaks_of_a_leg(
        self, person: ParticipantId, owner: ParticipantId, kind: str, renew: bool
    ) -> None:
        leg = self.scene.leg(owner, kind)
        act = Renew(ROOM, leg) if renew else Answer(ROOM, leg, "v=0")
        if self.attempt(lambda: self.scene.act(person, act)) and leg:
            assert owner == person, "legs are their owners' alone"

    @precondition(lambda self: self.scene.relay.legs)
    @rule(data=st.data(), lost=st.booleans())
    def the_relay_speaks_of_a_leg(self, data: st.DataObject, lost: bool) -> None:
        leg = data.draw(st.sampled_from(sorted(self.scene.relay.legs)))
        if lost:
            self.scene.relay.lose(leg)
            self.scene.perform(self.scene.room.leg_lost(leg, self.scene.now))
        else:
            kind = self.scene.relay.legs[leg].kind
            self.scene.perform(self.scene.room.connected(leg, self.scene.now))
            self.scene.perform(self.scene.room.offered(leg, kind, "v=0"))
            self.scene.perform(self.scene.room.demanded(leg, ("a1",)))


def _tag(kind: type[Targeted]) -> dict[str, object]:
    return {"type": kind.__struct_config__.tag}
