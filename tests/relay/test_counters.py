"""Figures by reason, and nothing but figures."""

from __future__ import annotations

from telehealth.relay.counters import Counters, Drop


def test_drops_are_counted_by_reason() -> None:
    counters = Counters()
    counters.drop(Drop.EMPTY)
    counters.drop(Drop.EMPTY)
    counters.drop(Drop.BAD_STUN)
    assert counters.drops() == {"empty": 2, "bad_stun": 1}


def test_what_never_happened_is_not_told() -> None:
    assert Counters().drops() == {}


def test_every_reason_has_a_name_of_its_own() -> None:
    assert len({reason.value for reason in Drop}) == len(list(Drop))
