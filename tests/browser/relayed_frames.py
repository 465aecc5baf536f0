"""Frames put together again from a relay's packets (RFC 7741, RFC 7587), and what can be made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from av import AudioCodecContext, AudioFrame, CodecContext, VideoCodecContext, VideoFrame
from av.error import FFmpegError
from av.packet import Packet

from telehealth.relay.rtp import RtpHeader, parse
from telehealth.relay.sdp import OPUS, RTX, VP8
from tests.browser.media import Appearance
from tests.browser.relay_recorder import Recorded
from tests.browser.stranger_media import corners_of, share_of
from tests.browser.watching import alike
from tests.privacy.media import Kind, clear_bytes
from tests.privacy.sframe import TAG, decode_header

DECODERS = {"audio": "libopus", "video": "libvpx"}


class Payload(NamedTuple):
    """What one packet carries, without padding."""

    leg: int
    header: RtpHeader
    data: bytes


@dataclass(frozen=True)
class Frame:
    """One encoded frame, as the sending browser has packed it."""

    leg: int
    kind: Kind
    data: bytes

    @property
    def clear(self) -> bytes:
        """What stays readable."""
        return self.data[: clear_bytes(self.kind, self.data)]

    @property
    def sealed(self) -> bytes:
        """The rest, which is SFrame's. Raises `FrameRefused` in `named` if it is not."""
        return self.data[len(self.clear) :]

    @property
    def named(self) -> tuple[int, int]:
        """Key id and counter. Raises `FrameRefused`."""
        key_id, counter, _length = decode_header(self.sealed)
        return key_id, counter

    @property
    def ciphertext(self) -> bytes:
        """What should look like nothing, its tag included. Raises `FrameRefused`."""
        return self.sealed[decode_header(self.sealed)[2] :]

    @property
    def is_key_frame(self) -> bool:
        """Of a picture."""
        return self.kind == "video" and not self.data[0] & 1


def payloads(recording: Iterable[Recorded]) -> list[Payload]:
    """Of all packets that carry something. Raises `AssertionError` for what is no packet."""
    found = []
    for leg, packet in recording:
        header = parse(packet)
        assert header is not None
        data = packet[header.payload_offset : len(packet) - header.padding]
        if data:
            found.append(Payload(leg, header, data))
    return found


def strangers(found: list[Payload]) -> list[Payload]:
    """What is neither sound, nor picture, nor the repetition of such a packet, byte for byte."""
    known = {(one.leg, one.data) for one in found if one.header.payload_type in (OPUS, VP8)}
    return [
        one
        for one in found
        if one.header.payload_type not in (OPUS, VP8)
        and not (one.header.payload_type == RTX and (one.leg, one.data[2:]) in known)
    ]


def frames(found: list[Payload]) -> Iterator[Frame]:
    """Sound first, then pictures: those of which every packet is there."""
    pictures = defaultdict(list)
    for one in found:
        if one.header.payload_type == OPUS:
            yield Frame(one.leg, "audio", one.data)
        elif one.header.payload_type == VP8:
            pictures[one.leg, one.header.ssrc, one.header.timestamp].append(one)
    for (leg, _ssrc, _timestamp), parts in pictures.items():
        data = _together(parts)
        if data is not None:
            yield Frame(leg, "video", data)


def _together(parts: list[Payload]) -> bytes | None:
    first = min(part.header.sequence_number for part in parts)
    wraps = max(part.header.sequence_number for part in parts) - first > 1 << 15
    numbered = {
        part.header.sequence_number
        + (1 << 16 if wraps and part.header.sequence_number < 1 << 15 else 0): part
        for part in parts
    }
    numbers = sorted(numbered)
    begin, end = numbered[numbers[0]], numbered[numbers[-1]]
    begins = begin.data[0] & 0x17 == 0x10
    if not begins or not end.header.marker or numbers[-1] - numbers[0] + 1 != len(numbers):
        return None
    return b"".join(_after_descriptor(numbered[number].data) for number in numbers)


def _after_descriptor(data: bytes) -> bytes:
    """RFC 7741, section 4.2."""
    at = 1
    if data[0] & 0x80:
        flags = data[1]
        at += 1
        if flags & 0x80:
            at += 2 if data[at] & 0x80 else 1
        at += (flags >> 6 & 1) + (flags & 0x30 != 0)
    return data[at:]


def chi_square(data: bytes) -> float:
    """How far bytes are from equally frequent: about 255 ± 23 for what is random (255 degrees of freedom)."""
    counts = np.bincount(np.frombuffer(data, dtype=np.uint8), minlength=256)
    expected = len(data) / 256
    return float(((counts - expected) ** 2).sum() / expected)


def readings(frame: Frame) -> Iterator[bytes]:
    """What a decoder could be given of it: all, and without what SFrame has added."""
    yield frame.data
    header = decode_header(frame.sealed)[2]
    yield frame.clear + frame.sealed[header:-TAG]


def decoded(kind: Kind, data: bytes) -> AudioFrame | VideoFrame | None:
    """What libopus or libvpx makes of it by itself: None where they refuse."""
    try:
        made = _decoder(kind).decode(Packet(data))
    except FFmpegError:
        return None
    return made[0] if made else None


def _decoder(kind: Kind) -> AudioCodecContext | VideoCodecContext:
    made = CodecContext.create(DECODERS[kind], "r")
    assert isinstance(made, AudioCodecContext | VideoCodecContext)
    return made


def shows(data: bytes, *people: Appearance) -> bool:
    """Whether a key frame is the picture of one of these."""
    made = decoded("video", data)
    if not isinstance(made, VideoFrame):
        return False
    corners = [list(colour) for colour in corners_of(made)]
    return any(alike(corners, person) for person in people)


def sound(stream: Iterable[bytes]) -> bytes:
    """What libopus makes of packets one after the other: 16 bits, one channel. Refused ones are left out."""
    decoder = _decoder("audio")
    heard = b""
    for data in stream:
        try:
            made = decoder.decode(Packet(data))
        except FFmpegError:
            continue
        for frame in made:
            assert isinstance(frame, AudioFrame)
            samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)]
            scale = 32767 if samples.dtype.kind == "f" else 1
            heard += (samples * scale).astype("<i2").tobytes()
    return heard


def loudest(heard: bytes, *people: Appearance) -> float:
    """The largest share that the tone of one of these has in 200 ms of a sound: 0 to 1."""
    piece = 2 * 9600
    pieces = [heard[at : at + piece] for at in range(0, len(heard) - piece + 1, piece)]
    return max((share_of(person.tone, one) for one in pieces for person in people), default=0.0)
