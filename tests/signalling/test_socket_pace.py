"""Pages that say too much, or read too slowly."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from telehealth.core.messages import Ping
from telehealth.signalling import outbox
from telehealth.signalling.socket import Pace, Socket
from telehealth.web.keys import HUB
from tests.practice import ROOM, identifier
from tests.web.running import Running, running


async def test_too_many_messages_are_refused_once_and_then_end_the_socket(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(messages_per_second=5)) as server:
        socket = await server.socket()
        for _ in range(10):
            await socket.say(Ping())
        for _ in range(5):
            await socket.say(Ping())
        heard = [(await socket.hear())["type"] for _ in range(11)]
        assert heard == ["pong"] * 10 + ["error"]
        for _ in range(10):
            await socket.say(Ping())
        assert await socket.closed() == 4429


async def test_who_paused_may_speak_again(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(messages_per_second=20)) as server:
        socket = await server.socket()
        for _ in range(41):
            await socket.say(Ping())
        while (await socket.hear())["type"] == "pong":
            continue
        await asyncio.sleep(0.3)
        await socket.say(Ping())
        assert await socket.hear() == {"type": "pong"}


async def test_who_was_too_fast_long_ago_is_not_closed_for_it(tmp_path: Path) -> None:
    async with running(tmp_path, Pace(messages_per_second=5)) as server:
        socket = await server.socket()
        (served,) = server.app[HUB]._sockets
        assert isinstance(served, Socket)
        clock = served._clock
        for hour in range(3):
            served._clock = lambda later=3600 * hour: clock() + later  # type: ignore[misc]
            for _ in range(12):
                await socket.say(Ping())
            while (await socket.hear())["type"] == "pong":
                continue
            await asyncio.sleep(1)
        await socket.say(Ping())
        await socket.hear("pong")


async def test_a_reader_that_is_too_slow_is_dropped(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST_MESSAGES", 3)
    _desk, maya = await server.call()
    held = hold_writing(monkeypatch)
    for _ in range(6):
        await maya.say(Ping())
    assert await maya.closed() == 1006
    held.set()


async def test_nobody_is_dropped_for_what_others_seal_for_them(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_MESSAGES", 6)
    desk, maya = await server.call()
    held = hold_writing(monkeypatch)
    for _ in range(10):
        await maya.opened.send_json({"type": "sealed", "room": ROOM, "to": identifier("desk"), "body": "x"})
    await asyncio.sleep(0.3)
    held.set()
    error = await maya.hear("error")
    assert (error["code"], error["about"], error["room"]) == ("too_fast", "sealed", ROOM)
    await desk.say(Ping())
    await desk.hear("pong")


def hold_writing(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let nothing out of the server until the event is set."""
    held, send = asyncio.Event(), aiohttp.web.WebSocketResponse.send_frame

    async def later(self: aiohttp.web.WebSocketResponse, message: bytes, opcode: aiohttp.WSMsgType) -> None:
        await held.wait()
        await send(self, message, opcode)

    monkeypatch.setattr(aiohttp.web.WebSocketResponse, "send_frame", later)
    return held
