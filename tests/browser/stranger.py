"""A client by somebody else: written from docs/PROTOCOL.md alone, on aiortc, with no code of ours.

It shares with the other tests only what a person looks and sounds like.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import math
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from av import AudioFrame, VideoFrame
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.browser.media import HEIGHT, SAMPLE_RATE, WIDTH, Appearance, Colour, planes

AUDIO_SAMPLES = 960
"""20 ms."""


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Face(VideoStreamTrack):
    """Four colours, 30 times a second."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._planes = planes(appearance)

    async def recv(self) -> VideoFrame:
        """The next frame, when it is due."""
        pts, time_base = await self.next_timestamp()
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane, data in zip(frame.planes, self._planes, strict=True):
            plane.update(data)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Voice(AudioStreamTrack):
    """A tone without end."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._tone = appearance.tone
        self._next = 0
        self._start = 0.0

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when they are due."""
        loop = asyncio.get_running_loop()
        self._start = self._start or loop.time()
        await asyncio.sleep(max(0.0, self._start + self._next / SAMPLE_RATE - loop.time()))
        step = 2 * math.pi * self._tone / SAMPLE_RATE
        wave = [round(12_000 * math.sin(step * (self._next + index))) for index in range(AUDIO_SAMPLES)]
        frame = AudioFrame("s16", "mono", AUDIO_SAMPLES)
        frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) for value in wave))
        frame.pts, frame.sample_rate, frame.time_base = self._next, SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
        self._next += AUDIO_SAMPLES
        return frame


class Stranger:
    """Holds a link, says who it is, waits, and takes part."""

    def __init__(self, appearance: Appearance, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.appearance = appearance
        self.frames = 0
        self.corners: list[Colour] = []
        self.sound = bytearray()
        """The latest second of what is heard: 16 bits, one channel."""
        self._socket = socket
        self._channel = secrets.token_urlsafe(16)
        self._other = ""
        self._sent = 0
        self._room = ""
        self._host = ""
        self._connections: dict[int, RTCPeerConnection] = {}
        self._listening: set[asyncio.Task[None]] = set()
        self.last_offer = ""
        self.refusals: list[dict[str, Any]] = []

    @classmethod
    @asynccontextmanager
    async def joining(cls, link: str, appearance: Appearance) -> AsyncIterator[Stranger]:
        """Somebody who has opened the link and waits to be admitted."""
        parts = urlsplit(link)
        version, secret, _room_key = parts.fragment.split(".")
        assert version == "1"
        derive = HKDF(SHA256(), 32, salt=None, info=b"telehealth/1 admission")
        async with aiohttp.ClientSession() as session:
            origin = f"{parts.scheme}://{parts.netloc}"
            async with session.ws_connect(f"{origin}/ws", origin=origin) as socket:
                stranger = cls(appearance, socket)
                await socket.send_json(
                    {
                        "type": "hello",
                        "invitation": parts.path.rsplit("/", 1)[-1],
                        "admission": _text(derive.derive(_bytes(secret))),
                        "participant": secrets.token_urlsafe(16),
                    }
                )
                reading = asyncio.create_task(stranger._read())
                try:
                    yield stranger
                finally:
                    reading.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await reading
                    await stranger._go()

    async def _go(self) -> None:
        for connection in self._connections.values():
            await connection.close()
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    async def _read(self) -> None:
        async for frame in self._socket:
            message = json.loads(frame.data)
            match message["type"]:
                case "welcome":
                    self._room = message["room"]
                    await self._say("check_in")
                    await self._knock(message)
                case "changed":
                    await self._knock(message)
                case "sealed":
                    await self._unsealed(message)
                case "offer":
                    await self._answer(message)
                case "closed":
                    await self._connections.pop(message["leg"]).close()
                case "error":
                    self.refusals.append(message)

    async def _say(self, what: str, **fields: object) -> None:
        await self._socket.send_json({"type": what, "room": self._room, **fields})

    @property
    def own_ssrc(self) -> int:
        """The SSRC of the picture that this client sends."""
        answer = next(iter(self._connections.values())).localDescription.sdp
        found = re.search(r"m=video.*?a=ssrc:(\d+)", answer, re.DOTALL)
        assert found
        return int(found[1])

    # ── Section 3: sealed messages ───────────────────────────────────────────────────────────────

    async def _knock(self, message: dict[str, Any]) -> None:
        host = message["host"]
        present = any(person["id"] == host and person["connected"] for person in message["people"])
        if host and present and not self._other:
            self._host = host
            await self._seal({"kind": "open", "channel": self._channel})

    async def _seal(self, envelope: dict[str, object]) -> None:
        await self._say("sealed", to=self._host, body=_text(b"\0" + json.dumps(envelope).encode()))

    async def _unsealed(self, message: dict[str, Any]) -> None:
        body = _bytes(message["body"])
        assert body[0] == 0
        envelope = json.loads(body[1:])
        self._host = message["sender"]
        ours = {"channel": self._channel, "for": envelope["channel"]}
        if envelope["kind"] == "ask":
            await self._seal({"kind": "open", "channel": self._channel})
        elif envelope["kind"] == "opened" and envelope["channel"] != self._other:
            self._other, self._sent = envelope["channel"], 1
            devices = {"microphone": "on", "camera": "on"}
            card = {
                "kind": "card",
                "name": self.appearance.name,
                "consent": {"version": "1"},
                "devices": devices,
            }
            await self._seal({"kind": "message", **ours, "number": 1, "content": card})
        elif envelope["kind"] == "message":
            await self._seal({"kind": "acknowledgement", **ours, "number": envelope["number"]})

    # ── Section 4: media ─────────────────────────────────────────────────────────────────────────

    async def _answer(self, message: dict[str, Any]) -> None:
        leg, self.last_offer = message["leg"], message["sdp"]
        connection = self._connections.get(leg)
        if connection is None:
            connection = self._connections[leg] = RTCPeerConnection()
            connection.on("track", self._listen)
        await connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "offer"))
        own: dict[str, MediaStreamTrack] = {
            f"a{leg}": Voice(self.appearance),
            f"v{leg}": Face(self.appearance),
        }
        for transceiver in connection.getTransceivers():
            if transceiver.mid in own and transceiver.direction != "sendonly":
                transceiver.direction = "sendonly"
                transceiver.sender.replaceTrack(own[transceiver.mid])
        await connection.setLocalDescription(await connection.createAnswer())
        await self._say("answer", leg=leg, sdp=connection.localDescription.sdp)

    def _listen(self, track: MediaStreamTrack) -> None:
        task = asyncio.create_task(self._hear(track) if track.kind == "audio" else self._watch(track))
        self._listening.add(task)

    async def _hear(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                # Decoded Opus is packed stereo: every other sample is the left one.
                samples = bytes(frame.planes[0])[: frame.samples * 4]
                self.sound += b"".join(samples[at : at + 2] for at in range(0, len(samples), 4))
                del self.sound[: -2 * SAMPLE_RATE]

    async def _watch(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, VideoFrame)
                self.frames += 1
                self.corners = _corners(frame)

    def loudness(self, tone: int) -> float:
        """How much of the latest second's energy is at this frequency in Hz (Goertzel): 0 to 1."""
        samples = [
            int.from_bytes(self.sound[at : at + 2], "little", signed=True)
            for at in range(0, len(self.sound), 2)
        ]
        energy = sum(sample * sample for sample in samples)
        if not energy:
            return 0.0
        coefficient = 2 * math.cos(2 * math.pi * tone / SAMPLE_RATE)
        before = last = 0.0
        for sample in samples:
            before, last = last, sample + coefficient * last - before
        power = before * before + last * last - coefficient * before * last
        return 2 * power / (len(samples) * energy)


def _corners(frame: VideoFrame) -> list[Colour]:
    """The colour near each corner, as red, green and blue."""
    small = frame.reformat(width=8, height=8, format="rgb24")
    plane = small.planes[0]
    data, width = bytes(plane), plane.line_size
    return [
        (data[y * width + x * 3], data[y * width + x * 3 + 1], data[y * width + x * 3 + 2])
        for y in (1, 6)
        for x in (1, 6)
    ]
