"""Somebody who plays a room at random: acts, connections, losses and waits, in any order."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from telehealth.core.draft import NO_LEG
from telehealth.core.ids import CaseId, InvitationId, ParticipantId
from telehealth.core.messages import (
    Admit,
    Answer,
    BringTogether,
    CheckIn,
    End,
    Leave,
    Move,
    Refuse,
    Renew,
    Reopen,
    Reopened,
    SealedIn,
    SealedOut,
    TakeOver,
)
from telehealth.core.participant import IN_SESSION, ParticipantView, Standing
from telehealth.core.permissions import Targeted
from tests.core.cast import CASES, CLINICIANS, PEOPLE, anybody, people
from tests.core.decisions import FITTING, RECOGNISED, Words, decision, on_somebody, words
from tests.core.observer import Observer
from tests.core.scene import ROOM, case, invitation, participant

MAY_WAIT_AGAIN = (Standing.LEFT, Standing.DECLINED, Standing.ENDED)
UPHEAVALS = [
    "end",
    "end",
    "reopen",
    "dr takes over",
    "desk takes over",
    "relay",
    "a while",
    "two minutes",
    "revoked",
]


class Player(Observer):
    """Plays one room. Two of the pages are clinicians', besides the auditor's."""

    @initialize(early=st.lists(people, unique=True), of=st.sampled_from(CASES))
    def open_the_room(self, early: list[str], of: str) -> None:
        """Some who wait, and those of one case in session, any second devices waiting again."""
        self.scene.clinician("dr")
        self.scene.clinician("auditor")
        for name in early:
            self.come(name)
        self.admit_all(of)
        for who in sorted(self.those(Standing.LEFT)):
            self.wait_again(who)

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

    @precondition(lambda self: self.those(*IN_SESSION))
    @rule(data=st.data())
    def somebody_in_session_is_lost(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.those(*IN_SESSION))))
        if self.scene.pages[who].connected:
            self.scene.go(who)

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.host is not None and self.those(*FITTING))
    @rule(data=st.data(), said=words)
    def the_host_decides(self, data: st.DataObject, said: Words) -> None:
        assert self.host is not None
        whom = data.draw(st.sampled_from(sorted(self.those(*FITTING))))
        kind = data.draw(st.sampled_from(FITTING[self.truth[whom].standing]))
        self.decide(self.host, kind, whom, said)

    @precondition(lambda self: self.host is not None and self.those(Standing.WAITING))
    @rule(data=st.data(), together=st.booleans(), said=words)
    def the_host_admits(self, data: st.DataObject, together: bool, said: Words) -> None:
        assert self.host is not None
        whom = data.draw(st.sampled_from(sorted(self.those(Standing.WAITING))))
        if together:
            self.bring_together(self.truth[whom].case)
        self.decide(self.host, Admit, whom, said)

    @precondition(lambda self: self.host is not None and self.those(Standing.WAITING))
    @rule(of=st.sampled_from(CASES))
    def the_host_admits_all_of_a_case(self, of: str) -> None:
        self.admit_all(of)

    def admit_all(self, of: str) -> None:
        for whom in sorted(self.those(Standing.WAITING)):
            if self.host is not None and self.truth[whom].case == case(of):
                self.decide(self.host, Admit, whom, RECOGNISED)

    @rule(kind=on_somebody, sender=anybody, whom=anybody, said=words)
    def anybody_decides(
        self, kind: type[Targeted], sender: ParticipantId, whom: ParticipantId, said: Words
    ) -> None:
        if not self.decide(sender, kind, whom, said):
            return
        assert sender == self.host, "only the host decides about people"

    def decide(self, sender: ParticipantId, kind: type[Targeted], whom: ParticipantId, said: Words) -> bool:
        in_session, before = self.those(*IN_SESSION), dict(self.truth)
        act = decision(kind, whom, said)
        if not self.attempt(lambda: self.scene.act(sender, act)):
            return False
        match act:
            case Admit():
                self.admitted(before[whom], {person: before[person] for person in in_session})
            case Move():
                self.let_in.add(ParticipantId(act.to))
                heir, place = before[ParticipantId(act.to)], before[whom]
                assert heir.invitation == place.invitation
                assert "guest" not in {heir.role, place.role}, "who shares a link is nobody's device"
            case Refuse() if act.spare:
                link = before[whom].invitation
                self.spared |= {person for person in in_session if before[person].invitation == link}
            case Refuse():
                self.spared -= self.dead
            case _:
                pass
        return True

    def admitted(self, who: ParticipantView, in_session: dict[ParticipantId, ParticipantView]) -> None:
        assert who.case is not None
        connected = {person for person, view in in_session.items() if view.connected}
        assert connected <= self.those(*IN_SESSION), "nobody who is here loses their place to another"
        self.over = False
        self.let_in.add(who.id)
        self.may_meet |= set() if in_session else {who.case}

    def bring_together(self, of: CaseId | None) -> None:
        assert self.host is not None
        assert of is not None
        host = self.host
        if self.attempt(lambda: self.scene.act(host, BringTogether(ROOM, of))):
            self.may_meet.add(of)

    @rule(sender=anybody, kind=st.sampled_from([CheckIn, Leave]))
    def anybody_comes_or_goes(self, sender: ParticipantId, kind: type[CheckIn | Leave]) -> None:
        self.attempt(lambda: self.scene.do(sender, kind))

    @precondition(lambda self: self.those(*MAY_WAIT_AGAIN))
    @rule(data=st.data())
    def somebody_waits_again(self, data: st.DataObject) -> None:
        self.wait_again(data.draw(st.sampled_from(sorted(self.those(*MAY_WAIT_AGAIN)))))

    def wait_again(self, who: ParticipantId) -> None:
        self.attempt(lambda: self.scene.do(who, CheckIn))

    @rule(what=st.sampled_from(UPHEAVALS))
    def an_upheaval(self, what: str) -> None:
        match what:
            case "end" if self.host is not None:
                self.end(self.host)
            case "reopen":
                self.reopen()
            case "relay":
                self.scene.relay.restart()
                self.orphaned = set()
                self.scene.perform(self.scene.room.relay_lost(self.scene.now))
            case "revoked":
                self.revoke(invitation("ben"))
            case "a while" | "two minutes":
                self.scene.wait(31.0 if what == "a while" else 121.0)
                self.orphaned = set()
            case _:
                self.take_over(participant(what.split(maxsplit=1)[0]))

    def end(self, host: ParticipantId) -> None:
        waiting, in_session = self.those(Standing.WAITING), self.those(*IN_SESSION)
        before = {person: self.known_by(person) for person in waiting}
        self.attempt(lambda: self.scene.do(host, End))
        self.over = True
        assert self.those(Standing.WAITING) == waiting, "those who wait stay"
        assert in_session - self.spared <= self.those(Standing.ENDED)
        assert in_session & self.spared <= self.dead
        assert before == {person: self.known_by(person) for person in waiting}

    def reopen(self) -> None:
        told = {person: len(page.got(Reopened)) for person, page in self.scene.pages.items()}
        host = self.host
        if host is None or not self.attempt(lambda: self.scene.do(host, Reopen)):
            return
        for person, page in self.scene.pages.items():
            news = len(page.got(Reopened)) - told[person]
            assert news == 0 or self.standing(person) is Standing.ENDED

    def revoke(self, link: InvitationId) -> None:
        """The clinician ends a link from Today."""
        here = {person for person, view in self.truth.items() if view.invitation == link}
        ended = link in self.ended_links
        self.attempt(lambda: self.scene.perform(self.scene.room.end_invitation(link, self.scene.now)))
        assert here & self.dead == (set() if ended else here)

    def take_over(self, page: ParticipantId) -> None:
        if self.attempt(lambda: self.scene.do(page, TakeOver)):
            self.over = True
            self.orphaned = set()
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

    @rule(person=anybody, owner=anybody, kind=st.sampled_from(["session", "preview"]))
    def anybody_says_that_they_send(self, person: ParticipantId, owner: ParticipantId, kind: str) -> None:
        leg = self.scene.leg(owner, kind)
        passed = self.scene.perform(self.scene.room.sending(person, leg))
        assert bool(passed) == (leg != 0 and owner == person and kind == "session")

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
