"""A picture that is as much work as a person before a camera: texture that moves before four colours."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from tests.browser.media import FRAMES_PER_SECOND, HEIGHT, WIDTH, Appearance, Recordings, planes

SECONDS = 4
BLOCK = 4
"""Pixels of one speck."""
REACH = 40
"""Specks that the texture wanders to each side."""


def lively(folder: Path, *people: Appearance) -> Recordings:
    """Recordings of these people; the pictures of the tests are so still that a frame is one packet."""
    recordings = Recordings(folder)
    for appearance in people:
        write(appearance, folder / f"{appearance.tone}.y4m")
    return recordings


def write(appearance: Appearance, path: Path) -> None:
    """Write a YUV4MPEG2 film that ends as it begins: four colours, the middle of them covered in specks."""
    random = np.random.default_rng(appearance.tone)
    luma, blue, red = planes(appearance)
    still = np.frombuffer(luma, np.uint8).reshape(HEIGHT, WIDTH).astype(np.int16)
    specks = random.normal(0, 18, (HEIGHT // BLOCK + 2 * REACH, WIDTH // BLOCK + 2 * REACH))
    middle = slice(HEIGHT // 6, HEIGHT * 5 // 6)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(SECONDS * FRAMES_PER_SECOND):
            angle = 2 * math.pi * number / (SECONDS * FRAMES_PER_SECOND)
            down, right = (round(REACH * (1 + turn(angle))) for turn in (math.sin, math.cos))
            seen = specks[down : down + HEIGHT // BLOCK, right : right + WIDTH // BLOCK]
            grain = np.kron(seen, np.ones((BLOCK, BLOCK))) + random.normal(0, 4, (HEIGHT, WIDTH))
            frame = still.copy()
            frame[middle] = np.clip(still[middle] + grain[middle], 16, 235)
            file.write(b"FRAME\n" + frame.astype(np.uint8).tobytes() + blue + red)
