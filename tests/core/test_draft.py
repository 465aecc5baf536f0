"""Changes are kept apart until all of them are legal."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.draft import Draft
from telehealth.core.effects import Send
from telehealth.core.ids import LegId
from telehealth.core.messages import Ended
from telehealth.core.participant import IN_SESSION, Standing
from telehealth.core.roster import Roster, Slot
from tests.core.scene import ROOM, Scene, participant
from tests.core.test_roster import somebody

MAYA = participant("maya")


def draft(standing: Standing, *, connected: bool = True, leg: int = 0) -> Draft:
    roster = Roster()
    roster.put(somebody("maya", standing))
    changed = Draft(ROOM, roster, 5.0)
    changed.connect(changed.roster.require(MAYA), LegId(0))
    if leg:
        _give_leg(changed, LegId(leg))
    if not connected:
        changed.disconnect(changed.roster.require(MAYA))
    return Draft(ROOM, changed.roster, 6.0)


def _give_leg(changed: Draft, leg: LegId) -> None:
    changed.roster.put(replace(changed.roster.require(MAYA), leg=leg))


def test_what_is_drafted_leaves_the_roster_before_as_it_was() -> None:
    changed = draft(Standing.WAITING)
    changed.end_seat(MAYA)
    assert changed.before.find(MAYA) is not None
    assert changed.roster.find(MAYA) is None


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (Standing.WAITING, Standing.ADMITTED, 7),
        (Standing.ADMITTED, Standing.HELD, 0),
        (Standing.HELD, Standing.ADMITTED, 0),
        (Standing.ADMITTED, Standing.WAITING, 0),
        (Standing.WAITING, Standing.DECLINED, 0),
    ],
)
def test_only_admission_takes_the_leg_along(before: Standing, after: Standing, kept: int) -> None:
    changed = draft(before, leg=7)
    changed.stand(MAYA, after)
    assert changed.roster.require(MAYA).leg == kept


@pytest.mark.parametrize("after", Standing)
def test_an_identity_stays_confirmed_for_as_long_as_one_is_in_session(after: Standing) -> None:
    changed = draft(Standing.ADMITTED)
    changed.identify(MAYA, "voice")
    changed.stand(MAYA, after)
    assert changed.roster.require(MAYA).method == ("voice" if after in IN_SESSION else None)


def test_who_takes_anothers_place_is_that_person_with_a_leg_of_their_own() -> None:
    changed = draft(Standing.WAITING, leg=7)
    other = replace(somebody("phone", Standing.ADMITTED, link="maya"), method="voice", leg=LegId(3))
    changed.take_place(MAYA, other)
    maya = changed.roster.require(MAYA)
    assert (maya.standing, maya.method, maya.leg) == (Standing.ADMITTED, "voice", 7)


def test_a_new_standing_begins_now_and_ends_the_preview() -> None:
    changed = draft(Standing.WAITING)
    changed.preview(changed.roster.require(MAYA), on=True)
    changed.stand(MAYA, Standing.ADMITTED)
    assert changed.roster.require(MAYA).since == 6.0
    assert not changed.roster.require(MAYA).previewed


def test_a_new_standing_forgives_lost_legs() -> None:
    changed = draft(Standing.WAITING)
    changed.roster.resting[Slot(MAYA, "session")] = LegId(3)
    changed.stand(MAYA, Standing.ADMITTED)
    assert not changed.roster.resting


def test_nothing_is_said_to_a_page_that_is_away() -> None:
    changed = draft(Standing.WAITING, connected=False)
    changed.tell(MAYA, Ended(ROOM, "left"))
    assert changed.letters == []


def test_a_page_whose_seat_has_just_ended_still_hears_of_it() -> None:
    changed = draft(Standing.WAITING)
    changed.end_seat(MAYA)
    changed.tell(MAYA, Ended(ROOM, "removed"))
    assert changed.letters == [Send(MAYA, Ended(ROOM, "removed"))]


def test_nothing_is_said_to_nobody() -> None:
    changed = draft(Standing.WAITING)
    changed.tell(Scene().seat("ben").participant, Ended(ROOM, "left"))
    assert changed.letters == []
