"""What holds of every message."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from telehealth.core.message import InRoom, Message
from telehealth.core.messages import FromBrowser, Leave, Ping, ToBrowser
from tests.core.scene import ROOM


@pytest.mark.parametrize("union", [FromBrowser, ToBrowser], ids=["from a browser", "to a browser"])
def test_every_message_says_its_type_and_takes_no_field_that_it_does_not_know(union: object) -> None:
    for kind in get_args(union):
        assert issubclass(kind, Message)
        assert kind.__struct_config__.tag_field == "type"
        assert kind.__struct_config__.forbid_unknown_fields
        assert kind.__struct_config__.frozen


@pytest.mark.parametrize("room", ["", "short", ROOM + "x", ROOM[:-1] + "!"])
def test_a_message_about_a_room_names_one(room: str) -> None:
    assert issubclass(Leave, InRoom)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"type": "leave", "room": room}), type=Leave)
    assert msgspec.json.decode(b'{"type": "ping"}', type=Ping) == Ping()
