"""When a link opens and closes, and what its holder is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.core.invitation import Window, utc
from telehealth.errors import InvitationEarly, InvitationOver

HALF_AN_HOUR_BEFORE_FOUR_HOURS_AFTER = Window(opens_before=1_800, closes_after=14_400)
APPOINTMENT = datetime(2026, 11, 22, 14, 15, tzinfo=UTC).timestamp()


def check(seconds: float, *, ended: float | None = None) -> None:
    HALF_AN_HOUR_BEFORE_FOUR_HOURS_AFTER.check(APPOINTMENT, ended, APPOINTMENT + seconds)


@pytest.mark.parametrize("seconds", [-1_800, 0, 14_399])
def test_a_link_lets_its_holder_in_within_its_window(seconds: float) -> None:
    check(seconds)


def test_who_comes_early_is_told_when_the_link_opens() -> None:
    with pytest.raises(InvitationEarly, match=r"opens at 2026-11-22T13:45:00Z\. Please come back then\.$"):
        check(-1_801)


@pytest.mark.parametrize("seconds", [14_400, 1e9])
def test_who_comes_late_is_told_that_it_is_over(seconds: float) -> None:
    with pytest.raises(InvitationOver):
        check(seconds)


@pytest.mark.parametrize("seconds", [-1e6, 0, 1e6])
def test_a_link_that_was_ended_is_over_whatever_the_time(seconds: float) -> None:
    with pytest.raises(InvitationOver):
        check(seconds, ended=APPOINTMENT)


def test_a_standing_link_is_always_open_until_it_is_ended() -> None:
    window = HALF_AN_HOUR_BEFORE_FOUR_HOURS_AFTER
    assert window.state(None, None, 0.0) == window.state(None, None, 1e10) == "open"
    assert window.state(None, 5.0, 6.0) == "over"


@given(st.integers(min_value=-62_135_596_800, max_value=253_402_300_799))
def test_moments_are_written_as_the_calendar_has_them(seconds: int) -> None:
    assert utc(seconds) == datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def test_a_moment_is_written_to_the_second_that_has_begun() -> None:
    assert utc(59.999) == "1970-01-01T00:00:59Z"
