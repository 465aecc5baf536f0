"""One leg's offers over time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telehealth.relay.answer import Unfit
from telehealth.relay.negotiation import Negotiation
from telehealth.relay.sdp import MOST_SECTIONS, Track
from tests.relay.answers import answer, live_mids, mids
from tests.relay.test_sdp import TRANSPORT

OWN = ["a1", "v1", "t1"]


def person(leg: int, *, thumbnail: bool = False) -> list[Track]:
    """All tracks of one other person."""
    first = 100 * leg
    tracks = [
        Track(leg, "a", f"person{leg}", first),
        Track(leg, "v", f"person{leg}", first + 1, first + 2),
    ]
    return [*tracks, Track(leg, "t", f"person{leg}", first + 3, first + 4)] if thumbnail else tracks


def session() -> Negotiation:
    return Negotiation(1, TRANSPORT, sends=True)


def due(negotiation: Negotiation) -> str:
    text = negotiation.next_offer()
    assert text is not None
    return text


def agreed(negotiation: Negotiation) -> str:
    """Make the offer that is due, and answer it."""
    text = due(negotiation)
    negotiation.answered(answer(text))
    return text


def version(text: str) -> int:
    (found,) = re.findall(r"o=- 1 (\d+) ", text)
    return int(found)


def test_a_session_leg_is_offered_its_own_sections_at_once() -> None:
    assert mids(due(session())) == OWN


def test_a_preview_leg_is_offered_an_anchor_at_once() -> None:
    negotiation = Negotiation(7, TRANSPORT, sends=False)
    assert mids(due(negotiation)) == ["a7"]


def test_one_offer_is_outstanding_and_later_changes_wait_for_its_answer() -> None:
    negotiation = session()
    first = due(negotiation)
    negotiation.want(person(2))
    assert negotiation.next_offer() is None
    negotiation.want(person(2) + person(3))
    assert negotiation.next_offer() is None
    negotiation.answered(answer(first))
    assert mids(due(negotiation)) == [*OWN, "a2", "v2", "a3", "v3"]


def test_without_a_change_no_other_offer_is_made() -> None:
    negotiation = session()
    negotiation.want(person(2))
    agreed(negotiation)
    negotiation.want(list(reversed(person(2))))
    assert negotiation.next_offer() is None


def test_every_offer_has_a_higher_version() -> None:
    negotiation = session()
    versions = [version(agreed(negotiation))]
    for leg in range(2, 5):
        negotiation.want(person(leg))
        versions.append(version(agreed(negotiation)))
    assert versions == sorted(set(versions))


def test_an_answer_without_an_offer_is_unfit() -> None:
    negotiation = session()
    text = agreed(negotiation)
    with pytest.raises(Unfit, match="no offer"):
        negotiation.answered(answer(text))


def test_an_answer_to_an_earlier_offer_is_unfit() -> None:
    negotiation = session()
    early = answer(agreed(negotiation))
    negotiation.want(person(2))
    due(negotiation)
    with pytest.raises(Unfit):
        negotiation.answered(early)


def test_a_departed_persons_sections_are_stopped_and_then_recycled_with_new_mids() -> None:
    negotiation = session()
    negotiation.want(person(2))
    agreed(negotiation)
    negotiation.want([])
    stopping = agreed(negotiation)
    assert mids(stopping) == [*OWN, "a2", "v2"]
    assert live_mids(stopping) == OWN
    negotiation.want(person(3))
    recycled = agreed(negotiation)
    assert mids(recycled) == [*OWN, "a3", "v3"]
    assert live_mids(recycled) == [*OWN, "a3", "v3"]


def test_a_section_is_not_recycled_before_its_stop_is_answered() -> None:
    negotiation = session()
    negotiation.want(person(2))
    agreed(negotiation)
    negotiation.want(person(3))
    exchanged = agreed(negotiation)
    assert mids(exchanged) == [*OWN, "a2", "v2", "a3", "v3"]
    assert live_mids(exchanged) == [*OWN, "a3", "v3"]


def test_sound_is_never_recycled_as_picture() -> None:
    negotiation = session()
    negotiation.want(person(2)[:1])
    agreed(negotiation)
    negotiation.want([])
    agreed(negotiation)
    negotiation.want(person(3)[1:])
    assert mids(agreed(negotiation)) == [*OWN, "a2", "v3"]


def test_a_person_who_comes_back_has_the_same_mids_and_no_mid_stands_twice() -> None:
    negotiation = session()
    negotiation.want(person(2))
    agreed(negotiation)
    negotiation.want([])
    agreed(negotiation)
    negotiation.want(person(3) + person(2))
    text = agreed(negotiation)
    assert sorted(live_mids(text)) == sorted([*OWN, "a2", "v2", "a3", "v3"])
    assert len(set(mids(text))) == len(mids(text))


def test_who_comes_back_before_the_stop_is_answered_is_offered_right_after() -> None:
    negotiation = session()
    negotiation.want(person(2))
    agreed(negotiation)
    negotiation.want([])
    stopping = due(negotiation)
    negotiation.want(person(2))
    negotiation.answered(answer(stopping))
    assert live_mids(agreed(negotiation)) == [*OWN, "a2", "v2"]
    assert negotiation.next_offer() is None


def test_a_track_with_another_ssrc_gets_its_section_anew() -> None:
    negotiation = session()
    negotiation.want([Track(2, "a", "person2", 5)])
    agreed(negotiation)
    negotiation.want([Track(2, "a", "person2", 6)])
    stopped = agreed(negotiation)
    assert live_mids(stopped) == OWN
    renewed = agreed(negotiation)
    assert live_mids(renewed) == [*OWN, "a2"]
    assert "a=ssrc:6 " in renewed
    assert "a=ssrc:5 " not in renewed
    assert negotiation.next_offer() is None


def test_sound_comes_in_longer_packets_once_there_are_two_others() -> None:
    negotiation = session()
    negotiation.want(person(2))
    assert "a=ptime:20" in agreed(negotiation)
    negotiation.want(person(2) + person(3))
    assert "a=ptime:40" in agreed(negotiation)
    negotiation.want(person(3))
    assert "a=ptime:20" in agreed(negotiation)


def test_there_are_forty_sections_at_most_and_no_offer_without_end() -> None:
    negotiation = session()
    crowd = [track for leg in range(2, 30) for track in person(leg)]
    negotiation.want(crowd)
    assert len(mids(agreed(negotiation))) == MOST_SECTIONS
    assert negotiation.next_offer() is None


def test_who_found_no_section_gets_one_when_another_leaves() -> None:
    negotiation = session()
    crowd = [track for leg in range(2, 30) for track in person(leg)]
    negotiation.want(crowd)
    offered = mids(agreed(negotiation))
    left_out = [track for track in crowd if track.mid not in offered]
    negotiation.want(crowd[2:])
    agreed(negotiation)
    text = agreed(negotiation)
    assert left_out[0].mid in live_mids(text)
    assert len(mids(text)) == MOST_SECTIONS
    assert negotiation.next_offer() is None


def test_an_offer_is_at_hand_until_it_is_answered() -> None:
    negotiation = session()
    assert negotiation.unanswered == ""
    text = negotiation.next_offer()
    assert text is not None
    assert negotiation.unanswered == text
    negotiation.answered(answer(text))
    assert negotiation.unanswered == ""


@settings(max_examples=40)
@given(st.lists(st.sets(st.integers(2, 9), max_size=7), max_size=25))
def test_whoever_comes_and_goes_the_offers_settle_on_those_who_are_there(steps: list[set[int]]) -> None:
    negotiation = session()
    for there in steps:
        negotiation.want(track for leg in there for track in person(leg, thumbnail=True))
        before: list[str] = []
        settled: list[str] = []
        for _ in range(3):
            if (text := negotiation.next_offer()) is None:
                break
            found = mids(text)
            assert len(found) == len(set(found)) <= MOST_SECTIONS
            assert len(found) >= len(before)
            before = found
            assert set(re.findall(r"a=ssrc:(\d+)", text)) <= {str(number) for number in range(200, 1_000)}
            negotiation.answered(answer(text))
            settled = live_mids(text)
        assert negotiation.next_offer() is None
        if before:
            assert sorted(settled) == sorted(OWN + [f"{kind}{leg}" for leg in there for kind in "avt"])
