"""A set that never grows for good."""

from __future__ import annotations

from telehealth.core.recent import MOST, Recent


def test_what_was_added_is_in_it_and_the_earlier_set_is_as_it_was() -> None:
    before: Recent[str] = Recent()
    after = before | {"maya"}
    assert "maya" in after
    assert "maya" not in before
    assert "ben" not in after


def test_the_oldest_go_when_there_are_very_many() -> None:
    known: Recent[str] = Recent()
    for number in range(MOST + 10):
        known |= {str(number)}
    assert list(known) == [str(number) for number in range(10, MOST + 10)]


def test_what_comes_again_is_new_again() -> None:
    known: Recent[str] = Recent(("maya", "ben"))
    again: Recent[str] = known | ["maya"]
    assert list(again) == ["ben", "maya"]


def test_what_was_taken_away_is_not_in_it() -> None:
    known: Recent[str] = Recent(("maya", "ben"))
    assert list(known - {"maya", "zoe"}) == ["ben"]
