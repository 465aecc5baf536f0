"""Feedback that the relay makes itself, and how it goes on with that of a receiver."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import feedback, rtcp, transport_cc
from telehealth.relay.transport_cc import Arrivals, Feedback, TimeBase

HALF_A_TICK = 0.000_126


def only(data: bytes) -> rtcp.Piece:
    (piece,) = rtcp.split(data)
    return piece


def wrap(information: str) -> rtcp.Piece:
    return only(feedback.build(feedback.TRANSPORT_CC, 1, 2, bytes.fromhex(information)))


def read(packets: list[bytes]) -> list[Feedback]:
    read = [transport_cc.parse(only(packet)) for packet in packets]
    assert all(len(packet) <= 1100 for packet in packets)
    return [said for said in read if said is not None]


def told(packets: list[bytes]) -> list[tuple[int, float | None]]:
    return [arrival for said in read(packets) for arrival in said.arrivals]


def feedback_at(reference: int, count: int = 0, base: int = 0) -> rtcp.Piece:
    """One packet, received 2.5 ms after the reference time."""
    return wrap(f"{base:04x} 0001 {reference:06x} {count:02x} 2001 0a 00")


def test_feedback_is_built_as_the_draft_draws_it() -> None:
    arrivals = Arrivals(TimeBase())
    for number, now in [(0xFFFE, 128.0), (0xFFFF, 128.01), (1, 128.3), (2, 128.29)]:
        arrivals.note(number, now)
    (packet,) = arrivals.build(0x11223344, 0x55667788)
    assert packet.hex(" ", 4) == (
        "8fcd0006 11223344 55667788"
        " fffe0005 0007d000"  # base, 5 statuses; 2000 · 64 ms, first packet
        " d4a00028"  # 7 statuses of two bits: small, small, lost, large, large; 0 ms, 10 ms
        " 0488ffd8"  # 290 ms, −10 ms
    )


def test_every_kind_of_chunk_is_read() -> None:
    # a run of 2 small, 14 statuses of one bit, a run of 3 lost, 7 statuses of two bits
    said = transport_cc.parse(wrap("0005 0015 000002 07  2002 a001 0003 c800  04 08 00 00 ffff 0000"))
    assert said is not None
    assert (said.base, said.count, said.reference) == (5, 7, 2)
    received = {number: time for number, time in said.arrivals if time is not None}
    assert [number for number, _ in said.arrivals] == list(range(5, 26))
    assert received == {5: 0.129, 6: 0.131, 7: 0.131, 20: 0.131, 25: 0.13075}


@pytest.mark.parametrize(
    "information",
    [
        "",
        "0005 0001",
        "0005 0000 000002 07",
        "0005 2001 000002 07 2001 0000",
        "0005 0001 000002 07",
        "0005 0003 000002 07 2002 0000",
        "0005 0003 000002 07 2003 0000",
        "0005 0002 000002 07 4002 0000",
        "0005 0001 000002 07 6001 0000",
    ],
)
def test_malformed_feedback_is_refused(information: str) -> None:
    assert transport_cc.parse(wrap(information)) is None


def test_other_packets_are_no_feedback() -> None:
    assert transport_cc.parse(only(feedback.nack(1, 2, list(range(40))))) is None


@given(st.binary(max_size=80).map(lambda data: data[: len(data) // 4 * 4]))
def test_any_bytes_are_read_or_refused(information: bytes) -> None:
    piece = only(feedback.build(feedback.TRANSPORT_CC, 1, 2, information))
    said = transport_cc.parse(piece)
    TimeBase().observe(piece, 1.0)
    if said is not None:
        assert 0 < len(said.arrivals) <= transport_cc.WINDOW


@given(
    st.integers(0, 0xFFFF),
    st.lists(
        st.tuples(st.integers(1, 40), st.floats(0.0, 0.3), st.integers(0, 6), st.booleans()),
        min_size=1,
        max_size=60,
    ),
)
def test_each_packet_is_told_of_once_as_received_and_at_most_once_as_lost(
    first: int, steps: list[tuple[int, float, int, bool]]
) -> None:
    arrivals = Arrivals(TimeBase())
    noted: dict[int, float] = {}
    reports: list[tuple[int, float | None]] = []
    number, now = 0, 50.0
    arrivals.note(first, now)
    noted[first] = now
    for ahead, pause, back, ask in steps:
        number, now = number + ahead, now + pause
        for one in (number, number - back):
            if one >= 0:
                arrivals.note((first + one) & 0xFFFF, now)
                noted.setdefault((first + one) & 0xFFFF, now)
        if ask:
            reports += told(arrivals.build(1, 2))
    reports += told(arrivals.build(1, 2))
    received = [(said, at) for said, at in reports if at is not None]
    lost = [said for said, at in reports if at is None]
    assert sorted(said for said, _ in received) == sorted(noted)
    assert all(abs(at - noted[said]) < HALF_A_TICK for said, at in received)
    assert len(lost) == len(set(lost))
    assert {(first + one) & 0xFFFF for one in range(number + 1)} == set(noted) | set(lost)


def test_nothing_is_said_when_nothing_arrived() -> None:
    arrivals = Arrivals(TimeBase())
    assert arrivals.build(1, 2) == []
    arrivals.note(3, 1.0)
    assert len(arrivals.build(1, 2)) == 1
    assert arrivals.build(1, 2) == []


def test_a_duplicate_is_told_of_once_with_its_first_arrival() -> None:
    arrivals = Arrivals(TimeBase())
    arrivals.note(3, 1.0)
    arrivals.note(3, 1.02)
    assert told(arrivals.build(1, 2)) == [(3, 1.0)]
    arrivals.note(3, 1.04)
    assert arrivals.build(1, 2) == []


def test_a_packet_told_to_be_lost_is_told_of_again_when_it_comes() -> None:
    arrivals = Arrivals(TimeBase())
    for number in (1, 2, 4):
        arrivals.note(number, 1.0)
    assert told(arrivals.build(1, 2))[2] == (3, None)
    arrivals.note(3, 1.25)
    arrivals.note(5, 1.25)
    assert told(arrivals.build(1, 2)) == [(3, 1.25), (5, 1.25)]


def test_late_neighbours_share_a_packet() -> None:
    arrivals = Arrivals(TimeBase())
    arrivals.note(1, 1.0)
    arrivals.note(9, 1.0)
    arrivals.build(1, 2)
    for number in (7, 3, 4):
        arrivals.note(number, 1.25)
    assert [said.base for said in read(arrivals.build(1, 2))] == [3, 7]


def test_an_earlier_number_may_come_to_be_the_first() -> None:
    arrivals = Arrivals(TimeBase())
    arrivals.note(0, 1.0)
    arrivals.note(0xFFFF, 1.0)
    assert told(arrivals.build(1, 2)) == [(0xFFFF, 1.0), (0, 1.0)]


@pytest.mark.parametrize("jump", [8192, 30_000, 40_000, 57_000])
def test_a_jump_in_the_numbers_begins_anew_and_is_no_loss(jump: int) -> None:
    arrivals = Arrivals(TimeBase())
    arrivals.note(9, 1.0)
    arrivals.build(1, 2)
    arrivals.note(9 + jump, 1.5)
    assert told(arrivals.build(1, 2)) == [(9 + jump, 1.5)]


def test_what_is_outstanding_stays_bounded_when_nobody_asks() -> None:
    arrivals = Arrivals(TimeBase())
    for number in range(30_000):
        arrivals.note(number & 0xFFFF, number / 1000)
        assert len(arrivals._arrived) <= transport_cc.WINDOW
    for number in range(30_000, 200_000, 100):
        arrivals.note(number & 0xFFFF, number / 1000)
        arrivals.build(1, 2)
    assert len(arrivals._missing) <= transport_cc.WINDOW


def test_much_feedback_is_split_into_packets_of_1100_bytes() -> None:
    arrivals = Arrivals(TimeBase())
    expected: list[tuple[int, float | None]] = []
    for number in range(8000):
        at = number / 8 if number % 3 else None
        expected.append((number, at))
        if at is not None:
            arrivals.note(number, at)
    expected = expected[1:]
    packets = arrivals.build(1, 2)
    assert told(packets) == expected
    assert [said.count for said in read(packets)] == list(range(len(packets)))
    assert 10 < len(packets) < 30


def test_a_silence_longer_than_a_delta_can_say_begins_another_packet() -> None:
    arrivals = Arrivals(TimeBase())
    arrivals.note(1, 1.0)
    arrivals.note(2, 12.0)
    arrivals.note(3, 12.0)
    said = read(arrivals.build(1, 2))
    assert [(one.base, len(one.arrivals)) for one in said] == [(1, 1), (2, 2)]


def test_relay_made_feedback_goes_on_with_the_receivers_clock_and_count() -> None:
    base = TimeBase()
    base.observe(feedback_at(5000, count=254), 77.0)
    arrivals = Arrivals(base)
    arrivals.note(1, 77.1)
    arrivals.note(2, 77.2)
    first = read(arrivals.build(1, 2))
    arrivals.note(3, 77.3)
    second = read(arrivals.build(1, 2))
    assert [said.count for said in first + second] == [255, 0]
    times = [at for said in first + second for _, at in said.arrivals]
    assert times == pytest.approx([320.1025, 320.2025, 320.3025], abs=HALF_A_TICK)


def test_the_feedback_that_waited_least_tells_the_clocks_apart() -> None:
    base = TimeBase()
    for reference, now in [(100, 50.0 + 0.08), (101, 50.064 + 0.01), (102, 50.128 + 0.05)]:
        base.observe(feedback_at(reference), now)
    assert base.time(50.138) == pytest.approx(102 * 0.064 + 0.0025, abs=0.0011)
    assert base.time(50.178) >= 102 * 0.064 + 0.0025


def test_a_drifting_clock_is_followed_in_both_directions() -> None:
    for drift in (0.9999, 1.0001):
        base = TimeBase()
        for reference in range(20_000):
            base.observe(feedback_at(reference), reference * 0.064 * drift)
        assert base.time(20_000 * 0.064 * drift) == pytest.approx(20_000 * 0.064, abs=0.005)


def test_the_reference_time_may_roll_over() -> None:
    base = TimeBase()
    base.observe(feedback_at(0xFFFFFF), 10.0)
    base.observe(feedback_at(0), 10.064)
    arrivals = Arrivals(base)
    arrivals.note(1, 10.128)
    (said,) = read(arrivals.build(1, 2))
    assert said.reference == 1


def test_another_receivers_clock_is_taken_over_at_once() -> None:
    base = TimeBase()
    base.observe(feedback_at(100), 50.0)
    base.observe(feedback_at(9000), 51.0)
    assert base.time(51.0) == pytest.approx(9000 * 0.064 + 0.0025)


def test_feedback_of_losses_alone_tells_nothing_of_the_clock_but_counts() -> None:
    base = TimeBase()
    base.observe(wrap("0005 0003 000002 07 0003 0000"), 5.0)
    assert base.time(5.0) == 5.0
    assert base.next_count() == 8
