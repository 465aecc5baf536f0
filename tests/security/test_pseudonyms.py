"""What the audit log calls a room."""

from __future__ import annotations

import re

from telehealth.security.pseudonyms import Pseudonyms
from telehealth.security.server_key import ServerKey
from tests.practice import OTHER_ROOM, ROOM

KEY = ServerKey(bytes(range(32)))


def test_a_room_has_one_name_and_another_room_another() -> None:
    assert Pseudonyms(KEY).of(ROOM) == Pseudonyms(KEY).of(ROOM)
    assert Pseudonyms(KEY).of(ROOM) != Pseudonyms(KEY).of(OTHER_ROOM)
    assert re.fullmatch(r"[0-9a-f]{32}", Pseudonyms(KEY).of(ROOM))


def test_without_the_key_nobody_knows_whose_it_is() -> None:
    assert Pseudonyms(ServerKey(bytes(32))).of(ROOM) != Pseudonyms(KEY).of(ROOM)
    assert ROOM not in Pseudonyms(KEY).of(ROOM)
