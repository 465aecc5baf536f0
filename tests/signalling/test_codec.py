"""JSON ⇄ messages."""

from __future__ import annotations

import json
import typing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.core.messages import FromBrowser, Ping, Pong, SealedOut
from telehealth.errors import BadMessage, TooLarge
from telehealth.signalling.codec import LARGEST, Codec
from tests.practice import hello, identifier, watch

CODEC = Codec()
ROOM = identifier("room")


def test_a_message_comes_back_as_it_was_said() -> None:
    for message in (hello("maya"), watch(), Ping(), SealedOut(ROOM, identifier("maya"), "AbC_-")):
        assert CODEC.decode(msgspec.json.encode(message).decode()) == message


def test_an_answer_is_json_with_its_type() -> None:
    assert CODEC.encode(Pong()) == b'{"type":"pong"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "null",
        "[]",
        "1e400",
        '"ping"',
        "{}",
        '{"type":"pong"}',
        '{"type":["ping"]}',
        '{"type":"ping","more":1}',
        '{"type":"ping"',
        '{"type":"ping"}x',
        '{"type":"hold","room":"' + ROOM + '"}',
        '{"type":"hold","room":5,"participant":"' + ROOM + '"}',
        '{"type":"hold","room":"' + ROOM + '","participant":"' + ROOM + '\\n"}',
        '{"type":"take_seat","seat":"x","leg":1e400}',
        '{"type":"take_seat","seat":"x","leg":-1}',
        '{"type":"take_seat","seat":"x","leg":1.5}',
        '{"type":"take_seat","seat":"x","leg":' + "9" * 5000 + "}",
        '{"type":"take_seat","seat":"' + "x" * 1025 + '"}',
        '{"type":"take_seat","seat":"\\ud800"}',
        '{"type":"sealed","room":"' + ROOM + '","to":"' + ROOM + '","body":"=+/"}',
        '{"type":"ping","\\ud800":1}',
        "\ud800",
        '{"type":"take_seat","seat":"\ud800"}',
        "\x00",
        "﻿{}",
    ],
)
def test_what_is_no_message_is_a_bad_one(text: str) -> None:
    with pytest.raises(BadMessage):
        CODEC.decode(text)


@pytest.mark.parametrize("deep", ["[" * 10_000, '{"a":' * 10_000, '{"type":"ping","a":' + "[" * 10_000])
def test_depth_without_end_is_a_bad_message(deep: str) -> None:
    with pytest.raises(BadMessage):
        CODEC.decode(deep)


@pytest.mark.parametrize(
    "text",
    ['{"type":"ping","type":"admit"}', '{"type":"pong","type":"ping"}', '{"type":"ping","type":"ping"}'],
)
def test_a_key_that_stands_twice_is_one_message_or_none(text: str) -> None:
    try:
        message = CODEC.decode(text)
    except BadMessage:
        return
    assert message == Ping()


def test_a_message_has_96_kib_at_most() -> None:
    frame = len('{"type":"ping"}')
    assert CODEC.decode('{"type":"ping"}' + " " * (LARGEST - frame)) == Ping()
    with pytest.raises(TooLarge):
        CODEC.decode('{"type":"ping"}' + " " * (LARGEST - frame + 1))


def test_bytes_are_counted_and_not_characters() -> None:
    with pytest.raises(TooLarge):
        CODEC.decode("é" * (LARGEST // 2 + 1))


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_makes_it_fail_in_another_way(text: str) -> None:
    try:
        CODEC.decode(text)
    except (BadMessage, TooLarge):
        return


@given(st.sampled_from(typing.get_args(FromBrowser)), st.dictionaries(st.text(), st.text() | st.integers()))
def test_no_fields_make_it_fail_in_another_way(
    kind: type[msgspec.Struct], fields: dict[str, str | int]
) -> None:
    try:
        CODEC.decode(json.dumps({**fields, "type": kind.__struct_config__.tag}))
    except BadMessage:
        return
