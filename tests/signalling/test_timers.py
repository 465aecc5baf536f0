"""A room's named timers."""

from __future__ import annotations

import pytest

from telehealth.signalling.timers import Timers
from tests.signalling.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def fired() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def timers(clock: FakeClock, fired: list[tuple[str, int]]) -> Timers:
    return Timers(clock, lambda name, number: fired.append((name, number)))


def test_a_timer_fires_once_when_its_time_has_come(
    timers: Timers, clock: FakeClock, fired: list[tuple[str, int]]
) -> None:
    timers.set("away", 10)
    clock.pass_seconds(9)
    assert fired == []
    clock.pass_seconds(1)
    assert [timers.take(*one) for one in fired] == [True]
    clock.pass_seconds(100)
    assert len(fired) == 1


def test_setting_it_again_begins_anew(timers: Timers, clock: FakeClock, fired: list[tuple[str, int]]) -> None:
    timers.set("away", 10)
    clock.pass_seconds(9)
    timers.set("away", 10)
    clock.pass_seconds(9)
    assert fired == []


def test_a_timer_cancelled_after_it_fired_counts_no_more(
    timers: Timers, clock: FakeClock, fired: list[tuple[str, int]]
) -> None:
    timers.set("away", 10)
    clock.pass_seconds(10)
    timers.cancel("away")
    assert [timers.take(*one) for one in fired] == [False]


def test_a_timer_replaced_after_it_fired_counts_once(
    timers: Timers, clock: FakeClock, fired: list[tuple[str, int]]
) -> None:
    timers.set("away", 10)
    clock.pass_seconds(10)
    timers.set("away", 10)
    clock.pass_seconds(10)
    assert [timers.take(*one) for one in fired] == [False, True]


def test_all_are_forgotten_at_once(timers: Timers, clock: FakeClock, fired: list[tuple[str, int]]) -> None:
    timers.set("one", 1)
    timers.set("other", 2)
    timers.cancel("third")
    timers.clear()
    clock.pass_seconds(10)
    assert fired == []
