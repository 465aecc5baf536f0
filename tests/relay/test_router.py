"""Who receives whose packets."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from telehealth.relay.router import Router


def both_ways(router: Router, first: int, second: int) -> None:
    router.link(first, second, gate=True)
    router.link(second, first, gate=True)


def test_two_who_receive_each_other_and_nobody_else_are_a_pair() -> None:
    router = Router()
    both_ways(router, 1, 2)
    assert router.is_pair(1)
    assert router.is_pair(2)


def test_a_third_makes_a_group_of_them_and_a_pair_remains_when_they_go() -> None:
    router = Router()
    for first, second in [(1, 2), (1, 3), (2, 3)]:
        both_ways(router, first, second)
    assert not any(map(router.is_pair, (1, 2, 3)))
    router.forget(3)
    assert router.is_pair(1)
    assert router.is_pair(2)
    assert router.receivers(3) == []


def test_who_receives_two_others_is_in_a_pair_with_neither() -> None:
    router = Router()
    router.link(1, 3, gate=True)
    router.link(2, 3, gate=True)
    assert not router.is_pair(1)
    assert not router.is_pair(2)


def test_who_sends_to_two_others_is_in_a_pair_with_neither() -> None:
    router = Router()
    router.link(1, 2, gate=True)
    router.link(1, 3, gate=True)
    assert not router.is_pair(1)


def test_a_previewed_persons_leg_and_the_preview_leg_are_a_pair_in_one_direction() -> None:
    router = Router()
    both_ways(router, 1, 2)
    router.link(9, 10, gate=True)
    assert router.is_pair(9)
    assert not router.is_pair(10)
    assert router.is_pair(1)


def test_behind_a_shut_gate_there_are_sections_and_no_packets() -> None:
    router = Router()
    router.link(1, 2, gate=False)
    assert router.offered_to(2) == [1]
    assert router.receivers(1) == []
    assert router.senders(2) == []
    assert not router.is_pair(1)


def test_a_shut_link_does_not_make_a_pair_a_group() -> None:
    router = Router()
    both_ways(router, 1, 2)
    router.link(3, 2, gate=False)
    router.link(2, 3, gate=False)
    assert router.is_pair(1)
    assert router.is_pair(2)


def test_the_gate_moves_both_ways() -> None:
    router = Router()
    router.link(1, 2, gate=False)
    router.link(1, 2, gate=True)
    assert router.receivers(1) == [2]
    router.link(1, 2, gate=False)
    assert router.receivers(1) == []


def test_an_unlinked_pair_has_neither_packets_nor_sections() -> None:
    router = Router()
    both_ways(router, 1, 2)
    router.unlink(1, 2)
    router.unlink(1, 2)
    assert router.offered_to(2) == []
    assert router.receivers(1) == []
    assert router.receivers(2) == [1]


LINKS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from(["open", "shut", "gone"])), max_size=30
)


@settings(max_examples=50)
@given(LINKS)
def test_senders_and_receivers_always_mirror_the_latest_links(links: list[tuple[int, int, str]]) -> None:
    router = Router()
    latest: dict[tuple[int, int], str] = {}
    for sender, receiver, state in links:
        latest[sender, receiver] = state
        if state == "gone":
            router.unlink(sender, receiver)
        else:
            router.link(sender, receiver, gate=state == "open")
    opened = {ends for ends, state in latest.items() if state == "open"}
    known = {ends for ends, state in latest.items() if state != "gone"}
    legs = range(1, 6)
    assert {(sender, receiver) for sender in legs for receiver in router.receivers(sender)} == opened
    assert {(sender, receiver) for receiver in legs for sender in router.senders(receiver)} == opened
    assert {(sender, receiver) for receiver in legs for sender in router.offered_to(receiver)} == known
    assert router.gates == {ends: ends in opened for ends in known}
