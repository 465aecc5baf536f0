"""Somebody who kills the server under the players, at random, and has pages say who was where."""

from __future__ import annotations

from typing import NamedTuple, get_args

from hypothesis import strategies as st
from hypothesis.stateful import rule

from telehealth.core.draft import NO_LEG
from telehealth.core.ids import ParticipantId
from telehealth.core.participant import IN_SESSION, Method, ParticipantView, Standing
from telehealth.core.restoring import Claimed
from tests.core.cast import CLINICIANS, PEOPLE, anybody
from tests.core.observer import AUDITOR
from tests.core.player import Player
from tests.core.scene import participant

CLAIMED = (Standing.WAITING, Standing.ADMITTED, Standing.HELD)
MAY_BE_RESTORED = {None, Standing.CHECKING, Standing.WAITING}


class Word(NamedTuple):
    """What a page says of one person."""

    name: str
    standing: Standing
    method: Method | None
    guest: bool


words_about_people = st.lists(
    st.builds(
        Word,
        st.sampled_from([*PEOPLE]),
        st.sampled_from([*CLAIMED, Standing.ADMITTED]),
        st.sampled_from([*get_args(Method), None, "recognised", "recognised", "recognised"]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=12,
)

strangers_take = st.one_of(*3 * [st.sampled_from(CLINICIANS).map(participant)], anybody)
"""Whose id is told to everybody, for the most part."""


class Restarter(Player):
    """Plays one room over several lives of its server."""

    before: dict[ParticipantId, ParticipantView] = {}  # noqa: RUF012 (replaced, never changed)
    """Where everybody was when the server was killed last."""

    @rule(media_goes_on=st.sampled_from([True, True, False]), stranger=st.booleans())
    def the_server_is_killed(self, media_goes_on: bool, stranger: bool) -> None:
        """And is there again, before any page has noticed, but perhaps somebody who has waited for it."""
        host = self.host
        self.before = {person: view for person, view in self.truth.items() if view.standing in CLAIMED}
        self.scene.restart(media_goes_on=media_goes_on)
        self.orphaned = set(self.scene.relay.legs)
        self.may_meet, self.let_in, self.spared = set(), set(), set()
        self.over, self.had_session = True, False
        # Whoever judges this sees what happens from the beginning, and so hosts as the first to come.
        self.scene.back(AUDITOR)
        assert self.those(*IN_SESSION) == set(), "nobody is in session by themselves"
        self.orphaned &= set(self.scene.relay.legs)
        if stranger and host is not None:
            self.say_hello_as(host, waits=True, hosts=False)

    @rule(page=st.sampled_from(CLINICIANS).map(participant), with_leg=st.booleans())
    def the_host_is_back_and_says_who_was_where(self, page: ParticipantId, with_leg: bool) -> None:
        self.claim(page, tuple(self._as_it_was(person) for person in sorted(self.before)), with_leg=with_leg)

    @rule(page=st.sampled_from(CLINICIANS).map(participant), said=words_about_people)
    def a_page_says_anything(self, page: ParticipantId, said: list[Word]) -> None:
        known = [word for word in said if participant(word.name) in self.scene.pages]
        claims = (
            self.scene.claim(participant(word.name), word.standing, word.method, guest=word.guest)
            for word in known
        )
        self.claim(page, tuple(claims), with_leg=False)

    @rule(whose=strangers_take, waits=st.booleans(), hosts=st.booleans())
    def somebody_says_hello_with_somebody_elses_id(
        self, whose: ParticipantId, waits: bool, hosts: bool
    ) -> None:
        self.say_hello_as(whose, waits=waits, hosts=hosts)

    def say_hello_as(self, whose: ParticipantId, *, waits: bool, hosts: bool) -> None:
        """They get in only where nothing of that page is, not even its leg, and go when it is back."""
        page = self.scene.pages.get(whose)
        if page is None:
            return
        taken = whose in self.truth or self.scene.leg(whose) != NO_LEG
        if not self.attempt(lambda: self.scene.stranger(whose)):
            return
        assert not taken, "a link took a place, or a leg"
        if waits:
            self.wait_again(whose)
        self.scene.pages[whose] = page
        if hosts:
            self.claim(whose, (), with_leg=False)
        else:
            assert self.attempt(lambda: self.scene.back(whose)), "a link keeps a clinician out"
        assert self.truth[whose].role == "clinician"
        assert self.truth[whose].invitation is None

    def _as_it_was(self, person: ParticipantId) -> Claimed:
        view = self.before[person]
        shares = view.role != self.scene.pages[person].seat.role
        return self.scene.claim(person, view.standing, view.method, guest=shares, waited=view.waited)

    def claim(self, page: ParticipantId, claims: tuple[Claimed, ...], *, with_leg: bool) -> None:
        """Whatever is said, nobody is in session by it who is dead, has gone, or does not fit."""
        if page not in self.scene.pages:
            return
        before, had_session = dict(self.truth), self.had_session
        leg = self.scene.leg(page) if with_leg else NO_LEG
        # Judged by what follows: who is in session now was put there by these words.
        named = {claim.seat.participant: claim for claim in claims if claim.standing in IN_SESSION}
        if not self.attempt(lambda: self.scene.back(page, leg, claims)):
            return
        in_session = self.those(*IN_SESSION)
        if had_session:
            assert in_session == {p for p, v in before.items() if v.standing in IN_SESSION}
            return
        for person in in_session:
            assert person in named
            assert self.truth[person].standing in {
                claim.standing for claim in claims if claim.seat.participant == person
            }
            assert person not in before or before[person].standing in MAY_BE_RESTORED
        if self.host == page:
            self.orphaned = set()
        if in_session:
            assert self.host == page
            self.over = False
            self.let_in |= in_session
            self.may_meet |= {case for person in in_session if (case := named[person].seat.case) is not None}
