"""RTP and RTCP as a browser might send them."""

from __future__ import annotations

import struct

from telehealth.relay.sdp import OPUS, VP8

KEY_FRAME = b"\x10\x00\x9d\x01\x2a"
"""A VP8 payload descriptor that begins a partition, and the first byte of a key frame."""

DELTA_FRAME = b"\x10\x01" + bytes(20)
"""The same of a frame that needs those before it."""


def rtp(ssrc: int, number: int, payload: bytes = b"sound", payload_type: int = OPUS) -> bytes:
    """One packet without extensions; its timestamp goes with its number."""
    return struct.pack("!BBHII", 0x80, payload_type, number, number * 960, ssrc) + payload


def video(ssrc: int, number: int, payload: bytes = KEY_FRAME) -> bytes:
    """A packet of VP8."""
    return rtp(ssrc, number, payload, VP8)


def number_of(packet: bytes) -> int:
    """The sequence number."""
    return int.from_bytes(packet[2:4], "big")


def sender_report(ssrc: int) -> bytes:
    """An SR without blocks."""
    return struct.pack("!BBHIQIII", 0x80, 200, 6, ssrc, 1 << 32, 960, 1, 5)
