"""NACK, PLI and FIR, compared with aiortc's independent reading of them."""

from __future__ import annotations

import pytest
from aiortc import rtp as theirs
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import feedback, rtcp


def only(data: bytes) -> rtcp.Piece:
    (piece,) = rtcp.split(data)
    return piece


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=60))
def test_a_nack_asks_for_what_it_was_built_from(numbers: list[int]) -> None:
    data = feedback.nack(1, 2, numbers)
    piece = only(data)
    assert (piece.kind, piece.sender, piece.media) == (feedback.NACK, 1, 2)
    assert sorted(feedback.nacked(piece)) == sorted(set(numbers))
    (other,) = theirs.RtcpPacket.parse(data)
    assert isinstance(other, theirs.RtcpRtpfbPacket)
    # aiortc counts on beyond 65,535 where a word goes across the roll-over.
    assert {number & 0xFFFF for number in other.lost} == set(numbers)


def test_neighbours_share_a_word_also_across_the_roll_over() -> None:
    piece = only(feedback.nack(1, 2, [65_530, 65_535, 0, 10, 11]))
    assert piece.control_information == bytes.fromhex("fffa 8030 000b 0000")
    assert feedback.nacked(piece) == [65_530, 65_535, 0, 10, 11]


def test_a_nack_asks_for_something() -> None:
    with pytest.raises(ValueError, match="at least one"):
        feedback.nack(1, 2, [])


def test_a_picture_loss_asks_the_owner_of_its_media() -> None:
    piece = only(feedback.pli(7, 8))
    assert (piece.kind, piece.sender) == (feedback.PLI, 7)
    assert feedback.key_frames_asked_of(piece) == [8]
    (other,) = theirs.RtcpPacket.parse(piece.data)
    assert other == theirs.RtcpPsfbPacket(fmt=1, ssrc=7, media_ssrc=8)


def test_a_full_intra_request_names_its_media_in_its_entries() -> None:
    entries = bytes.fromhex("00000008 01000000 00000009 02000000 0000")
    piece = only(feedback.build(rtcp.FIR, 7, 0, entries + bytes(2)))
    assert feedback.key_frames_asked_of(piece) == [8, 9]


def test_other_packets_ask_for_nothing() -> None:
    assert feedback.nacked(only(feedback.pli(1, 2))) == []
    assert feedback.key_frames_asked_of(only(feedback.nack(1, 2, [3]))) == []


def test_feedback_comes_in_words() -> None:
    with pytest.raises(ValueError, match="words of 4 bytes"):
        feedback.build(feedback.NACK, 1, 2, b"abc")
