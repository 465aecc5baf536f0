"""What becomes of packets: by chance that is the same every time, and by a plan."""

from __future__ import annotations

import pytest

from tests.network.conditions import CUT, GOOD, Conditions, Order, Plan, Step, Way

LOSSY = Conditions(loss=0.1)


def arrivals(conditions: Conditions, seed: str = "1", packets: int = 1000) -> list[float | None]:
    """When packets arrive that are sent every 10 ms."""
    way = Way(seed)
    return [way.due(conditions, number / 100) for number in range(packets)]


def test_a_good_network_delivers_everything_at_once() -> None:
    assert arrivals(GOOD) == [number / 100 for number in range(1000)]


def test_loss_takes_its_share_and_counts_it() -> None:
    way = Way("1")
    arrived = [way.due(LOSSY, 0.0) for _ in range(10_000)]
    assert way.lost == arrived.count(None) == pytest.approx(1000, rel=0.1)
    assert way.passed == 10_000 - way.lost


def test_the_same_seed_loses_the_same_packets_and_another_seed_others() -> None:
    assert arrivals(LOSSY) == arrivals(LOSSY)
    assert arrivals(LOSSY) != arrivals(LOSSY, seed="2")


def test_which_packets_are_lost_does_not_depend_on_other_conditions() -> None:
    lost = [at is None for at in arrivals(LOSSY)]
    assert [at is None for at in arrivals(Conditions(loss=0.1, delay=0.2, jitter=0.1))] == lost


def test_delay_and_jitter_are_added_and_packets_keep_their_order() -> None:
    arrived = [at for at in arrivals(Conditions(delay=0.05, jitter=0.1)) if at is not None]
    taken = [at - number / 100 for number, at in enumerate(arrived)]
    assert 0.05 <= min(taken) < max(taken) <= 0.15 + 1e-9
    assert arrived == sorted(arrived)


def test_packets_overtake_each_other_when_the_network_lets_them() -> None:
    arrived = [at for at in arrivals(Conditions(jitter=0.1, reorders=True)) if at is not None]
    assert len(arrived) == 1000
    assert arrived != sorted(arrived)


def test_nothing_passes_a_cut() -> None:
    assert arrivals(CUT) == [None] * 1000


def test_a_narrow_link_takes_its_time_for_each_byte_and_loses_what_waits_too_long() -> None:
    way, narrow = Way("1"), Conditions(rate=8_000)
    assert [way.due(narrow, 0.0, 400) for _ in range(3)] == [pytest.approx(0.4), pytest.approx(0.8), None]
    assert way.due(narrow, 0.5, 400) == pytest.approx(1.2)
    assert way.due(narrow, 9.0, 100) == pytest.approx(9.1)
    assert way.lost == 1


def test_a_plan_holds_step_by_step_from_when_it_began() -> None:
    plan = Plan(1, 100.0, (Step(1.0, up=CUT), Step(6.0)))
    assert plan.at(100.5) is None
    assert plan.at(101.0) == plan.at(105.9) == Step(1.0, up=CUT)
    assert plan.at(106.0) == Step(6.0)


def test_of_orders_for_one_and_for_everybody_the_later_holds() -> None:
    one, everybody = Plan(1, 0.0, (Step(0.0, up=CUT),)), Plan(2, 0.0, (Step(0.0, up=LOSSY),))
    order = Order(plans={"maya": one, "all": everybody})
    assert order.step("maya", 1.0) == order.step("ruiz", 1.0) == Step(0.0, up=LOSSY)
    order = Order(plans={"maya": Plan(3, 0.0, (Step(0.0, up=CUT),)), "all": everybody})
    assert order.step("maya", 1.0) == Step(0.0, up=CUT)
    assert order.step("ruiz", 1.0) == Step(0.0, up=LOSSY)
    assert Order().step("maya", 1.0) is None
