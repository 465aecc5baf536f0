"""Writes down every packet that a relay has decrypted, from within the relay: what its operator could see.

A test lets Python load this into the relay it starts (`recorded`); nothing of the server is changed for it.

     0                   8         12
    | leg (big-endian)  | length  | the RTP packet …
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).parent.parent.parent
FILE = "RELAY_RECORDING"
_HEAD = struct.Struct("!QI")
# Python loads a module of this name by itself, into each of the server's processes.
_CUSTOM = """import sys
if "relay" in sys.orig_argv:
    from tests.browser.relay_recorder import record
    record()
"""


class Recorded(NamedTuple):
    """One packet, and the number of the leg that it came by."""

    leg: int
    packet: bytes


def record() -> None:
    """In the relay: from now on, write down what comes."""
    from telehealth.relay.leg import Leg  # noqa: PLC0415 - only the relay's process loads it
    from telehealth.relay.room import RelayRoom  # noqa: PLC0415

    file = Path(os.environ[FILE]).open("ab", buffering=0)  # noqa: SIM115 - open as long as the process
    take = RelayRoom.take_rtp

    def take_and_record(self: RelayRoom, leg: Leg, packet: bytes, now: float) -> None:
        file.write(_HEAD.pack(leg.number, len(packet)) + packet)
        take(self, leg, packet, now)

    setattr(RelayRoom, "take_rtp", take_and_record)  # noqa: B010 - mypy takes methods for constants


@contextmanager
def recorded(folder: Path) -> Iterator[Path]:
    """The relay of a server that is started in this block writes down what it gets, into this file."""
    (folder / "sitecustomize.py").write_text(_CUSTOM)
    path = folder / "recording"
    with patch.dict(os.environ, {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", FILE: str(path)}):
        yield path


def read(path: Path) -> Iterator[Recorded]:
    """What has been written so far. The packet that is just being written is left out."""
    content = path.read_bytes()
    at = 0
    while at + _HEAD.size <= len(content):
        leg, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size + length
        if at <= len(content):
            yield Recorded(leg, content[at - length : at])
