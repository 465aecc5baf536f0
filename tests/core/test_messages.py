"""The vocabulary refuses what is not exactly in it, and says back what it was told."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from telehealth.core.ids import LegId
from telehealth.core.message import InRoom
from telehealth.core.messages import (
    Act,
    Admit,
    Answer,
    Closed,
    FromBrowser,
    Ping,
    Sending,
    ToBrowser,
)
from telehealth.core.opening import Opening
from tests.core.scene import ROOM, participant

DECODER = msgspec.json.Decoder(FromBrowser)
MAYA = participant("maya")


def test_what_a_page_sends_is_read_as_the_message_it_names() -> None:
    text = f'{{"type": "admit", "room": "{ROOM}", "participant": "{MAYA}", "method": "voice"}}'
    assert DECODER.decode(text) == Admit(ROOM, MAYA, "voice")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"type": "obey"}',
        f'{{"type": "hold", "room": "{ROOM}"}}',
        f'{{"type": "hold", "room": "{ROOM}", "participant": "short"}}',
        f'{{"type": "hold", "room": "{ROOM}", "participant": "{MAYA}\\n"}}',
        f'{{"type": "hold", "room": "{ROOM}", "participant": 7}}',
        f'{{"type": "admit", "room": "{ROOM}", "participant": "{MAYA}"}}',
        f'{{"type": "admit", "room": "{ROOM}", "participant": "{MAYA}", "method": "guessed"}}',
        f'{{"type": "admit", "room": "{ROOM}", "participant": "{MAYA}", "method": null}}',
        f'{{"type": "confirm", "room": "{ROOM}", "participant": "{MAYA}", "method": "later"}}',
        f'{{"type": "move", "room": "{ROOM}", "participant": "{MAYA}"}}',
        f'{{"type": "refuse", "room": "{ROOM}", "participant": "{MAYA}", "spare": "yes"}}',
        f'{{"type": "leave", "room": "{ROOM}", "loudly": true}}',
        f'{{"type": "answer", "room": "{ROOM}", "leg": -1, "sdp": ""}}',
        f'{{"type": "answer", "room": "{ROOM}", "leg": 1.5, "sdp": ""}}',
        f'{{"type": "sealed", "room": "{ROOM}", "to": "{MAYA}", "body": "not base64url!"}}',
        f'{{"type": "sealed", "room": "{ROOM}", "to": "{MAYA}", "body": "{"A" * 65_537}"}}',
    ],
)
def test_what_is_not_exactly_a_message_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        DECODER.decode(text)


def test_a_leg_number_may_be_as_large_as_javascript_counts_exactly() -> None:
    text = f'{{"type": "answer", "room": "{ROOM}", "leg": {2**53 - 1}, "sdp": "v=0"}}'
    assert DECODER.decode(text) == Answer(ROOM, 2**53 - 1, "v=0")


def test_every_message_of_a_page_opens_a_room_or_is_an_act_in_it_or_changes_nothing() -> None:
    assert set(get_args(FromBrowser)) == {*get_args(Opening), *get_args(Act), Sending, Ping}


def test_every_act_names_its_room() -> None:
    assert all(issubclass(act, InRoom) for act in get_args(Act))


def test_no_two_messages_of_one_direction_have_the_same_name() -> None:
    for union in (FromBrowser, ToBrowser):
        tags = [kind.__struct_config__.tag for kind in get_args(union)]
        assert len(tags) == len(set(tags))


def test_what_the_server_says_carries_its_type() -> None:
    assert msgspec.json.decode(msgspec.json.encode(Closed(ROOM, LegId(3)))) == {
        "type": "closed",
        "room": ROOM,
        "leg": 3,
    }
