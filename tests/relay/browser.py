"""aiortc's peer connection as a stranger's browser: it sends a colour and a tone, and tells what it gets."""

from __future__ import annotations

import array
import asyncio
import math
from collections.abc import Callable

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame

Colour = tuple[int, int, int]
"""Y, U and V, 0–255."""

TONE = array.array("h", (int(12_000 * math.sin(2 * math.pi * 500 * each / 8_000)) for each in range(160)))
LOUD = 2_000


class Picture(VideoStreamTrack):
    """Frames of 160×120 in one colour."""

    def __init__(self, colour: Colour) -> None:
        super().__init__()
        self._colour = colour

    async def recv(self) -> VideoFrame:
        frame = VideoFrame(160, 120, "yuv420p")
        for plane, value in zip(frame.planes, self._colour, strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts, frame.time_base = await self.next_timestamp()
        return frame


class Sound(AudioStreamTrack):
    """A tone of 500 Hz."""

    async def recv(self) -> AudioFrame:
        frame = await super().recv()
        assert isinstance(frame, AudioFrame)
        frame.planes[0].update(TONE.tobytes())
        return frame


class Browser:
    """One leg. Its answers go to `send_answer`."""

    def __init__(self, colour: Colour | None, send_answer: Callable[[str], None]) -> None:
        self._connection = RTCPeerConnection()
        self._send_answer = send_answer
        self._tasks: set[asyncio.Task[None]] = set()
        self.colours: list[Colour] = []
        """The middle of each picture received."""
        self.loud = 0
        """Frames of sound in which something is to be heard."""
        self.news = asyncio.Event()
        if colour is not None:
            self._connection.addTrack(Sound())
            self._connection.addTrack(Picture(colour))
        self._connection.on("track", self._watch)

    async def offered(self, sdp: str) -> None:
        """Answer an offer."""
        await self._connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await self._connection.setLocalDescription(await self._connection.createAnswer())
        self._send_answer(self._connection.localDescription.sdp)

    @property
    def state(self) -> str:
        """As browsers name it: connected, closed and so on."""
        return str(self._connection.connectionState)

    def _watch(self, track: MediaStreamTrack) -> None:
        task = asyncio.create_task(self._consume(track))
        self._tasks.add(task)

    async def _consume(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, VideoFrame):
                self.colours.append(_middle(frame))
            elif isinstance(frame, AudioFrame):
                samples = array.array("h", bytes(frame.planes[0]))
                self.loud += max(map(abs, samples)) > LOUD
            self.news.set()

    async def until(self, holds: Callable[[], bool], patience: float = 15.0) -> None:
        """Wait until something is true that a frame makes true."""
        async with asyncio.timeout(patience):
            while not holds():
                self.news.clear()
                await self.news.wait()

    async def sees_and_hears(self, colour: Colour, frames: int = 5) -> None:
        """Wait for so many more pictures of a colour, and as much sound."""
        seen, heard = len(self.colours), self.loud
        await self.until(
            lambda: (
                sum(map(colour.__eq__, map(_rounded(colour), self.colours[seen:]))) >= frames
                and self.loud >= heard + frames
            )
        )

    async def close(self) -> None:
        """Leave."""
        await self._connection.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _middle(frame: VideoFrame) -> Colour:
    first, second, third = (
        bytes(plane)[plane.line_size * (plane.height // 2) + plane.width // 2] for plane in frame.planes
    )
    return first, second, third


def _rounded(colour: Colour) -> Callable[[Colour], Colour]:
    """Takes a colour that went through a codec for the one it was, if it is near."""

    def near(seen: Colour) -> Colour:
        return (
            colour if all(abs(one - other) <= 12 for one, other in zip(seen, colour, strict=True)) else seen
        )

    return near
