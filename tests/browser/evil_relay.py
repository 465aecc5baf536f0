"""A relay that puts other sound in a person's place, from within: what its operator could do.

A test lets Python load this into the relay it starts (`lying_relay`); nothing of the server is changed.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.browser.relay_recorder import record, recorded

if TYPE_CHECKING:
    from telehealth.relay.leg import Leg
    from telehealth.relay.room import RelayRoom

FILE = "RELAY_ORDER"
READ_EVERY = 0.05
"""Seconds between two looks at the order."""
KEPT = 100
"""Packets of somebody's sound that can be said again: two seconds."""
_PADDED = 0x20
_CUSTOM = """import sys
if "relay" in sys.orig_argv:
    from tests.browser.evil_relay import lie
    lie()
"""


class LyingRelay:
    """What a test tells the relay."""

    def __init__(self, order: Path, recording: Path) -> None:
        self._order = order
        self.recording = recording
        """What comes from browsers, as `relay_recorder` reads it."""

    def replaces(self, participant: str, sounds: Sequence[bytes]) -> None:
        """From now on these are said in a person's place; without any, what they have said before."""
        order = {"participant": participant, "sounds": [one.hex() for one in sounds]}
        new = self._order.with_suffix(".new")
        new.write_text(json.dumps(order))
        new.replace(self._order)

    def stops(self) -> None:
        """From now on everything passes as it is."""
        self._order.unlink()


class _Trickster:
    """Within the relay: takes the order, and changes packets."""

    def __init__(self, order: Path) -> None:
        self._path = order
        self._read = 0.0
        self._participant = ""
        self._sounds: list[bytes] = []
        self._next = 0
        self._kept: dict[str, deque[bytes]] = defaultdict(lambda: deque(maxlen=KEPT))

    def alter(self, participant: str, packet: bytes) -> bytes:
        """The packet that goes on in this one's place."""
        from telehealth.relay.rtp import parse  # noqa: PLC0415 - only the relay's process loads it
        from telehealth.relay.sdp import OPUS  # noqa: PLC0415

        self._look()
        header = parse(packet)
        if header is None or header.payload_type != OPUS:
            return packet
        if participant != self._participant:
            self._kept[participant].append(packet[header.payload_offset : len(packet) - header.padding])
            return packet
        sounds = self._sounds or self._kept[participant]
        if not sounds:
            return packet
        self._next += 1
        head = bytearray(packet[: header.payload_offset])
        head[0] &= ~_PADDED
        return bytes(head) + sounds[self._next % len(sounds)]

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._read < READ_EVERY:
            return
        self._read = now
        order = json.loads(self._path.read_text()) if self._path.exists() else {}
        self._participant = order.get("participant", "")
        self._sounds = [bytes.fromhex(text) for text in order.get("sounds", ())]


def lie() -> None:
    """In the relay: from now on, do as the order says, and write down what came."""
    from telehealth.relay.room import RelayRoom  # noqa: PLC0415 - only the relay's process loads it

    trickster, take = _Trickster(Path(os.environ[FILE])), RelayRoom.take_rtp

    def take_and_lie(self: RelayRoom, leg: Leg, packet: bytes, now: float) -> None:
        take(self, leg, trickster.alter(leg.participant, packet), now)

    setattr(RelayRoom, "take_rtp", take_and_lie)  # noqa: B010 - mypy takes methods for constants
    record()


@contextmanager
def lying_relay(folder: Path) -> Iterator[LyingRelay]:
    """The relay of a server that is started in this block does what the test says."""
    with recorded(folder) as recording:
        (folder / "sitecustomize.py").write_text(_CUSTOM)
        order = folder / "order"
        with patch.dict(os.environ, {FILE: str(order)}):
            yield LyingRelay(order, recording)
