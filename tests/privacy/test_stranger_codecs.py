"""aiortc's frames on their way: sealed before they are packets, opened before they are decoded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiortc import MediaStreamTrack, RTCPeerConnection
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtpPacket
from av import VideoFrame

from tests.browser.deadline import until
from tests.browser.media import MAYA, Colour
from tests.browser.stranger_codecs import open_receiver, seal_sender
from tests.browser.stranger_media import Face, Voice, corners_of
from tests.privacy.contents import Epoch, Member
from tests.privacy.media import Keyring

RUIZ, SENDER = Member("ruiz", 0, b"R" * 16), Member("maya", 1, b"M" * 16)
NOW = Epoch(1, b"S" * 32, (RUIZ, SENDER))
PATIENCE = 15.0


@dataclass
class Seen:
    """What the reader's decoders have made."""

    frames: dict[str, int] = field(default_factory=lambda: {"audio": 0, "video": 0})
    corners: list[Colour] = field(default_factory=list)

    async def take(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self.frames[track.kind] += 1
            if isinstance(frame, VideoFrame):
                self.corners = corners_of(frame)


@asynccontextmanager
async def call(sender: Keyring, reader: Keyring) -> AsyncIterator[tuple[Seen, RTCPeerConnection]]:
    """A face and a voice on their way from one to the other."""
    ours, theirs, seen = RTCPeerConnection(), RTCPeerConnection(), Seen()
    ours.addTrack(Voice(MAYA))
    ours.addTrack(Face(MAYA))
    for one in ours.getSenders():
        seal_sender(one, sender)
    await ours.setLocalDescription(await ours.createOffer())
    await theirs.setRemoteDescription(ours.localDescription)
    openers = [open_receiver(one.receiver, reader) for one in theirs.getTransceivers()]
    taking = [asyncio.create_task(seen.take(one.receiver.track)) for one in theirs.getTransceivers()]
    await theirs.setLocalDescription(await theirs.createAnswer())
    await ours.setRemoteDescription(theirs.localDescription)
    assert [opener.kind for opener in openers] == ["audio", "video"]
    try:
        yield seen, theirs
    finally:
        await ours.close()
        await theirs.close()
        await asyncio.gather(*taking)


async def _until(holds: Callable[[], bool]) -> None:
    async def look() -> bool:
        return holds()

    await until(look, "frames have come through", PATIENCE)


async def test_they_go_nowhere_without_keys_and_are_seen_and_heard_with_them() -> None:
    sender, reader = Keyring(), Keyring()
    async with call(sender, reader) as (seen, _):
        await _until(lambda: sender.counted.unsealed > 60)
        assert sender.counted.sealed == 0
        sender.hold(NOW, SENDER)
        sender.send(1)
        await _until(lambda: reader.counted.unknown > 20)
        assert seen.frames == {"audio": 0, "video": 0}
        reader.hold(NOW, RUIZ)
        await _until(lambda: min(seen.frames.values()) > 20)
        assert all(
            abs(shown - drawn) < 24
            for corner, colour in zip(seen.corners, MAYA.corners, strict=True)
            for shown, drawn in zip(corner, colour, strict=True)
        )
        assert reader.counted.refused == 0
        reader.drop(1)
        before = reader.counted.opened
        await _until(lambda: reader.counted.unknown > 60)
        assert reader.counted.opened == before


async def test_no_packet_has_a_picture_or_a_sound_in_clear() -> None:
    sender, reader, payloads = Keyring(), Keyring(), list[bytes]()
    sender.hold(NOW, SENDER)
    sender.send(1)
    reader.hold(NOW, RUIZ)
    async with call(sender, reader) as (seen, theirs):
        for one in theirs.getReceivers():
            _overhear(one, payloads)
        await _until(lambda: min(seen.frames.values()) > 20)
    assert len(payloads) > 40
    # What an encoder makes of a still picture and an even tone has repetitions; what is sealed has none.
    pieces = [payload[at : at + 8] for payload in payloads for at in range(20, len(payload) - 8, 8)]
    assert len(set(pieces)) == len(pieces)


def _overhear(receiver: object, payloads: list[bytes]) -> None:
    """Note the payload of each packet as it arrives."""
    take = receiver._handle_rtp_packet  # type: ignore[attr-defined]

    async def noted(packet: RtpPacket, arrival_time_ms: int) -> None:
        payloads.append(packet.payload)
        await take(packet, arrival_time_ms)

    receiver._handle_rtp_packet = noted  # type: ignore[attr-defined]
