"""The kinds of values that bodies carry."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from telehealth.errors import BadInput
from telehealth.web import fields
from telehealth.web.fields import raw


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("Id", ["A" * 22, "_-" * 11], ["A" * 21, "A" * 23, "A" * 21 + "\n", "A" * 21 + "=", "é" * 22]),
        ("Bytes32", ["A" * 43], ["A" * 42, "A" * 44, "A" * 42 + " "]),
        ("Wrap", ["A" * 80], ["A" * 79, "A" * 81]),
        ("Blob", ["A" * 38], ["A" * 37, "A" * (fields.LONGEST_BLOB + 1), "A" * 38 + "="]),
        (
            "PublicName",
            ["Dr Ruiz", "م", "x" * 80],
            ["", " ", "\u2003", "x" * 81, "a\nb", "a\x00", "a\u2028b", "a\u202eb", "\u200b"],
        ),
        ("Moment", [0, 1.5, 4e9], [-1, 1e300, "now", True]),
        ("Token", ["", "A" * 128], ["A" * 129, 1]),
    ],
)
def test_a_value_is_within_its_bounds_or_refused(kind: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        msgspec.convert(value, getattr(fields, kind))
    for value in bad:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(value, getattr(fields, kind))


def test_bytes_have_one_spelling() -> None:
    assert raw("AAAA") == bytes(3)
    assert raw("") == b""
    for text in ("A", "AAAAA", "AB", "A" * 42 + "B"):
        with pytest.raises(BadInput):
            raw(text)
