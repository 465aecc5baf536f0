"""Each act of a page leads to its rule, and to nothing when the page may not."""

from __future__ import annotations

from itertools import count
from typing import get_args

import msgspec
import pytest

from telehealth.core.acts import Acts
from telehealth.core.draft import Draft
from telehealth.core.ids import ParticipantId
from telehealth.core.legs import Legs
from telehealth.core.messages import CheckIn, Hold, Leave, Preview
from telehealth.core.participant import Participant, Standing
from telehealth.core.permissions import PERMISSIONS, Permissions, Targeted
from telehealth.core.roster import Roster
from telehealth.errors import NotAllowed, NotNow, ParticipantUnknown
from tests.core.scene import ROOM, case, invitation, participant

DR, MAYA = participant("dr"), participant("maya")


@pytest.fixture
def draft() -> Draft:
    """A room with its host and somebody who waits."""
    roster = Roster()
    roster.put(Participant(id=DR, role="clinician", standing=Standing.HOST, since=0.0))
    roster.put(
        Participant(
            id=MAYA,
            role="client",
            standing=Standing.WAITING,
            since=0.0,
            invitation=invitation("maya"),
            case=case("maya"),
        )
    )
    return Draft(ROOM, roster, 1.0)


def acts(permissions: Permissions = PERMISSIONS) -> Acts:
    return Acts(permissions, Legs(count(1)))


def somebody(draft: Draft, who: ParticipantId) -> Participant:
    return draft.roster.require(who)


def test_an_act_changes_the_draft_and_nothing_else(draft: Draft) -> None:
    acts().perform(draft, somebody(draft, MAYA), Leave(ROOM))
    assert somebody(draft, MAYA).standing is Standing.LEFT
    assert draft.before.require(MAYA).standing is Standing.WAITING


def test_an_act_on_somebody_finds_them(draft: Draft) -> None:
    acts().perform(draft, somebody(draft, DR), Preview(ROOM, MAYA, on=True))
    assert somebody(draft, MAYA).previewed


def test_who_may_not_is_refused_before_anybody_is_looked_for(draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        acts().perform(draft, somebody(draft, MAYA), Hold(ROOM, participant("nobody")))


def test_an_act_on_nobody_and_one_that_does_not_fit_where_they_stand_are_told_apart(draft: Draft) -> None:
    host = somebody(draft, DR)
    with pytest.raises(ParticipantUnknown):
        acts().perform(draft, host, Hold(ROOM, participant("nobody")))
    with pytest.raises(NotNow):
        acts().perform(draft, host, Hold(ROOM, MAYA))


def test_of_the_tables_that_are_given_no_other_count(draft: Draft) -> None:
    nothing = Permissions(senders=frozenset(), targets=frozenset(), sealed=frozenset())
    with pytest.raises(NotAllowed):
        acts(nothing).perform(draft, somebody(draft, MAYA), Leave(ROOM))
    with pytest.raises(NotAllowed):
        acts(nothing).perform(draft, somebody(draft, MAYA), CheckIn(ROOM))


@pytest.mark.parametrize("kind", get_args(Targeted), ids=lambda kind: kind.__name__)
def test_every_act_on_somebody_is_refused_for_who_is_not_here(draft: Draft, kind: type[Targeted]) -> None:
    fields: dict[str, object] = {"room": ROOM, "participant": participant("nobody"), "to": MAYA}
    fields |= {"on": True, "method": "voice", "type": kind.__struct_config__.tag}
    wanted = {name: value for name, value in fields.items() if name in {*kind.__struct_fields__, "type"}}
    with pytest.raises(ParticipantUnknown):
        acts().perform(draft, somebody(draft, DR), msgspec.convert(wanted, kind))
