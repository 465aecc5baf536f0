"""Addresses that change: what the relay sees, and where its replies go."""

from __future__ import annotations

from tests.network.nat import Nat

HOME = (0, ("192.0.2.7", 40_000))


def test_an_address_is_seen_as_it_is_until_it_moves() -> None:
    nat = Nat("1")
    assert nat.shown(HOME) == HOME[1]
    assert nat.real(HOME) == HOME[1]


def test_after_a_move_replies_reach_the_new_address_and_are_lost_at_the_old_one() -> None:
    nat = Nat("1")
    nat.move(HOME)
    new = nat.shown(HOME)
    assert new != HOME[1]
    assert nat.real((0, new)) == HOME[1]
    assert nat.real(HOME) is None
    nat.move(HOME)
    newer = nat.shown(HOME)
    assert nat.real((0, newer)) == HOME[1]
    assert nat.real((0, new)) is nat.real(HOME) is None
    assert {nat.owner((0, address)) for address in (HOME[1], new, newer)} == {HOME[1]}


def test_who_has_not_moved_keeps_what_others_have_left() -> None:
    nat = Nat("1")
    nat.move(HOME)
    neighbour, other_socket = (0, ("192.0.2.7", 40_001)), (1, HOME[1])
    for place in (neighbour, other_socket):
        assert nat.shown(place) == nat.real(place) == place[1]


def test_the_same_seed_makes_up_the_same_addresses_of_the_same_family() -> None:
    first, second = Nat("1"), Nat("1")
    six = (0, ("fe80::1", 40_000))
    for nat in (first, second):
        nat.move(HOME)
        nat.move(six)
    assert first.shown(HOME) == second.shown(HOME)
    assert ":" not in first.shown(HOME)[0]
    assert first.shown(six)[0].startswith("2001:db8::")
