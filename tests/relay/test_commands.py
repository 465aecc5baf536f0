"""What server and worker say to each other keeps its meaning on the way."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from msgspec import msgpack

from telehealth.relay import commands as said

ROOM = "AAAAAAAAAAAAAAAAAAAAAA"
COMMANDS: list[said.AnyCommand] = [
    said.OpenLeg(ROOM, 1, "person", "session"),
    said.CloseLeg(ROOM, 1),
    said.Link(ROOM, 1, 2, True),
    said.Unlink(ROOM, 1, 2),
    said.Answer(ROOM, 1, "v=0\r\n"),
    said.Sends(ROOM, 1),
    said.CloseRoom(ROOM),
    said.Count(ROOM),
    said.Adopt(ROOM),
]
EVENTS: list[said.AnyEvent] = [
    said.Offered(ROOM, 1, "preview", "v=0\r\n"),
    said.Connected(ROOM, 1),
    said.Demanded(ROOM, 1, ("a1", "v1")),
    said.Lost(ROOM, 1, "bad_answer"),
    said.Counted(ROOM, {"1>2": 5}, {"1": 6}, {"1": 700}, {"empty": 1}),
    said.Kept(
        ROOM,
        (said.KeptLeg(1, "person", "session", True, ("a1",), "v=0\r\n"),),
        (said.KeptLink(1, 2, False),),
    ),
    said.Greeted(),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_arrives_as_it_was_sent(command: said.AnyCommand) -> None:
    assert msgpack.decode(msgpack.encode(command), type=said.AnyCommand) == command


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_arrives_as_it_was_sent(event: said.AnyEvent) -> None:
    assert msgpack.decode(msgpack.encode(event), type=said.AnyEvent) == event


def test_every_kind_is_in_these_tests() -> None:
    assert {type(command) for command in COMMANDS} == set(get_args(said.AnyCommand))
    assert {type(event) for event in EVENTS} == set(get_args(said.AnyEvent))


def test_an_event_is_no_command() -> None:
    for event in EVENTS:
        with pytest.raises(msgspec.ValidationError):
            msgpack.decode(msgpack.encode(event), type=said.AnyCommand)


@pytest.mark.parametrize(
    "body",
    [
        {"do": "openleg", "room": ROOM, "leg": 1, "participant": "person", "kind": "spectator"},
        {"do": "openleg", "room": ROOM, "leg": "1", "participant": "person", "kind": "session"},
        {"do": "closeleg", "room": ROOM},
        {"do": "record", "room": ROOM},
    ],
)
def test_another_shape_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgpack.decode(msgpack.encode(body), type=said.AnyCommand)
