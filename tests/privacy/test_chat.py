"""Chat of people in session: the same body for everybody, taken once, under whose name the keys say."""

from __future__ import annotations

import pytest

from tests.privacy.chat import ALGORITHM, Chat
from tests.privacy.derivation import base_key, key_id
from tests.privacy.media import Repeated, UnknownKey
from tests.privacy.sframe import FrameKey, FrameRefused
from tests.privacy.test_media import BEN, MAYA, RUIZ, epoch, page


def test_a_line_is_read_and_answered_and_then_not_said_again() -> None:
    now = epoch()
    maya, ruiz = Chat(page(MAYA, now)), Chat(page(RUIZ, now))
    maya.write("Can you hear me?", {"ruiz"})
    ((to, body),) = maya.again()
    assert to == "ruiz"
    assert b"hear" not in body
    ((back, answer),) = ruiz.receive("maya", body)
    assert ruiz.lines == [("maya", "Can you hear me?")]
    assert back == "maya"
    assert maya.receive("ruiz", answer) == []
    assert maya.again() == []


def test_a_line_that_has_no_answer_is_sealed_anew_and_shown_once() -> None:
    now = epoch()
    maya, ruiz = Chat(page(MAYA, now)), Chat(page(RUIZ, now))
    maya.write("Hello", {"ruiz"})
    (_, first), (_, second) = maya.again()[0], maya.again()[0]
    assert first != second
    assert ruiz.receive("maya", first)
    assert ruiz.receive("maya", second)
    assert ruiz.lines == [("maya", "Hello")]


def test_everybody_is_sent_the_same_body_of_whole_blocks() -> None:
    chat = Chat(page(MAYA, epoch()))
    chat.write("Hello", {"ruiz", "ben"})
    bodies = {body for _, body in chat.again()}
    (body,) = bodies
    header = 1 + 3 + 0
    assert (len(body) - 1 - 1 - header + 1 - 16) % 256 == 0
    assert body[0] == ALGORITHM


def test_a_body_is_sframe_under_the_chat_key_of_stream_0() -> None:
    now = epoch(3)
    body = Chat(page(MAYA, now)).seal({"kind": "taken", "id": "x"})
    key = FrameKey.derive(base_key(now.secret, MAYA.load, "chat", 3, 1, 0), key_id(3, 1, 0))
    counter, plaintext = key.decrypt(body[1:])
    assert counter == 1
    assert len(plaintext) == 256


def test_the_server_cannot_say_that_somebody_else_has_written() -> None:
    now = epoch()
    chat = Chat(page(MAYA, now))
    chat.write("Hello", {"ruiz"})
    ruiz = Chat(page(RUIZ, now))
    with pytest.raises(FrameRefused, match="somebody else"):
        ruiz.receive(BEN.participant, chat.again()[0][1])
    assert ruiz.lines == []


def test_what_is_replayed_or_of_no_key_held_is_refused() -> None:
    now = epoch()
    maya, ruiz = Chat(page(MAYA, now)), Chat(page(RUIZ, now))
    body = maya.seal({"kind": "chat", "id": "x", "text": "Hello"})
    ruiz.receive("maya", body)
    with pytest.raises(Repeated):
        ruiz.receive("maya", body)
    with pytest.raises(UnknownKey):
        Chat(page(RUIZ, epoch())).receive("maya", Chat(page(MAYA, epoch(2))).seal({"kind": "chat"}))
    with pytest.raises(FrameRefused, match="no chat"):
        ruiz.receive("maya", b"\1" + body[1:])


def test_without_a_key_nothing_is_written() -> None:
    keyring = page(MAYA, epoch())
    keyring.clear()
    chat = Chat(keyring)
    chat.write("Hello", {"ruiz"})
    assert chat.again() == []
