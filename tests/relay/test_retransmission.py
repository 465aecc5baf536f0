"""Packets sent again from the cache, and key-frame requests thinned, on a clock that is passed in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay.retransmission import KeyFrameRequests, PacketCache, Reply

BEN, CARA = "Ben", "Cara"


def packet(number: int) -> bytes:
    return b"\x80\x60" + (number & 0xFFFF).to_bytes(2, "big") + bytes(8) + b"payload"


def filled(first: int, last: int, now: float = 0.0) -> PacketCache[str]:
    cache: PacketCache[str] = PacketCache()
    for number in range(first, last + 1):
        cache.store(packet(number), now)
    return cache


def test_a_lost_packet_is_sent_again_in_the_order_asked() -> None:
    assert filled(1, 9).answer(BEN, [7, 3], 0.1) == Reply([packet(7), packet(3)], [])


def test_the_same_packet_goes_to_a_receiver_once_in_20_ms_and_three_times_in_all() -> None:
    cache = filled(1, 9)
    times = [0.1, 0.11, 0.121, 0.13, 0.142, 0.2, 0.3]
    assert [len(cache.answer(BEN, [5], now).packets) for now in times] == [1, 0, 1, 0, 1, 0, 0]
    assert cache.answer(BEN, [5], 0.4).wanted == []


def test_one_receiver_does_not_use_up_anothers_packets() -> None:
    cache = filled(1, 9)
    assert cache.answer(BEN, [5, 5], 0.1) == Reply([packet(5)], [])
    assert cache.answer(CARA, [5], 0.1) == Reply([packet(5)], [])


def test_what_is_missing_is_asked_of_the_sender_once_in_40_ms_for_all() -> None:
    cache = filled(1, 3)
    cache.store(packet(6), 0.0)
    assert cache.answer(BEN, [4, 5, 6], 0.1) == Reply([packet(6)], [4, 5])
    assert cache.answer(CARA, [4, 5], 0.12).wanted == []
    assert cache.answer(CARA, [4, 4], 0.141).wanted == [4]
    cache.store(packet(4), 0.15)
    assert cache.answer(BEN, [4], 0.2) == Reply([packet(4)], [])


def test_only_numbers_shortly_before_the_latest_are_asked_for() -> None:
    cache = filled(1000, 1000)
    assert cache.answer(BEN, [1001, 5000, 40_000, 488, 489, 999], 0.1).wanted == [489, 999]
    empty: PacketCache[str] = PacketCache()
    assert empty.answer(BEN, [1, 2], 0.1) == Reply([], [])


def test_numbers_roll_over() -> None:
    cache = filled(0xFFFE, 0x10001)
    gap = filled(0xFFFE, 0xFFFE)
    gap.store(packet(1), 0.0)
    assert cache.answer(BEN, [0xFFFF, 0], 0.1).packets == [packet(0xFFFF), packet(0)]
    assert gap.answer(BEN, [0xFFFF, 0], 0.1).wanted == [0xFFFF, 0]


def test_a_sender_that_jumps_back_is_followed() -> None:
    cache = filled(60_000, 60_000)
    cache.store(packet(30_000), 0.1)
    assert cache.answer(BEN, [29_999, 59_999], 0.1).wanted == [29_999]


def test_a_late_packet_is_kept_and_a_duplicate_is_not() -> None:
    cache = filled(10, 12)
    cache.store(packet(9), 0.1)
    cache.store(packet(9) + b"again", 0.1)
    assert cache.answer(BEN, [9, 13], 0.1) == Reply([packet(9)], [])
    assert len(cache) == 4


def test_the_last_512_packets_are_kept_for_a_second() -> None:
    cache = filled(1, 600)
    assert len(cache) == 512
    assert cache.answer(BEN, [88, 89], 0.5) == Reply([packet(89)], [])
    cache.store(packet(601), 1.01)
    assert len(cache) == 1


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.floats(0.0, 0.2), st.booleans()), max_size=80))
def test_whatever_comes_the_bounds_hold(steps: list[tuple[int, float, bool]]) -> None:
    cache: PacketCache[str] = PacketCache()
    now = 5.0
    for number, pause, stored in steps:
        now += pause
        if stored:
            cache.store(packet(number), now)
        reply = cache.answer(BEN, range(number - 3, number + 3), now)
        assert not {one[2] << 8 | one[3] for one in reply.packets} & set(reply.wanted)
        assert len(cache) <= 512


def test_one_key_frame_in_500_ms_is_asked_of_a_sender() -> None:
    requests = KeyFrameRequests()
    assert [requests.allow(1, now) for now in (0.0, 0.1, 0.49, 0.51)] == [True, False, False, True]
    assert requests.allow(2, 0.52)


def test_a_thinned_request_goes_when_it_is_due() -> None:
    requests = KeyFrameRequests()
    requests.allow(1, 0.0)
    assert requests.due(9.0) == []
    requests.allow(2, 9.0)
    requests.allow(2, 9.1)
    requests.allow(2, 9.2)
    assert requests.due(9.4) == []
    assert requests.due(9.51) == [2]
    assert requests.due(10.1) == []


def test_a_request_that_went_after_all_is_not_due_again() -> None:
    requests = KeyFrameRequests()
    assert [requests.allow(1, now) for now in (0.0, 0.1, 0.6)] == [True, False, True]
    assert requests.due(2.0) == []


def test_a_key_frame_serves_those_who_waited() -> None:
    requests = KeyFrameRequests()
    requests.allow(1, 0.0)
    requests.allow(1, 0.1)
    requests.served(1)
    assert requests.due(2.0) == []
