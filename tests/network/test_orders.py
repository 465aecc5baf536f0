"""From the test to the relay: an order holds when it has been given, also for a relay that starts later."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.bad_network import FOLDER, BadNetwork, bad_network, listen, ordered
from tests.network.conditions import CUT, GOOD, Conditions, Step
from tests.network.network import Counts, Network

PLACE = (0, ("192.0.2.7", 40_000))


@pytest.fixture
def said(tmp_path: Path) -> Iterator[BadNetwork]:
    with bad_network(tmp_path, seed=7) as network:
        yield network


async def test_a_relay_obeys_before_the_call_returns_and_says_what_it_counts(
    said: BadNetwork, tmp_path: Path
) -> None:
    network = Network(ordered(tmp_path))
    first = listen(tmp_path, network)
    await asyncio.to_thread(said.cut)
    now = asyncio.get_running_loop().time()
    assert network.came(PLACE, b"\x80", now) is None
    await asyncio.to_thread(said.mend)
    now = asyncio.get_running_loop().time()
    assert network.came(PLACE, b"\x80", now) is not None
    assert await asyncio.to_thread(said.counts, "") == Counts(up=1, up_lost=1)
    assert await asyncio.to_thread(said.counts, "maya") == Counts()
    # The relay is started again: its place is taken, not fought for.
    second = listen(tmp_path, network)
    await asyncio.to_thread(said.cut, "maya")
    assert "maya" in ordered(tmp_path).plans
    for told in (first, second):
        asyncio.get_running_loop().remove_reader(told)
        told.close()


def test_what_is_said_before_there_is_a_relay_stands_for_the_one_that_comes(
    said: BadNetwork, tmp_path: Path
) -> None:
    said.impair("maya", up=Conditions(loss=0.1), seconds=5)
    said.cut()
    said.change_address("maya")
    said.change_address("maya")
    order = ordered(tmp_path)
    assert order.seed == 7
    assert order.plans["maya"].steps == (Step(0.0, up=Conditions(loss=0.1)), Step(5.0))
    assert order.plans["all"].steps == (Step(0.0, CUT, CUT),)
    assert order.plans["all"].number > order.plans["maya"].number
    assert order.moved("maya") == 2
    assert said.counts("maya") == Counts()


def test_a_plan_is_put_in_the_order_of_its_times(said: BadNetwork, tmp_path: Path) -> None:
    said.plan("maya", Step(5.0), Step(1.0, CUT, CUT))
    assert [step.at for step in ordered(tmp_path).plans["maya"].steps] == [1.0, 5.0]
    assert ordered(tmp_path).step("ruiz", 10.0) is None


def test_both_directions_fare_alike_unless_one_is_named(said: BadNetwork, tmp_path: Path) -> None:
    slow = Conditions(delay=0.1)
    said.impair("maya", both=slow, down=GOOD)
    assert ordered(tmp_path).plans["maya"].steps == (Step(0.0, slow, GOOD),)


def test_only_servers_that_are_started_meanwhile_have_a_bad_network(tmp_path: Path) -> None:
    before = os.environ.copy()
    with bad_network(tmp_path):
        assert os.environ[FOLDER] == str(tmp_path)
        assert os.environ["PYTHONPATH"].startswith(str(tmp_path))
    assert os.environ.copy() == before
