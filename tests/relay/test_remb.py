"""Receivers' estimates, compared with aiortc's independent reading of them."""

from __future__ import annotations

import pytest
from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, pack_remb_fci, unpack_remb_fci
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import feedback, remb, rtcp

SSRCS = st.lists(st.integers(0, 0xFFFFFFFF), max_size=8)


def only(data: bytes) -> rtcp.Piece:
    (piece,) = rtcp.split(data)
    return piece


@given(st.integers(0, 10**10), SSRCS)
def test_an_estimate_is_read_as_it_was_built(bitrate: int, ssrcs: list[int]) -> None:
    data = remb.build(5, bitrate, ssrcs)
    estimate = remb.parse(only(data))
    assert estimate is not None
    assert estimate.ssrcs == tuple(ssrcs)
    assert 0 <= bitrate - estimate.bitrate <= bitrate / (1 << 17)
    (other,) = RtcpPacket.parse(data)
    assert isinstance(other, RtcpPsfbPacket)
    assert unpack_remb_fci(other.fci) == (estimate.bitrate, ssrcs)


@given(st.integers(0, 10**10), SSRCS)
def test_an_estimate_of_another_implementation_is_read_alike(bitrate: int, ssrcs: list[int]) -> None:
    fci = pack_remb_fci(bitrate, ssrcs)
    estimate = remb.parse(only(bytes(RtcpPsfbPacket(fmt=15, ssrc=5, media_ssrc=0, fci=fci))))
    assert estimate is not None
    assert (estimate.bitrate, list(estimate.ssrcs)) == unpack_remb_fci(fci)


def test_the_largest_estimate_is_a_number_like_any_other() -> None:
    piece = only(feedback.build(rtcp.APPLICATION_FEEDBACK, 1, 0, b"REMB\x00\xff\xff\xff"))
    assert remb.parse(piece) == remb.Estimate(0x3FFFF << 63, ())


@pytest.mark.parametrize(
    "information", [b"", b"REMB", b"XEMB\x00\x00\x00\x01", b"REMB\x02\x00\x00\x01\x00\x00\x00\x09"]
)
def test_what_is_no_whole_estimate_is_refused(information: bytes) -> None:
    assert remb.parse(only(feedback.build(rtcp.APPLICATION_FEEDBACK, 1, 0, information))) is None


@pytest.mark.parametrize(("bitrate", "streams"), [(-1, 0), (1 << 82, 0), (1, 256)])
def test_what_cannot_be_said_is_not_built(bitrate: int, streams: int) -> None:
    with pytest.raises(ValueError, match="no REMB"):
        remb.build(1, bitrate, [1] * streams)


def test_the_latest_estimate_counts_for_five_seconds() -> None:
    downlink = remb.ReceiverEstimate()
    assert downlink.estimate(0.0) is None
    downlink.note(only(remb.build(1, 900_000, [2])), 10.0)
    downlink.note(only(remb.build(1, 200_000, [2])), 11.0)
    downlink.note(only(feedback.pli(1, 2)), 12.0)
    assert downlink.estimate(16.0) == 200_000
    assert downlink.estimate(16.1) is None
