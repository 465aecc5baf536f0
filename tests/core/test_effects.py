"""Effects are values: equal when they say the same, and never changed once said."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from telehealth.core.effects import AnyEffect, Effect, Link, OpenLeg
from telehealth.core.ids import LegId
from tests.core.scene import participant


def test_every_effect_is_in_the_union_that_the_hub_performs() -> None:
    assert set(get_args(AnyEffect)) == set(Effect.__subclasses__())


def test_effects_that_say_the_same_are_equal() -> None:
    assert Link(LegId(1), LegId(2), open=True) == Link(LegId(1), LegId(2), open=True)
    assert Link(LegId(1), LegId(2), open=True) != Link(LegId(1), LegId(2), open=False)


def test_an_effect_cannot_be_changed_on_its_way() -> None:
    effect = OpenLeg(LegId(1), participant("maya"), "session")
    with pytest.raises(AttributeError):
        effect.leg = LegId(2)  # type: ignore[misc]
    assert msgspec.structs.astuple(effect) == (1, participant("maya"), "session")
