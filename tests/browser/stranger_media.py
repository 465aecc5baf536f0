"""What a program shows and says in a session, and what it makes of the others, on aiortc."""

from __future__ import annotations

import asyncio
import math
from fractions import Fraction

from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame

from tests.browser.media import HEIGHT, SAMPLE_RATE, WIDTH, Appearance, Colour, planes

AUDIO_SAMPLES = 960
"""20 ms."""


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


def share_of(tone: int, sound: bytes | bytearray) -> float:
    """How much of the energy of a sound (16 bits, one channel) is at a frequency in Hz (Goertzel): 0 to 1."""
    samples = [int.from_bytes(sound[at : at + 2], "little", signed=True) for at in range(0, len(sound), 2)]
    energy = sum(sample * sample for sample in samples)
    if not energy:
        return 0.0
    coefficient = 2 * math.cos(2 * math.pi * tone / SAMPLE_RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + coefficient * last - before
    power = before * before + last * last - coefficient * before * last
    return 2 * power / (len(samples) * energy)


def corners_of(frame: VideoFrame) -> list[Colour]:
    """The colour near each corner, as red, green and blue."""
    small = frame.reformat(width=8, height=8, format="rgb24")
    plane = small.planes[0]
    data, width = bytes(plane), plane.line_size
    return [
        (data[y * width + x * 3], data[y * width + x * 3 + 1], data[y * width + x * 3 + 2])
        for y in (1, 6)
        for x in (1, 6)
    ]
