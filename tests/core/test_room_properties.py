"""Whatever people do, in whatever order, these hold.

They judge by what a room's effects made of a fake relay and of fake pages, and never by the room's own state.
"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant
from msgspec.structs import replace

from telehealth.core.effects import Send
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Error,
    Welcome,
)
from telehealth.core.participant import IN_SESSION, ParticipantView, Standing
from telehealth.core.room import Room
from telehealth.errors import SeatOver
from tests.core.restarter import Restarter
from tests.core.scene import Page, Scene, greeting

MAY_HAVE_A_LEG = {Standing.HOST, Standing.ADMITTED, Standing.WAITING}


class RoomMachine(Restarter):
    """What always holds."""

    steps = 0

    @invariant()
    def only_the_host_and_admitted_people_receive_a_track(self) -> None:
        for _sender, receiver, _kind in self.forwarded():
            assert self.standing(receiver) in {Standing.HOST, Standing.ADMITTED}

    @invariant()
    def nobody_but_the_host_receives_who_waits_and_only_in_a_preview(self) -> None:
        for sender, receiver, kind in self.forwarded():
            waits = self.standing(sender) is Standing.WAITING
            assert waits == (kind == "preview")
            if waits:
                assert receiver == self.host
                assert self.truth[sender].previewed
                assert self.scene.pages[sender].people[sender].previewed, "who is seen is told"
            else:
                assert self.standing(sender) in {Standing.HOST, Standing.ADMITTED}

    @invariant()
    def a_session_is_of_the_cases_that_the_host_has_let_meet(self) -> None:
        assert {self.truth[person].case for person in self.those(*IN_SESSION)} <= self.may_meet

    @invariant()
    def at_most_eight_are_in_session_and_one_device_a_link_but_for_guests_who_share_it(self) -> None:
        in_session = [self.truth[person] for person in self.those(*IN_SESSION)]
        assert 1 + len(in_session) <= 8
        links = [person.invitation for person in in_session if person.role != "guest"]
        assert len(links) == len(set(links))

    @invariant()
    def nobody_is_in_session_but_by_a_decision_of_the_host(self) -> None:
        assert self.those(*IN_SESSION) == self.let_in

    @invariant()
    def everybody_in_session_was_identified_and_who_was_not_yet_is_alone_with_the_host(self) -> None:
        in_session = self.those(*IN_SESSION)
        for person, view in self.truth.items():
            assert (view.method is not None) == (person in in_session)
            assert view.method != "later" or in_session == {person}

    @invariant()
    def of_a_link_that_has_ended_only_who_was_spared_is_here_and_only_until_they_go(self) -> None:
        for person, view in self.truth.items():
            if view.invitation in self.ended_links:
                assert person in self.spared
                assert view.standing in IN_SESSION | {Standing.WAITING}

    @invariant()
    def after_the_end_nothing_is_forwarded_but_previews_until_somebody_is_admitted(self) -> None:
        if self.over:
            assert all(kind == "preview" for _sender, _receiver, kind in self.forwarded())

    @invariant()
    def legs_are_theirs_who_may_have_one_and_not_more_than_is_useful(self) -> None:
        legs = {leg: slot for leg, slot in self.scene.relay.legs.items() if leg not in self.orphaned}
        owners = {slot.participant for slot in legs.values() if slot.kind == "session"}
        assert all(self.standing(owner) in MAY_HAVE_A_LEG for owner in owners)
        needed = self.those(Standing.ADMITTED, Standing.HOST) | {
            p for p, v in self.truth.items() if v.previewed
        }
        assert len(owners) <= max(8, len(needed))

    @invariant()
    def who_is_admitted_and_connected_has_a_leg_unless_told_otherwise(self) -> None:
        for person in self.those(Standing.ADMITTED):
            if self.truth[person].connected and not self.scene.got(person, Error):
                assert self.scene.leg(person)

    @invariant()
    def everybody_in_session_with_a_leg_receives_everybody_else(self) -> None:
        present = {p for p in self.those(Standing.ADMITTED, Standing.HOST) if self.leg(p)}
        pairs = {(a, b, "session") for a in present for b in present if a != b}
        assert pairs == {link for link in self.forwarded() if link[2] == "session"}

    @invariant()
    def a_dead_seat_never_comes_back_nor_does_its_leg_live_on(self) -> None:
        assert not self.dead & set(self.truth)
        assert not self.dead & {slot.participant for slot in self.scene.relay.legs.values()}
        for person in sorted(self.dead)[:1]:
            with pytest.raises(SeatOver):
                self.scene.back(person)

    @invariant()
    def a_client_knows_of_nobody_but_the_host_and_of_others_and_their_own_devices_only_once_admitted(
        self,
    ) -> None:
        hosts = set() if self.host is None else {self.host}
        for person, page in self.scene.pages.items():
            if not page.connected or person not in self.truth or self.truth[person].role == "clinician":
                continue
            admitted = self.those(Standing.ADMITTED)
            others = admitted | self.may_be(person) if person in admitted else set()
            visible = {person} | hosts | others
            assert page.people.keys() == visible
            assert page.host == self.host
            for view in page.people.values():
                assert (view.case, view.invitation, view.waited, view.method) == (None, None, 0.0, None)

    def may_be(self, person: ParticipantId) -> set[ParticipantId]:
        """Those who wait by somebody's link, unless one of the two is known to be somebody else."""
        if self.truth[person].role == "guest":
            return set()
        link = self.truth[person].invitation
        waiting = {each: self.truth[each] for each in self.those(Standing.WAITING)}
        return {each for each, v in waiting.items() if v.invitation == link and v.role != "guest"}

    @invariant()
    def that_their_link_is_in_session_elsewhere_is_told_to_that_person_and_to_clinicians(self) -> None:
        seats = {v.invitation for p in self.those(*IN_SESSION) if (v := self.truth[p]).role != "guest"}
        apart = {
            p for p, v in self.truth.items()
            if v.invitation in seats and v.role != "guest" and v.standing not in IN_SESSION
        }  # fmt: skip
        assert {p for p, v in self.truth.items() if v.other_device} == apart
        for person, page in self.scene.pages.items():
            if page.connected and person in self.truth and self.truth[person].role != "clinician":
                assert {p for p, v in page.people.items() if v.other_device} == apart & {person}

    @invariant()
    def changes_add_up_to_what_a_welcome_would_say(self) -> None:
        """Now this page and now that one comes back to a copy of the room, which welcomes it anew."""
        pages = [p for p in self.scene.pages.values() if p.connected and p.seat.participant in self.truth]
        page = pages[self.steps % len(pages)]
        self.steps += 1
        welcome = fresh(self.scene, page)
        assert comparable(welcome.people) == comparable(tuple(page.people.values()))
        assert welcome.host == page.host


def fresh(scene: Scene, page: Page) -> Welcome:
    """What a page would be told that comes back at this moment, while the room itself stays as it is."""
    room: Room = pickle.loads(pickle.dumps(scene.room))  # noqa: S301 (our own room, of a moment ago)
    effects = room.come_back(page.seat, greeting(), scene.leg(page.seat.participant), scene.now)
    return next(e.message for e in effects if isinstance(e, Send) and isinstance(e.message, Welcome))


def comparable(people: tuple[ParticipantView, ...]) -> dict[ParticipantId, ParticipantView]:
    """Without times; and without previews, which a return ends."""
    return {person.id: replace(person, waited=0.0, previewed=False) for person in people}


TestRoom = RoomMachine.TestCase
TestRoom.settings = settings(max_examples=100, stateful_step_count=50)
