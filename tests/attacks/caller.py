"""A page of anybody's making: it takes every leg it is offered, and sends media whether asked to or not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack

from telehealth.core.opening import Opening
from telehealth.security.tokens import unpadded_bytes, unpadded_text
from tests.browser.deadline import until
from tests.practice import ROOM

PATIENCE = 10.0


class Caller:
    """One WebSocket, and a connection for every leg."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, room: str = ROOM) -> None:
        self.received = 0
        """Frames of sound and picture from others."""
        self.heard: list[dict[str, Any]] = []
        self.room = room
        """Which room what it says is about."""
        self.sealed: Callable[[str, bytes], Awaitable[None]] | None = None
        """What takes sealed messages in, by their sender."""
        self._socket = socket
        self._news = asyncio.Condition()
        self._connections: dict[int, RTCPeerConnection] = {}
        self._listening: set[asyncio.Task[None]] = set()

    @classmethod
    @asynccontextmanager
    async def at(
        cls, url: str, opening: Opening, cookie: str = "", room: str = ROOM
    ) -> AsyncIterator[Caller]:
        """Somebody who has said their first message."""
        headers = {"Cookie": f"telehealth={cookie}"} if cookie else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.ws_connect(f"{url}/ws", origin=url, headers=headers) as socket,
        ):
            caller = cls(socket, room)
            await socket.send_str(msgspec.json.encode(opening).decode())
            reading = asyncio.create_task(caller._read())
            try:
                await caller.hears("welcome")
                yield caller
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
                for connection in caller._connections.values():
                    await connection.close()
                for task in caller._listening:
                    task.cancel()
                await asyncio.gather(*caller._listening, return_exceptions=True)

    async def say(self, what: str, **fields: object) -> None:
        await self._socket.send_json({"type": what, "room": self.room, **fields})

    async def seal(self, to: str, body: bytes) -> None:
        """Send somebody a body of anybody's making."""
        await self.say("sealed", to=to, body=unpadded_text(body))

    async def hears(self, what: str, /, **fields: object) -> dict[str, Any]:
        """Wait until a message of a kind, with these fields, has come; return the latest."""

        def found() -> list[dict[str, Any]]:
            wanted = {"type": what, **fields}
            return [message for message in self.heard if wanted.items() <= message.items()]

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: bool(found()))
        return found()[-1]

    async def is_closed(self, code: int) -> None:
        """Wait until the server has closed the socket, with this code."""

        async def closed() -> bool:
            return self._socket.closed

        await until(closed, "the server closes the socket")
        assert self._socket.close_code == code, f"closed with {self._socket.close_code}"

    async def connected(self) -> int:
        """Wait until a leg's connection is up; return its number."""
        while True:
            for leg, connection in self._connections.items():
                if connection.connectionState == "connected":
                    return leg
            await self._changed()

    async def _changed(self) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait()

    async def _read(self) -> None:
        async for frame in self._socket:
            message: dict[str, Any] = frame.json()
            if message["type"] == "offer":
                await self._answer(message)
            elif message["type"] == "sealed" and self.sealed is not None:
                await self.sealed(message["sender"], unpadded_bytes(message["body"]))
            elif message["type"] == "closed" and message["leg"] in self._connections:
                await self._connections.pop(message["leg"]).close()
            async with self._news:
                self.heard.append(message)
                self._news.notify_all()

    async def _answer(self, message: dict[str, Any]) -> None:
        leg = message["leg"]
        connection = self._connections.get(leg)
        if connection is None:
            connection = self._connections[leg] = RTCPeerConnection()
            connection.on("track", self._listen)
            connection.on("connectionstatechange", self._tell)
        await connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "offer"))
        own: dict[str, MediaStreamTrack] = {f"a{leg}": AudioStreamTrack(), f"v{leg}": VideoStreamTrack()}
        for transceiver in connection.getTransceivers() if message["kind"] == "session" else ():
            if transceiver.mid in own and transceiver.direction != "sendonly":
                transceiver.direction = "sendonly"
                transceiver.sender.replaceTrack(own[transceiver.mid])
        await connection.setLocalDescription(await connection.createAnswer())
        await self.say("answer", leg=leg, sdp=connection.localDescription.sdp)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _listen(self, track: MediaStreamTrack) -> None:
        self._listening.add(asyncio.create_task(self._take(track)))

    async def _take(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                await track.recv()
                self.received += 1
