"""RTP packets, compared with aiortc's independent reading of them."""

from __future__ import annotations

import pytest
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from aiortc.rtp import unwrap_rtx as their_unwrap_rtx
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import rtp

SHORTS = st.integers(0, 0xFFFF)
WORDS = st.integers(0, 0xFFFFFFFF)
PAYLOAD_TYPES = st.integers(0, 63)
ELEMENTS = st.dictionaries(st.integers(1, 14), st.binary(min_size=1, max_size=16), max_size=5)


def build(
    payload: bytes = b"payload",
    *,
    elements: dict[int, bytes] | None = None,
    profile: int = 0xBEDE,
    csrcs: int = 0,
    padding: int = 0,
    marker: bool = False,
) -> bytes:
    extension = b"".join(
        bytes([number << 4 | len(data) - 1]) + data for number, data in (elements or {}).items()
    )
    extension += bytes(-len(extension) % 4)
    first = 0x80 | csrcs | (0x10 if elements is not None else 0) | (0x20 if padding else 0)
    packet = bytes([first, 0x60 | (0x80 if marker else 0)]) + bytes.fromhex("1234 00000400 cafebabe")
    packet += bytes(4 * csrcs)
    if elements is not None:
        packet += profile.to_bytes(2, "big") + (len(extension) // 4).to_bytes(2, "big") + extension
    packet += payload
    return packet + bytes(padding - 1) + bytes([padding]) if padding else packet


def parsed(packet: bytes | bytearray) -> rtp.RtpHeader:
    header = rtp.parse(packet)
    assert header is not None
    return header


@given(ELEMENTS, st.integers(0, 15), st.booleans(), st.integers(0, 255), st.binary(max_size=40))
def test_a_header_is_read_as_it_was_built(
    elements: dict[int, bytes], csrcs: int, marker: bool, padding: int, payload: bytes
) -> None:
    packet = build(payload, elements=elements, csrcs=csrcs, marker=marker, padding=padding)
    header = parsed(packet)
    assert (header.ssrc, header.sequence_number, header.timestamp) == (0xCAFEBABE, 0x1234, 0x400)
    assert (header.payload_type, header.marker, header.padding) == (96, marker, padding)
    assert packet[header.payload_offset : len(packet) - padding] == payload
    found = {
        number: packet[offset : offset + length] for number, (offset, length) in header.extensions.items()
    }
    assert found == elements


@given(PAYLOAD_TYPES, SHORTS, WORDS, WORDS, st.binary(max_size=40), st.booleans())
def test_a_header_of_another_implementation_is_read_alike(
    payload_type: int, sequence_number: int, timestamp: int, ssrc: int, payload: bytes, marker: bool
) -> None:
    theirs = RtpPacket(
        payload_type=payload_type,
        marker=int(marker),
        sequence_number=sequence_number,
        timestamp=timestamp,
        ssrc=ssrc,
        payload=payload,
    )
    theirs.csrc = [1, 2]
    data = theirs.serialize(HeaderExtensionsMap())
    header = parsed(data)
    assert header == rtp.RtpHeader(ssrc, sequence_number, timestamp, payload_type, marker, 20, 0, {})
    assert rtp.ssrc_of(data) == ssrc
    assert not rtp.is_rtcp(data)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_and_offsets_stay_inside(data: bytes) -> None:
    header = rtp.parse(data)
    if header is None:
        return
    assert header.payload_offset + header.padding <= len(data)
    for offset, length in header.extensions.values():
        assert 16 < offset <= header.payload_offset - length
    rtp.begins_vp8_key_frame(data, header)
    rtp.unwrap_rtx(data, 1, 2)


@given(ELEMENTS, st.data())
def test_a_damaged_packet_is_read_or_refused_and_offsets_stay_inside(
    elements: dict[int, bytes], data: st.DataObject
) -> None:
    packet = bytearray(build(elements=elements, padding=4))
    for _ in range(3):
        packet[data.draw(st.integers(0, len(packet) - 1))] = data.draw(st.integers(0, 255))
    header = rtp.parse(packet[: data.draw(st.integers(0, len(packet)))])
    if header is not None:
        assert header.payload_offset + header.padding <= len(packet)
        assert all(offset + length <= header.payload_offset for offset, length in header.extensions.values())


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        build()[:11],
        b"\x40" + build()[1:],
        build(csrcs=3, payload=b"")[:20],
        build(elements={}, payload=b"")[:14],
        build(elements={1: b"long"}, payload=b"")[:18],
        b"\xa0" + build(payload=b"\x00")[1:],
        b"\xa0" + build(payload=b"\x05")[1:],
    ],
    ids=[
        "empty",
        "short",
        "version 1",
        "no csrcs",
        "no extension",
        "half extension",
        "padding 0",
        "padding 5 of 1",
    ],
)
def test_what_is_no_rtp_packet_is_refused(packet: bytes) -> None:
    assert rtp.parse(packet) is None


def test_the_two_byte_form_counts_as_having_no_elements() -> None:
    header = parsed(build(elements={1: b"abc"}, profile=0x1000))
    assert header.extensions == {}
    assert header.payload_offset == 20


@pytest.mark.parametrize("stop", [0x03, 0xF0, 0x3F], ids=["id 0 with a length", "id 15", "too long"])
def test_reading_stops_at_an_element_that_cannot_be(stop: int) -> None:
    packet = bytearray(build(elements={1: b"a", 2: b"b", 3: b"c"}))
    packet[18] = stop
    assert parsed(packet).extensions == {1: (17, 1)}


def test_rtcp_is_known_by_its_second_byte_and_nothing_is_too_short_to_ask() -> None:
    assert [second for second in range(256) if rtp.is_rtcp(bytes([0x80, second]))] == list(range(192, 224))
    assert not rtp.is_rtcp(b"\x80")
    assert rtp.ssrc_of(bytes(11)) is None


@given(SHORTS, WORDS, st.integers(0, 127), st.booleans())
def test_rewriting_changes_the_named_fields_and_nothing_else(
    sequence_number: int, ssrc: int, payload_type: int, marker: bool
) -> None:
    packet = bytearray(build(elements={4: b"\x01\x02"}, marker=marker))
    before = parsed(packet)
    rtp.set_sequence_number(packet, sequence_number)
    rtp.set_ssrc(packet, ssrc)
    rtp.set_payload_type(packet, payload_type)
    assert parsed(packet) == rtp.RtpHeader(
        ssrc,
        sequence_number,
        before.timestamp,
        payload_type,
        marker,
        before.payload_offset,
        0,
        before.extensions,
    )
    assert packet.endswith(b"payload")


def test_a_blanked_element_is_gone_and_its_neighbours_stay() -> None:
    packet = bytearray(build(elements={1: b"mid", 3: b"\x12\x34", 5: b"\xff"}))
    offset, length = parsed(packet).extensions[3]
    rtp.blank_extension(packet, offset, length)
    header = parsed(packet)
    assert set(header.extensions) == {1, 5}
    assert packet[offset - 1 : offset + 2] == bytes(3)
    assert len(packet) == len(build(elements={1: b"mid", 3: b"\x12\x34", 5: b"\xff"}))


@pytest.mark.parametrize(
    ("now", "expected"), [(0.0, 0), (1.0, 1 << 18), (63.5, 127 << 17), (64.0, 0), (1e6 + 0.25, 1 << 16)]
)
def test_abs_send_time_is_24_bits_of_seconds(now: float, expected: int) -> None:
    packet = bytearray(build(elements={2: b"\xee\xee\xee"}))
    offset, length = parsed(packet).extensions[2]
    rtp.set_abs_send_time(packet, offset, now)
    assert int.from_bytes(packet[offset : offset + length], "big") == expected % (1 << 24)


@given(ELEMENTS, st.integers(0, 9), st.integers(0, 2), st.binary(max_size=40), st.booleans())
def test_a_packet_sent_again_is_the_packet_without_its_padding(
    elements: dict[int, bytes], padding: int, csrcs: int, payload: bytes, marker: bool
) -> None:
    packet = build(payload, elements=elements, padding=padding, csrcs=csrcs, marker=marker)
    again = rtp.make_rtx(packet, 0x0BADCAFE, 97, 7)
    header = parsed(again)
    assert (header.ssrc, header.payload_type, header.sequence_number) == (0x0BADCAFE, 97, 7)
    assert rtp.unwrap_rtx(again, 0xCAFEBABE, 96) == build(
        payload, elements=elements, csrcs=csrcs, marker=marker
    )


@given(st.binary(min_size=1, max_size=40), PAYLOAD_TYPES, SHORTS)
def test_another_implementation_unwraps_the_same_packet(
    payload: bytes, payload_type: int, number: int
) -> None:
    again = RtpPacket.parse(rtp.make_rtx(build(payload), 5, payload_type, number))
    media = their_unwrap_rtx(again, payload_type=96, ssrc=0xCAFEBABE)
    assert media.serialize() == build(payload)


def test_a_probe_holds_no_packet() -> None:
    assert rtp.unwrap_rtx(build(b"", padding=200), 1, 96) is None
    assert rtp.unwrap_rtx(build(b"\x01"), 1, 96) is None
    assert rtp.unwrap_rtx(b"no packet", 1, 96) is None


def test_only_an_rtp_packet_can_be_sent_again() -> None:
    with pytest.raises(ValueError, match="only an RTP packet"):
        rtp.make_rtx(b"no packet", 1, 97, 1)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("10 00", True),
        ("10 01", False),
        ("00 00", False),
        ("11 00", False),
        ("90 80 05 00", True),
        ("90 80 85 01 00", True),
        ("90 80 85 01 01", False),
        ("90 f0 85 01 07 40 00", True),
        ("90 f0 85 01 07 40 01", False),
        ("90 00 00", True),
        ("90 20 40 00", True),
        ("90 30 40 00", True),
        ("90 f0 85 01 07 40", False),
        ("90 80", False),
        ("90", False),
        ("10", False),
        ("", False),
    ],
)
def test_the_first_packet_of_a_vp8_key_frame_is_recognised(payload: str, expected: bool) -> None:
    packet = build(bytes.fromhex(payload), padding=3)
    assert rtp.begins_vp8_key_frame(packet, parsed(packet)) is expected
