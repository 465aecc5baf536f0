"""A view of RTP packets: fields read, and a few rewritten, where they lie.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    |V=2|P|X|  CC   |M|     PT      |        sequence number        |   RFC 3550, section 5.1
    |                           timestamp                           |
    |                             SSRC                              |
    |                     CSRC × CC, 4 bytes each                   |
    |        0xBEDE (if X)          |  length in words of 4 bytes   |   RFC 8285, section 4.2
    |  ID   | len-1 |  1–16 bytes of the element, padding zeros …   |

Functions that write take a writable buffer and offsets that `parse` has given; only `parse`,
`ssrc_of`, `is_rtcp` and `unwrap_rtx` may be handed bytes of a stranger.
"""

from __future__ import annotations

from struct import Struct as Layout
from typing import Final, TypeAlias

from msgspec import Struct

Readable: TypeAlias = bytes | bytearray | memoryview
Writable: TypeAlias = bytearray | memoryview

HEADER_LENGTH: Final = 12
ONE_BYTE_PROFILE: Final = 0xBEDE

_FIXED: Final = Layout("!BBHII")
_TWO_SHORTS: Final = Layout("!HH")
_SHORT: Final = Layout("!H")
_WORD: Final = Layout("!I")


class RtpHeader(Struct, frozen=True, gc=False):
    """What the relay wants to know of a packet."""

    ssrc: int
    sequence_number: int
    timestamp: int
    payload_type: int
    marker: bool
    payload_offset: int
    """Bytes before the payload: fixed header, CSRCs and extension."""
    padding: int
    """Bytes of padding at the end, its count included; 0 for none."""
    extensions: dict[int, tuple[int, int]]
    """Element id → (offset of its data in the packet, length in bytes): one-byte form only."""


def is_rtcp(data: Readable) -> bool:
    """Whether a datagram of RTP's range is RTCP (RFC 5761, section 4): packet types 192–223."""
    return len(data) > 1 and 192 <= data[1] <= 223


def ssrc_of(data: Readable) -> int | None:
    """The SSRC of an RTP packet, also while it is encrypted; None for what is too short to have one."""
    if len(data) < HEADER_LENGTH:
        return None
    ssrc: int = _WORD.unpack_from(data, 8)[0]
    return ssrc


def parse(data: Readable) -> RtpHeader | None:
    """Read a decrypted packet's header; None for what is no RTP packet.

    An extension of another form than RFC 8285's one-byte one counts as having no elements.
    """
    size = len(data)
    if size < HEADER_LENGTH:
        return None
    first, second, sequence_number, timestamp, ssrc = _FIXED.unpack_from(data)
    if first >> 6 != 2:
        return None
    offset = HEADER_LENGTH + 4 * (first & 0x0F)
    extensions: dict[int, tuple[int, int]] = {}
    if first & 0x10:
        if offset + 4 > size:
            return None
        profile, words = _TWO_SHORTS.unpack_from(data, offset)
        start, offset = offset + 4, offset + 4 + 4 * words
        if offset <= size and profile == ONE_BYTE_PROFILE:
            extensions = _elements(data, start, offset)
    if offset > size:
        return None
    padding = 0
    if first & 0x20:
        padding = data[-1]
        if not 0 < padding <= size - offset:
            return None
    return RtpHeader(
        ssrc, sequence_number, timestamp, second & 0x7F, second > 0x7F, offset, padding, extensions
    )


def _elements(data: Readable, offset: int, end: int) -> dict[int, tuple[int, int]]:
    """Elements of a one-byte extension up to the first that RFC 8285, section 4.2 says to stop at."""
    found: dict[int, tuple[int, int]] = {}
    while offset < end:
        first = data[offset]
        offset += 1
        if first == 0:
            continue
        identifier, length = first >> 4, (first & 0x0F) + 1
        if identifier in (0, 15) or offset + length > end:
            break
        found[identifier] = (offset, length)
        offset += length
    return found


def set_sequence_number(packet: Writable, sequence_number: int) -> None:
    """Write the sequence number, 0–65535."""
    _SHORT.pack_into(packet, 2, sequence_number)


def set_ssrc(packet: Writable, ssrc: int) -> None:
    """Write the SSRC, 32 bits."""
    _WORD.pack_into(packet, 8, ssrc)


def set_payload_type(packet: Writable, payload_type: int) -> None:
    """Write the payload type, 0–127, and keep the marker."""
    packet[1] = packet[1] & 0x80 | payload_type & 0x7F


def blank_extension(packet: Writable, offset: int, length: int) -> None:
    """Overwrite an element and the byte that names it with padding (RFC 8285, section 4.2: zeros)."""
    packet[offset - 1 : offset + length] = bytes(length + 1)


def set_abs_send_time(packet: Writable, offset: int, now: float) -> None:
    """Write `now` (seconds, any origin) as abs-send-time: 24 bits, 6 of seconds and 18 of their fraction."""
    packet[offset : offset + 3] = (int(now * 262_144) & 0xFFFFFF).to_bytes(3, "big")


def make_rtx(packet: bytes, rtx_ssrc: int, rtx_payload_type: int, rtx_sequence_number: int) -> bytes:
    """Wrap a media packet for its retransmission stream (RFC 4588, section 4), its padding left off.

    Raises `ValueError` when `packet` is no RTP packet.
    """
    header = parse(packet)
    if header is None:
        raise ValueError("only an RTP packet can be sent again")
    end = len(packet) - header.padding
    start = header.payload_offset
    again = bytearray(packet[:start] + _SHORT.pack(header.sequence_number) + packet[start:end])
    again[0] &= 0xDF
    set_payload_type(again, rtx_payload_type)
    set_sequence_number(again, rtx_sequence_number)
    set_ssrc(again, rtx_ssrc)
    return bytes(again)


def unwrap_rtx(packet: Readable, media_ssrc: int, media_payload_type: int) -> bytes | None:
    """The media packet in a retransmission (RFC 4588, section 4), without padding.

    None for a probe, which is all padding, and for what is no RTP packet.
    """
    header = parse(packet)
    if header is None:
        return None
    start, end = header.payload_offset, len(packet) - header.padding
    if end - start < 2:
        return None
    media = bytearray(packet[:start])
    media += packet[start + 2 : end]
    media[0] &= 0xDF
    set_payload_type(media, media_payload_type)
    media[2:4] = packet[start : start + 2]
    set_ssrc(media, media_ssrc)
    return bytes(media)


def begins_vp8_key_frame(packet: Readable, header: RtpHeader) -> bool:
    """Whether this packet is the first of a VP8 key frame (RFC 7741, sections 4.2 and 4.3).

    Descriptor and frame header are in clear even when frames are encrypted between browsers.
    """
    offset, end = header.payload_offset, len(packet) - header.padding
    if offset >= end:
        return False
    first = packet[offset]
    if first & 0x17 != 0x10:  # S set, PID 0: the beginning of the frame's first partition
        return False
    offset += 1
    if first & 0x80:  # X: a byte of flags I L T K, and what they announce
        if offset >= end:
            return False
        flags = packet[offset]
        offset += 1
        if flags & 0x80 and offset < end:
            offset += 2 if packet[offset] & 0x80 else 1
        offset += (flags >> 6 & 1) + (flags & 0x30 != 0)
    return offset < end and not packet[offset] & 1  # P is 0 in a key frame
