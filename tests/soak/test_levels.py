"""What counts as growth: a test that cannot fail would be worth nothing."""

from __future__ import annotations

import pytest

from tests.soak.levels import faults, levels, numbers, report, row
from tests.soak.tree import Reading


def run(**series: list[int]) -> list[Reading]:
    """Readings of a web process and a relay that stands still."""
    length = len(next(iter(series.values())))
    still = {"relay": {"kilobytes": 60_000, "tasks": 4}}
    return [{"web": {name: values[at] for name, values in series.items()}} | still for at in range(length)]


def test_memory_that_grows_only_while_it_warms_up_is_level() -> None:
    readings = run(kilobytes=[50_000, 60_000, 70_000, 80_000, *[81_000] * 8])
    assert faults(readings) == []


def test_memory_that_grows_by_more_than_a_twentieth_is_found() -> None:
    readings = run(kilobytes=[80_000 + 2_000 * number for number in range(12)])
    (fault,) = faults(readings)
    assert fault.startswith("web: kilobytes grew from 91000 to 99000")


def test_memory_that_shrinks_is_no_fault() -> None:
    assert faults(run(kilobytes=[90_000 - 2_000 * number for number in range(12)])) == []


def test_one_task_too_many_at_the_very_end_is_found() -> None:
    (fault,) = faults(run(kilobytes=[1] * 12, tasks=[9] * 11 + [10]))
    assert fault == "web: tasks changed: 9 9 9 9 9 9 9 10"


def test_people_who_are_remembered_for_two_minutes_are_no_fault() -> None:
    assert faults(run(kilobytes=[1] * 12, people=list(range(12)))) == []


def test_too_few_readings_prove_nothing() -> None:
    with pytest.raises(AssertionError, match="too few"):
        levels(run(kilobytes=[1] * 8))


def test_a_run_is_told_in_json_and_in_a_row() -> None:
    readings = run(kilobytes=[102_400] * 12, tasks=[9] * 12)
    told = report(readings, 60.0, 48, 130)
    assert told["legs"] == 130
    assert told["levels"]["web"]["tasks"] == {"first": 9, "middle": 9.0, "last": 9.0}  # type: ignore[index]
    assert row(readings, 60.0, 130) == "| 1 min | 12 | 130 | 100.0 → 100.0 (+0.0%) | 58.6 → 58.6 (+0.0%) |"


def test_memory_is_no_number_that_has_to_be_the_same() -> None:
    (first, *_) = run(kilobytes=[1] * 9, tasks=[9] * 9)
    assert numbers(first) == {("web", "tasks"): 9, ("relay", "tasks"): 4}
