"""A track that pauses and resumes keeps its numbers without a gap, and both directions agree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay.numbering import STRETCHES, Continuity

SHORTS = st.integers(0, 0xFFFF)


def started(first: int = 100, last: int = 102) -> Continuity:
    numbers = Continuity()
    assert [numbers.forward(number) for number in range(first, last + 1)] == list(range(first, last + 1))
    return numbers


@given(
    st.integers(0, 0xFFC0),
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 90_000)), min_size=1, max_size=STRETCHES),
)
def test_in_order_numbers_go_out_without_a_gap_and_lead_back(
    first: int, stretches: list[tuple[int, int]]
) -> None:
    numbers = Continuity()
    source, out = first, first
    pairs: list[tuple[int, int]] = []
    for length, paused in stretches:
        numbers.resume()
        for _ in range(length):
            assert numbers.forward(source & 0xFFFF) == out & 0xFFFF
            pairs.append((source & 0xFFFF, out & 0xFFFF))
            source, out = source + 1, out + 1
        numbers.pause()
        for skipped in range(paused // 300):
            assert numbers.forward(source + skipped * 300 + 299 & 0xFFFF) is None
        source += paused // 300 * 300
    assert all(numbers.inverse(there) == here for here, there in pairs)
    assert numbers.inverse(out & 0xFFFF) is None
    assert numbers.inverse(first - 1 & 0xFFFF) is None


@given(
    st.integers(0, 0xFFC0),
    st.lists(
        st.tuples(st.integers(-300, 300), st.sampled_from(["", "", "", "pause", "resume"])), max_size=80
    ),
)
def test_whatever_the_order_no_two_packets_share_a_number(first: int, steps: list[tuple[int, str]]) -> None:
    numbers = Continuity()
    source = first
    given_to: dict[int, int] = {}
    for step, act in steps:
        if act == "pause":
            numbers.pause()
        elif act == "resume":
            numbers.resume()
        source += step
        there = numbers.forward(source & 0xFFFF)
        if there is not None:
            assert given_to.setdefault(there, source & 0xFFFF) == source & 0xFFFF
            if len(numbers._stretches) < STRETCHES:
                assert numbers.inverse(there) == source & 0xFFFF


@given(st.lists(SHORTS, max_size=60), SHORTS)
def test_any_numbers_are_mapped_or_refused(sources: list[int], asked: int) -> None:
    numbers = Continuity()
    for source in sources:
        there = numbers.forward(source)
        assert there is None or numbers.inverse(there) == source
    back = numbers.inverse(asked)
    assert back is None or 0 <= back <= 0xFFFF


def test_a_resumed_track_continues_after_its_last_number() -> None:
    numbers = started(100, 102)
    numbers.pause()
    assert [numbers.forward(number) for number in range(103, 200)] == [None] * 97
    numbers.resume()
    assert [numbers.forward(number) for number in (200, 201, 203)] == [103, 104, 106]
    assert numbers.skipped == 97
    assert [numbers.inverse(number) for number in (102, 103, 105, 106, 107, 99)] == [
        102,
        200,
        202,
        203,
        None,
        None,
    ]


def test_a_loss_on_the_way_stays_a_loss() -> None:
    numbers = started(100, 102)
    assert numbers.forward(105) == 105
    assert numbers.forward(103) == 103


def test_a_packet_sent_again_keeps_the_number_it_had_before_the_pause() -> None:
    numbers = started(100, 102)
    numbers.forward(104)
    numbers.pause()
    assert numbers.forward(103) == 103
    numbers.forward(110)
    numbers.resume()
    assert numbers.forward(111) == 105
    assert numbers.forward(103) == 103
    assert numbers.forward(109) is None


def test_what_comes_before_the_first_packet_is_not_forwarded() -> None:
    assert started(100, 102).forward(99) is None


def test_forwarding_does_not_start_shortly_before_the_roll_over() -> None:
    numbers = Continuity()
    assert [numbers.forward(number) for number in (0xFFC1, 0xFFFF, 0, 1)] == [None, None, 0, 1]
    assert numbers.forward(0xFFFF) is None
    assert Continuity().forward(0xFFC0) == 0xFFC0


def test_a_resumed_track_may_go_on_shortly_before_the_roll_over() -> None:
    numbers = started(0xFFB0, 0xFFD0)
    numbers.pause()
    numbers.resume()
    assert numbers.forward(0x0040) == 0xFFD1


def test_a_track_may_be_paused_before_it_begins() -> None:
    numbers = Continuity()
    numbers.pause()
    assert numbers.forward(7) is None
    assert numbers.inverse(7) is None
    assert numbers.skipped == 0
    numbers.resume()
    assert [numbers.forward(number) for number in (9, 10, 12)] == [9, 10, 12]
    assert numbers.skipped == 0


def test_a_pause_longer_than_the_numbers_leaves_no_gap() -> None:
    numbers = started(100, 102)
    numbers.pause()
    for number in range(103, 103 + 65_536):
        numbers.forward(number & 0xFFFF)
    numbers.resume()
    assert numbers.forward(103) == 103
    assert numbers.skipped == 65_536


def test_a_sender_that_jumps_is_followed_without_a_gap() -> None:
    numbers = started(50_000, 50_002)
    assert numbers.forward(40_000) == 50_003
    assert numbers.forward(40_001) == 50_004
    assert numbers.inverse(50_004) == 40_001


def test_only_the_latest_stretches_are_remembered() -> None:
    numbers = started(0, 0)
    for number in range(2, 2 + 2 * STRETCHES, 2):
        numbers.pause()
        numbers.resume()
        numbers.forward(number)
    assert numbers.inverse(0) is None
    assert numbers.inverse(1) == 2
    assert len(numbers._stretches) == STRETCHES
