"""One WebSocket's life."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp
import msgspec
import pytest

from telehealth.core.ids import RoomId
from telehealth.core.messages import Ping
from telehealth.core.opening import Hello, TakeSeat
from telehealth.errors import BadMessage
from telehealth.signalling.codec import LARGEST
from telehealth.signalling.socket import Pace
from telehealth.store.records import RoomRecord
from telehealth.web.keys import HUB
from tests.practice import COOKIE, OTHER_ROOM, ROOM, RUIZ, admission, hello, identifier, watch
from tests.web.running import Running, running

MAYA = identifier("maya")


async def test_a_client_comes_in_and_is_offered_a_leg_when_the_clinician_is_there(server: Running) -> None:
    await server.desk()
    maya = await server.client()
    offer = await maya.hear("offer")
    assert offer["kind"] == "session"
    assert offer["sdp"] == f"v=0 of leg {offer['leg']}"


async def test_a_sealed_message_goes_from_one_to_the_other(server: Running) -> None:
    desk, maya = await server.call()
    await maya.opened.send_json({"type": "sealed", "room": ROOM, "to": identifier("desk"), "body": "AbC-_"})
    heard = await desk.hear("sealed")
    assert heard == {"type": "sealed", "room": ROOM, "sender": MAYA, "body": "AbC-_"}


async def test_a_ping_is_answered_before_anything_else(server: Running) -> None:
    socket = await server.socket()
    await socket.say(Ping())
    assert await socket.hear() == {"type": "pong"}


async def test_a_bad_link_is_refused_with_a_reason_and_the_socket_closes(server: Running) -> None:
    socket = await server.socket()
    await socket.say(Hello(MAYA, admission("ben"), MAYA))
    error = await socket.hear()
    assert (error["type"], error["code"], error["about"]) == ("error", "invitation_unknown", "hello")
    assert await socket.closed() == 4404


async def test_a_seat_that_is_over_closes_with_4410(server: Running) -> None:
    socket = await server.socket()
    await socket.say(TakeSeat("invented"))
    assert (await socket.hear())["code"] == "seat_over"
    assert await socket.closed() == 4410


async def test_watching_without_a_sign_in_closes_with_4401(server: Running) -> None:
    socket = await server.socket()
    await socket.say(watch())
    assert (await socket.hear())["code"] == "sign_in_needed"
    assert await socket.closed() == 4401


async def test_what_is_refused_in_a_room_leaves_the_socket_open(server: Running) -> None:
    await server.desk()
    maya = await server.client()
    await maya.opened.send_json({"type": "decline", "room": ROOM, "participant": MAYA})
    error = await maya.hear("error")
    assert (error["code"], error["about"], error["room"]) == ("not_allowed", "decline", ROOM)
    await maya.say(Ping())
    await maya.hear("pong")


async def test_a_room_of_somebody_else_is_unknown_on_every_message(server: Running) -> None:
    await server.desk()
    maya = await server.client()
    for message in (
        {"type": "check_in"},
        {"type": "sealed", "to": MAYA, "body": "x"},
        {"type": "answer", "leg": 1, "sdp": "v=0"},
        {"type": "renew", "leg": 1},
        {"type": "preview", "participant": MAYA, "on": True},
        {"type": "admit", "participant": MAYA, "method": "voice"},
        {"type": "confirm", "participant": MAYA, "method": "voice"},
        {"type": "move", "participant": MAYA, "to": MAYA},
        {"type": "end"},
        {"type": "reopen"},
        {"type": "take_over"},
        {"type": "leave"},
    ):
        await maya.opened.send_json({"room": OTHER_ROOM, **message})
        error = await maya.hear("error")
        assert (error["code"], error["about"]) == ("unknown", message["type"])


@pytest.mark.parametrize(
    "text", ["", "{", "null", '{"type":"nothing"}', '{"type":"admit"}', "[" * 10_000, '{"a":1e400}']
)
async def test_what_is_no_message_closes_with_4400(server: Running, text: str) -> None:
    maya = await server.client()
    await maya.opened.send_str(text)
    assert (await maya.hear("error"))["code"] == "bad_message"
    assert await maya.closed() == 4400


async def test_bytes_instead_of_text_close_with_4400(server: Running) -> None:
    maya = await server.client()
    await maya.opened.send_bytes(b'{"type":"ping"}')
    assert await maya.closed() == 4400


async def test_a_message_of_more_than_96_kib_closes_with_4413(server: Running) -> None:
    maya = await server.client()
    await maya.opened.send_str(" " * (LARGEST + 1))
    assert await maya.closed() == 4413


async def test_a_message_of_much_more_is_not_even_read(server: Running) -> None:
    maya = await server.client()
    await maya.opened.send_str(" " * (4 * LARGEST))
    assert await maya.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_a_socket_that_opens_no_room_in_time_is_closed(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(opening=0.2)) as server:
        socket = await server.socket()
        await socket.say(Ping())
        assert await socket.closed() == BadMessage.close_code


async def test_a_socket_that_opened_a_room_may_be_silent(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(opening=0.2)) as server:
        maya = await server.client()
        await asyncio.sleep(0.4)
        await maya.say(Ping())
        await maya.hear("pong")


async def test_a_peer_that_does_not_answer_the_heartbeat_is_gone(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(heartbeat=0.2)) as server:
        desk = await server.desk()
        url, headers = f"{server.url}/ws", {"Origin": server.url}
        silent = await server.session.ws_connect(url, headers=headers, autoping=False)
        await silent.send_str(msgspec.json.encode(hello("maya")).decode())
        while (await desk.hear("changed"))["people"][0]["connected"]:
            continue
        await silent.close()


async def test_a_second_window_displaces_the_first_with_4409(server: Running) -> None:
    await server.desk()
    first = await server.socket()
    await first.say(hello("maya"))
    token = (await first.hear("welcome"))["seat"]
    second = await server.socket()
    await second.say(TakeSeat(token))
    assert (await first.hear("error"))["code"] == "seat_moved"
    assert await first.closed() == 4409
    await second.hear("welcome")
    await second.say(Ping())
    await second.hear("pong")


async def test_a_page_that_goes_is_away_and_comes_back_by_its_token(server: Running) -> None:
    desk = await server.desk()
    socket = await server.socket()
    await socket.say(hello("maya"))
    token = (await socket.hear("welcome"))["seat"]
    await socket.opened.close()
    while (await desk.hear("changed"))["people"][0]["connected"]:
        continue
    again = await server.socket()
    await again.say(TakeSeat(token))
    assert (await again.hear("welcome"))["you"] == MAYA


async def test_a_client_holds_one_place(server: Running) -> None:
    maya = await server.client()
    for message in (hello("ben"), hello("maya", "other")):
        await maya.say(message)
        error = await maya.hear("error")
        assert (error["code"], error["about"]) == ("not_allowed", "hello")


async def test_a_clinicians_page_holds_a_place_in_each_of_several_rooms(server: Running) -> None:
    second = await _second_room(server)
    desk = await server.socket(cookie=COOKIE)
    for room in (ROOM, second):
        await desk.say(watch(room=room))
        assert (await desk.hear("welcome"))["room"] == room
    await desk.say(watch("another"))
    assert (await desk.hear("error"))["code"] == "not_allowed"
    await desk.say(hello("maya"))
    assert (await desk.hear("error"))["code"] == "not_allowed"


async def test_a_clinicians_page_displaced_in_one_room_stays_in_the_other(server: Running) -> None:
    second = await _second_room(server)
    desk, other = await server.socket(cookie=COOKIE), await server.socket(cookie=COOKIE)
    for room in (ROOM, second):
        await desk.say(watch(room=room))
        await desk.hear("welcome")
    await other.say(watch())
    error = await desk.hear("error")
    assert (error["code"], error["room"]) == ("seat_moved", ROOM)
    await desk.say(Ping())
    await desk.hear("pong")


async def test_a_server_that_stops_says_so(server: Running) -> None:
    desk, maya = await server.call()
    first, second, _ = await asyncio.gather(desk.closed(), maya.closed(), server.app[HUB].stop())
    assert first == second == 4503
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        await server.socket()


async def _second_room(server: Running) -> RoomId:
    """Another room of the same clinician."""
    room = RoomId(identifier("second-room"))
    record = RoomRecord(id=room, owner=RUIZ, public_key=bytes(32))
    await server.practice.sql.add_room(record)
    return room


async def test_a_sealed_body_passes_the_whole_server_byte_for_byte(server: Running) -> None:
    desk, maya = await server.call()
    body = "aZ09-_" * 10_000
    said = json.dumps({"type": "sealed", "room": ROOM, "to": identifier("desk"), "body": body})
    await maya.opened.send_str(said)
    assert (await desk.hear("sealed"))["body"] == body
