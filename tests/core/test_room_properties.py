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
from tests.core.player import Player
from tests.core.scene import Page, Scene

MAY_HAVE_A_LEG = {Standing.HOST, Standing.ADMITTED, Standing.WAITING}


class RoomMachine(Player):
    """What always holds."""

    steps = 0

    @invariant()
    def only_the_host_and_admitted_people_receive_a_track(self) -> None:
        for _sender, receiver, _kind in self.scene.relay.forwarded():
            assert self.standing(receiver) in {Standing.HOST, Standing.ADMITTED}

    @invariant()
    def nobody_but_the_host_receives_who_waits_and_only_in_a_preview(self) -> None:
        for sender, receiver, kind in self.scene.relay.forwarded():
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
    def at_most_eight_are_in_session_and_one_a_link(self) -> None:
        links = [self.truth[person].invitation for person in self.those(*IN_SESSION)]
        assert 1 + len(links) <= 8
        assert len(links) == len(set(links))

    @invariant()
    def after_the_end_nothing_is_forwarded_but_previews_until_somebody_is_admitted(self) -> None:
        if self.over:
            assert all(kind == "preview" for _sender, _receiver, kind in self.scene.relay.forwarded())

    @invariant()
    def legs_are_theirs_who_may_have_one_and_not_more_than_is_useful(self) -> None:
        owners = {slot.participant for slot in self.scene.relay.legs.values() if slot.kind == "session"}
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
        present = {p for p in self.those(Standing.ADMITTED, Standing.HOST) if self.scene.leg(p)}
        pairs = {(a, b, "session") for a in present for b in present if a != b}
        assert pairs == {link for link in self.scene.relay.forwarded() if link[2] == "session"}

    @invariant()
    def a_dead_seat_never_comes_back(self) -> None:
        assert not self.dead & set(self.truth)
        for person in sorted(self.dead)[:1]:
            with pytest.raises(SeatOver):
                self.scene.back(person)

    @invariant()
    def a_client_knows_of_nobody_but_the_host_and_of_others_only_once_admitted(self) -> None:
        hosts = set() if self.host is None else {self.host}
        for person, page in self.scene.pages.items():
            if not page.connected or person not in self.truth or self.truth[person].role == "clinician":
                continue
            admitted = self.those(Standing.ADMITTED)
            visible = {person} | hosts | (admitted if person in admitted else set())
            assert page.people.keys() == visible
            assert page.host == self.host
            assert all((p.case, p.invitation, p.waited) == (None, None, 0.0) for p in page.people.values())

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
    effects = room.come_back(page.seat, "token", scene.leg(page.seat.participant), scene.now)
    return next(e.message for e in effects if isinstance(e, Send) and isinstance(e.message, Welcome))


def comparable(people: tuple[ParticipantView, ...]) -> dict[ParticipantId, ParticipantView]:
    """Without times; and without previews, which a return ends."""
    return {person.id: replace(person, waited=0.0, previewed=False) for person in people}


TestRoom = RoomMachine.TestCase
TestRoom.settings = settings(max_examples=100, stateful_step_count=50)
