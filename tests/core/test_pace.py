"""At most so many times in so many seconds."""

from __future__ import annotations

from telehealth.core.pace import Budget, Pace


def test_as_often_as_allowed_and_no_more() -> None:
    pace = Pace(times=2, seconds=10.0)
    assert [pace.allow("maya", 0.0), pace.allow("maya", 1.0), pace.allow("maya", 2.0)] == [True, True, False]


def test_what_lies_a_window_back_counts_no_more() -> None:
    pace = Pace(times=1, seconds=10.0)
    assert pace.allow("maya", 0.0)
    assert not pace.allow("maya", 9.9)
    assert pace.allow("maya", 10.0)


def test_being_refused_does_not_count() -> None:
    pace = Pace(times=1, seconds=10.0)
    assert pace.allow("maya", 0.0)
    assert not any(pace.allow("maya", float(second)) for second in range(1, 10))
    assert pace.allow("maya", 10.0)


def test_one_key_does_not_use_up_anothers() -> None:
    pace = Pace(times=1, seconds=10.0)
    assert pace.allow("maya", 0.0)
    assert pace.allow("ben", 0.0)


def test_a_key_that_was_quiet_takes_no_memory() -> None:
    pace = Pace(times=1, seconds=10.0)
    for visitor in range(100):
        pace.allow(visitor, float(visitor * 10))
    assert len(pace._counted) == 1


def test_a_budget_may_be_spent_at_once_and_comes_back_with_time() -> None:
    budget = Budget(100, 10.0)
    assert [budget.allow("maya", 50, 0.0), budget.allow("maya", 50, 0.0)] == [True, True]
    assert not budget.allow("maya", 1, 0.0)
    assert not budget.allow("maya", 50, 4.0)
    assert budget.allow("maya", 50, 5.0)
    assert not budget.allow("maya", 101, 1000.0)


def test_what_is_refused_costs_nothing_and_everybody_has_a_budget_of_their_own() -> None:
    budget = Budget(100, 10.0)
    assert not budget.allow("maya", 101, 0.0)
    assert budget.allow("maya", 100, 0.0)
    assert budget.allow("ben", 100, 0.0)


def test_a_budget_that_is_whole_again_takes_no_memory() -> None:
    budget = Budget(100, 10.0)
    budget.allow("maya", 100, 0.0)
    budget.allow("ben", 1, 11.0)
    assert set(budget._spent) == {"ben"}
