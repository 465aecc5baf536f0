"""A stranger's media connections, on aiortc: every frame it sends is sealed, and what it shows was opened."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import Any, cast

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from tests.browser.media import SAMPLE_RATE, Appearance, Colour
from tests.browser.stranger_codecs import open_receiver, seal_sender
from tests.browser.stranger_media import Face, Voice, corners_of, share_of
from tests.privacy.media import Keyring, Opener


class Legs:
    """One connection a leg, and what comes by it."""

    def __init__(self, appearance: Appearance) -> None:
        self.appearance = appearance
        self.frames = 0
        self.corners: list[Colour] = []
        """Of the latest picture, whoever's it is."""
        self.faces: dict[str, list[Colour]] = {}
        """By participant, as the keys of the frames say."""
        self.voices: dict[str, bytearray] = {}
        """The same of what is heard: the latest second, 16 bits, one channel."""
        self.sound = bytearray()
        """The latest second of what is heard of anybody, as `voices`."""
        self.last_offer = ""
        self.session_leg = 0
        self._connections: dict[int, RTCPeerConnection] = {}
        self._openers: dict[RTCRtpReceiver, tuple[str, Opener]] = {}
        self._listening: set[asyncio.Task[None]] = set()

    @property
    def own_ssrc(self) -> int:
        """The SSRC of the picture that this client sends."""
        answer = next(iter(self._connections.values())).localDescription.sdp
        found = re.search(r"m=video.*?a=ssrc:(\d+)", answer, re.DOTALL)
        assert found
        return int(found[1])

    async def answer(self, message: dict[str, Any], keyring: Keyring) -> str | None:
        """The SDP answer to an offer; None when the other side has hung up meanwhile."""
        try:
            return await self._negotiate(message, keyring)
        except InvalidStateError:
            return None

    async def _negotiate(self, message: dict[str, Any], keyring: Keyring) -> str:
        leg, self.last_offer = message["leg"], message["sdp"]
        connection = self._connections.get(leg)
        if connection is None:
            connection = self._connections[leg] = RTCPeerConnection()
            if message["kind"] == "session":
                self.session_leg = leg
        await connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "offer"))
        own: dict[str, MediaStreamTrack] = {
            f"a{leg}": Voice(self.appearance),
            f"v{leg}": Face(self.appearance),
        }
        for transceiver in connection.getTransceivers():
            # There is none before somebody sends, whatever its type says.
            track = cast("MediaStreamTrack | None", transceiver.receiver.track)
            if transceiver.mid in own and transceiver.direction != "sendonly":
                transceiver.direction = "sendonly"
                seal_sender(transceiver.sender, keyring)
                transceiver.sender.replaceTrack(own[transceiver.mid])
            elif transceiver.mid is not None and transceiver.mid not in own and track is not None:
                self._open(transceiver.mid, transceiver.receiver, keyring)
        await connection.setLocalDescription(await connection.createAnswer())
        return connection.localDescription.sdp

    def _open(self, mid: str, receiver: RTCRtpReceiver, keyring: Keyring) -> None:
        known = self._openers.get(receiver)
        if known is None:
            opener = open_receiver(receiver, keyring)
            track = receiver.track
            hears = self._hear(track, opener) if track.kind == "audio" else self._watch(track, opener)
            self._listening.add(asyncio.create_task(hears))
            self._openers[receiver] = mid, opener
        elif known[0] != mid:
            # The section is another person's now: so may the keys be.
            known[1].participant = ""
            self._openers[receiver] = mid, known[1]

    def other_legs(self, kept: int) -> list[int]:
        """Legs that are open and not this one."""
        return [leg for leg in self._connections if leg != kept]

    async def close_leg(self, leg: int) -> None:
        """The connection of a leg is over."""
        if leg in self._connections:
            await self._connections.pop(leg).close()
        if leg == self.session_leg:
            self.session_leg = 0

    async def hang_up(self) -> None:
        """Every connection is over."""
        for leg in list(self._connections):
            await self.close_leg(leg)
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        self._listening.clear()
        self._openers.clear()

    async def _hear(self, track: MediaStreamTrack, opener: Opener) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                # Decoded Opus is packed stereo: every other sample is the left one.
                samples = bytes(frame.planes[0])[: frame.samples * 4]
                left = b"".join(samples[at : at + 2] for at in range(0, len(samples), 4))
                for sound in (self.sound, self.voices.setdefault(opener.participant, bytearray())):
                    sound += left
                    del sound[: -2 * SAMPLE_RATE]

    async def _watch(self, track: MediaStreamTrack, opener: Opener) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, VideoFrame)
                self.frames += 1
                self.corners = self.faces[opener.participant] = corners_of(frame)

    def loudness(self, tone: int, of: str = "") -> float:
        """How much of what is heard, of one person if named, is at this frequency in Hz: 0 to 1."""
        return share_of(tone, self.voices.get(of, b"") if of else self.sound)
