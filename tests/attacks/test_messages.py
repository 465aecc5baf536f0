"""What no page of ours would ever send."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from aiohttp import WSMsgType

from tests.practice import ROOM, identifier
from tests.web.running import Running, running

MAYA = identifier("maya")
HOSTILE = [
    "[" * 10_000,
    '{"type":' * 10_000,
    '{"type":"ping","x":' + "[" * 40_000 + "]" * 40_000 + "}",
    "1e400",
    '{"type":"answer","room":"' + ROOM + '","leg":1e400,"sdp":""}',
    '{"type":"answer","room":"' + ROOM + '","leg":' + "9" * 90_000 + ',"sdp":""}',
    '{"type":"sealed","room":"' + ROOM + '","to":"' + MAYA + '","body":"\\ud800"}',
    '{"type":"sealed","room":"' + ROOM + '","to":"' + MAYA + '","body":"\\u0000"}',
    '{"type":"sealed","room":"' + ROOM + '","to":"' + MAYA + '","body":"<script>"}',
    '{"type":"sealed","room":"' + ROOM + '","to":"' + MAYA + '","body":"' + "A" * 65_537 + '"}',
    '{"type":"sealed","room":"../../etc","to":"' + MAYA + '","body":""}',
    '{"type":"\\ud800"}',
    '{"type":"__init__"}',
    '{"type":null}',
    '{"__proto__":{"type":"ping"}}',
    '"' + "\\u0041" * 10_000 + '"',
    "NaN",
    "-",
    "\u202e",
]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_it_ends_the_senders_socket_and_nothing_else(server: Running, text: str) -> None:
    desk, maya = await server.call()
    with structlog.testing.capture_logs() as lines:
        await maya.opened.send_str(text)
        assert (await maya.hear("error"))["code"] == "bad_message"
        assert await maya.closed() == 4400
    assert lines == []
    await desk.opened.send_json({"type": "ping"})
    await desk.hear("pong")


async def test_a_key_that_stands_twice_is_read_one_way_only(server: Running) -> None:
    """Of two readers that disagree about which one counts, only one would have checked it."""
    desk, maya = await server.call()
    text = json.dumps({"type": "sealed", "room": ROOM, "to": MAYA, "body": "first"})
    text = text[:-1] + f', "to": "{identifier("desk")}", "body": "second"}}'
    await maya.opened.send_str(text)
    assert (await desk.hear("sealed"))["body"] == "second"


async def test_text_that_is_no_utf_8_ends_the_socket(server: Running) -> None:
    maya = await server.client()
    await maya.opened.send_frame(b"\xff\xfe\xed\xa0\x80", WSMsgType.TEXT)
    assert await maya.closed() == 1007


async def test_a_message_in_endless_pieces_ends_the_socket(server: Running) -> None:
    maya = await server.client()
    writer = maya.opened._writer
    # The first fragment of a text, then continuations without an end (RFC 6455, section 5.4).
    frame = _fragment(first=True, size=8192)
    writer.transport.write(frame)
    for _ in range(40):
        writer.transport.write(_fragment(first=False, size=8192))
    assert await maya.closed() == 1009


def _fragment(*, first: bool, size: int) -> bytes:
    return bytes([0x01 if first else 0x00, 0x80 | 126]) + size.to_bytes(2, "big") + bytes(4) + b" " * size
