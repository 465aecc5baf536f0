"""A client by somebody else: written from docs/PROTOCOL.md alone, on aiortc, with no code of ours.

It shares with the other tests only what a person looks and sounds like.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.browser.media import SAMPLE_RATE, Appearance, Colour
from tests.browser.stranger_media import Face, Voice, corners_of, share_of


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


Content = dict[str, Any]
"""What is told in a sealed message, by its `kind`."""


def card_of(name: str) -> Content:
    """What a client says of themselves at check-in, every field of it."""
    return {
        "kind": "card",
        "name": name,
        "part": "",
        "country": "ES",
        "place": "Calle del Sol 12, Sevilla",
        "callback": "+34 600 123 456",
        "contact": {"name": "Rosa Quintana", "phone": "+34 600 654 321", "relation": "Sister"},
        "privacy": "alone",
        "company": "",
        "consent": {"version": "1", "date": datetime.now(UTC).date().isoformat(), "child": ""},
        "codeWord": "",
        "device": "A program",
        "devices": {"microphone": "on", "camera": "on"},
    }


class Stranger:
    """Holds a link, says who it is, waits, and takes part."""

    def __init__(
        self, appearance: Appearance, socket: aiohttp.ClientWebSocketResponse, card: Content | None
    ) -> None:
        self.appearance = appearance
        self._card = card_of(appearance.name) if card is None else card
        self.told: list[Content] = []
        """What the host's page has told it, in order."""
        self.frames = 0
        self.corners: list[Colour] = []
        self.sound = bytearray()
        """The latest second of what is heard: 16 bits, one channel."""
        self._socket = socket
        self._channel = secrets.token_urlsafe(16)
        self._other = ""
        self._sent = 0
        self.taken = 0
        """How many of its contents the host's page has taken in."""
        self._room = ""
        self._host = ""
        self._connections: dict[int, RTCPeerConnection] = {}
        self._listening: set[asyncio.Task[None]] = set()
        self.last_offer = ""
        self.refusals: list[dict[str, Any]] = []

    @classmethod
    @asynccontextmanager
    async def joining(
        cls, link: str, appearance: Appearance, card: Content | None = None
    ) -> AsyncIterator[Stranger]:
        """Somebody who has opened the link and waits, and says of themselves what they like."""
        parts = urlsplit(link)
        version, secret, _room_key = parts.fragment.split(".")
        assert version == "1"
        derive = HKDF(SHA256(), 32, salt=None, info=b"telehealth/1 admission")
        async with aiohttp.ClientSession() as session:
            origin = f"{parts.scheme}://{parts.netloc}"
            async with session.ws_connect(f"{origin}/ws", origin=origin) as socket:
                stranger = cls(appearance, socket, card)
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
        if envelope["kind"] == "ask":
            await self._seal({"kind": "open", "channel": self._channel})
        elif envelope["kind"] == "opened" and envelope["channel"] != self._other:
            self._other, self._sent = envelope["channel"], 0
            await self.tell(self._card)
        elif envelope["kind"] == "acknowledgement":
            self.taken = envelope["number"]
        elif envelope["kind"] == "message":
            self.told.append(envelope["content"])
            ours = {"channel": self._channel, "for": envelope["channel"]}
            await self._seal({"kind": "acknowledgement", **ours, "number": envelope["number"]})

    async def tell(self, content: object) -> None:
        """Something private for the host's page, whatever it makes of it."""
        self._sent += 1
        ours = {"channel": self._channel, "for": self._other}
        await self._seal({"kind": "message", **ours, "number": self._sent, "content": content})

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
                self.corners = corners_of(frame)

    def loudness(self, tone: int) -> float:
        """How much of what is heard is at this frequency in Hz: 0 to 1."""
        return share_of(tone, self.sound)
