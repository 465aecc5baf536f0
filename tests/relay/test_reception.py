"""Report blocks on what arrives, compared with aiortc's counts of the same packets."""

from __future__ import annotations

import pytest
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import feedback, rtcp
from telehealth.relay.reception import Reception

SSRC = 77


def reported(reception: Reception, now: float = 10.0) -> rtcp.ReportBlock:
    block = reception.block(now)
    assert block is not None
    (piece,) = rtcp.split(rtcp.receiver_report(1, [block]))
    assert rtcp.report_blocks(piece) == [block]
    return block


def heard(*numbers: int) -> Reception:
    reception = Reception(SSRC, 90_000)
    for number in numbers:
        reception.note(number, 0, 0.0)
    return reception


def test_nothing_is_reported_before_the_first_packet() -> None:
    assert Reception(SSRC, 90_000).block(1.0) is None


@given(st.integers(0, 0xFFFF), st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_losses_are_counted_as_by_another_implementation(first: int, steps: list[int]) -> None:
    reception, theirs = heard(), StreamStatistics(90_000)
    number = first
    for step in steps:
        number += step
        reception.note(number & 0xFFFF, 0, 0.0)
        theirs.add(RtpPacket(sequence_number=number & 0xFFFF))
    block = reported(reception)
    assert block.fraction_lost == min(theirs.fraction_lost, 255)
    assert block.packets_lost == theirs.packets_lost
    assert block.highest_sequence_number == theirs.cycles + (theirs.max_seq or 0)


def test_each_report_tells_the_fraction_since_the_last_and_the_losses_since_the_beginning() -> None:
    reception = heard(1, 2, 4)
    assert reported(reception)[1:4] == (64, 1, 4)
    assert reported(reception)[1:4] == (0, 1, 4)
    reception.note(6, 0, 0.0)
    assert reported(reception)[1:4] == (128, 2, 6)


def test_a_late_packet_mends_the_count() -> None:
    reception = heard(1, 3)
    assert reported(reception).packets_lost == 1
    reception.note(2, 0, 0.0)
    assert reported(reception)[1:4] == (0, 0, 3)


def test_numbers_roll_over() -> None:
    assert reported(heard(0xFFFE, 0xFFFF, 1))[2:4] == (1, 0x10001)


@pytest.mark.parametrize("jump", [3001, 40_000, 64_000])
def test_a_jump_is_a_new_beginning_and_no_loss(jump: int) -> None:
    assert reported(heard(5, 5 + jump))[1:4] == (0, 0, 5 + jump)


def test_jitter_is_smoothed_over_sixteen_packets() -> None:
    reception = Reception(SSRC, 90_000)
    for number, (timestamp, now) in enumerate([(0xFFFFFFFF, 1.0), (8999, 1.1), (17_999, 1.3)]):
        reception.note(number, timestamp, now)
    assert reported(reception).jitter == 562  # 0, then 9000 units late: 9000 / 16


def test_the_senders_own_report_is_named_with_the_time_since_it_came() -> None:
    reception = heard(1)
    reception.heard(*sender_report(SSRC + 1, 9.0))
    assert reported(reception)[5:] == (0, 0)
    reception.heard(*sender_report(SSRC, 9.5))
    (request,) = rtcp.split(feedback.pli(SSRC, 1))
    reception.heard(request, 9.9)
    assert reported(reception, 10.0)[5:] == (0x03040506, 32_768)


def sender_report(ssrc: int, now: float) -> tuple[rtcp.Piece, float]:
    (piece,) = rtcp.split(bytes.fromhex("80c80006") + ssrc.to_bytes(4, "big") + bytes(range(1, 21)))
    return piece, now


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.floats(0, 1e9)),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_comes_a_report_can_be_written(packets: list[tuple[int, int, float]]) -> None:
    reception = Reception(SSRC, 48_000)
    reception.heard(*sender_report(SSRC, 0.0))
    for number, timestamp, now in packets:
        reception.note(number, timestamp, now)
        reported(reception, now)
