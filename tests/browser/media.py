"""What a person looks and sounds like: a picture of four colours, and a tone that comes and goes."""

from __future__ import annotations

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, FRAMES_PER_SECOND = 640, 360, 20
SAMPLE_RATE = 48_000

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Appearance:
    """How a person is told from others."""

    name: str
    corners: tuple[Colour, Colour, Colour, Colour]
    """Top left, top right, bottom left, bottom right."""
    tone: int
    """In Hz."""


RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 150, 60), (50, 60, 200), (220, 200, 50)
TEAL, PINK, GREY, BROWN = (30, 170, 170), (220, 110, 180), (150, 150, 150), (120, 70, 30)

# The tones lie far from each other's overtones.
MAYA = Appearance("Maya", (RED, GREEN, BLUE, YELLOW), 440)
RUIZ = Appearance("Dr Ruiz", (TEAL, PINK, YELLOW, BROWN), 630)
BEN = Appearance("Ben", (GREY, BLUE, RED, TEAL), 1000)


def luma_and_chroma(colour: Colour) -> tuple[int, int, int]:
    """Y', Cb and Cr of 8 bits in the studio range (ITU-R BT.601, section 2.5)."""
    red, green, blue = (component / 255 for component in colour)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return (
        round(16 + 219 * luma),
        round(128 + 224 * (blue - luma) / 1.772),
        round(128 + 224 * (red - luma) / 1.402),
    )


def _plane(values: tuple[int, int, int, int], width: int, height: int) -> bytearray:
    top = bytes([values[0]]) * (width // 2) + bytes([values[1]]) * (width // 2)
    bottom = bytes([values[2]]) * (width // 2) + bytes([values[3]]) * (width // 2)
    return bytearray(top * (height // 2) + bottom * (height // 2))


def planes(appearance: Appearance) -> tuple[bytes, bytes, bytes]:
    """The person's picture in YUV 4:2:0: brightness in full size, blue and red difference in half of it."""
    luma, blue, red = zip(*(luma_and_chroma(colour) for colour in appearance.corners), strict=True)
    return (
        bytes(_plane(luma, WIDTH, HEIGHT)),
        bytes(_plane(blue, WIDTH // 2, HEIGHT // 2)),
        bytes(_plane(red, WIDTH // 2, HEIGHT // 2)),
    )


def write_picture(appearance: Appearance, path: Path) -> None:
    """Write one second of YUV4MPEG2: four quadrants, and a bar that moves so that no two frames are equal."""
    luma, blue, red = planes(appearance)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(FRAMES_PER_SECOND):
            plane = bytearray(luma)
            left = WIDTH // 4 + frame * WIDTH // (2 * FRAMES_PER_SECOND)
            for row in range(HEIGHT * 7 // 16, HEIGHT * 9 // 16):
                plane[row * WIDTH + left : row * WIDTH + left + 16] = b"\xeb" * 16
            file.write(b"FRAME\n" + plane + blue + red)


def write_tone(appearance: Appearance, path: Path) -> None:
    """Write 2 s of mono sound, 48 kHz, 16 bits.

    The tone pauses five times: noise suppression takes an even tone for noise, and speech for what pauses.
    """
    samples = bytearray()
    for index in range(2 * SAMPLE_RATE):
        within = index % (SAMPLE_RATE * 2 // 5) / SAMPLE_RATE
        # 250 ms of sound with soft edges, 150 ms of silence.
        loudness = max(0.0, min(1.0, within / 0.02, (0.25 - within) / 0.02))
        value = loudness * math.sin(2 * math.pi * appearance.tone * index / SAMPLE_RATE)
        samples += struct.pack("<h", round(20_000 * value))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(bytes(samples))


@dataclass(frozen=True)
class Recordings:
    """The files of one person, made when first asked for."""

    folder: Path

    def picture(self, appearance: Appearance) -> Path:
        """The YUV4MPEG2 file that Chromium's fake camera plays in a loop."""
        path = self.folder / f"{appearance.tone}.y4m"
        if not path.exists():
            write_picture(appearance, path)
        return path

    def tone(self, appearance: Appearance) -> Path:
        """The WAVE file that Chromium's fake microphone plays in a loop."""
        path = self.folder / f"{appearance.tone}.wav"
        if not path.exists():
            write_tone(appearance, path)
        return path
