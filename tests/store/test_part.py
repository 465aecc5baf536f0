"""The parts that the store is made of."""

from __future__ import annotations

import inspect

import pytest

from telehealth.store.part import Part
from telehealth.store.sql_store import SqlStore

PARTS = [kind for kind in SqlStore.__mro__ if issubclass(kind, Part) and kind is not Part]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_method_says_what_it_does(part: type) -> None:
    methods = {name: method for name, method in vars(part).items() if inspect.isfunction(method)}
    assert [name for name, method in methods.items() if not name.startswith("_") and not method.__doc__] == []


def test_no_two_parts_have_a_method_of_one_name() -> None:
    names = [
        name
        for part in PARTS
        if part is not SqlStore
        for name, method in vars(part).items()
        if inspect.isfunction(method) and not name.startswith("_")
    ]
    assert len(names) == len(set(names))
