"""How much one seat or address may ask for."""

from __future__ import annotations

import pytest

from telehealth.errors import TooFast
from telehealth.security import limits
from telehealth.security.limits import Attempts, Concurrent, TokenBucket


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(bucket: TokenBucket, tries: int) -> int:
    return sum(bucket.take() for _ in range(tries))


def test_a_burst_passes_and_then_the_rate(clock: Clock) -> None:
    bucket = TokenBucket(20, 40, clock)
    assert taken(bucket, 100) == 40
    clock.now += 1
    assert taken(bucket, 100) == 20


def test_a_long_pause_saves_up_no_more_than_a_burst(clock: Clock) -> None:
    bucket = TokenBucket(20, 40, clock)
    clock.now += 3600
    assert taken(bucket, 100) == 40


def test_a_clock_that_goes_back_takes_nothing_away(clock: Clock) -> None:
    bucket = TokenBucket(20, 40, clock)
    clock.now -= 3600
    assert taken(bucket, 100) == 40


def test_too_many_attempts_of_one_address_are_refused_until_a_minute_has_passed(clock: Clock) -> None:
    attempts = Attempts(10, clock)
    for _ in range(10):
        attempts.take(b"one")
    with pytest.raises(TooFast):
        attempts.take(b"one")
    attempts.take(b"other")
    clock.now += 60
    for _ in range(10):
        attempts.take(b"one")


def test_addresses_without_number_take_no_memory_without_end(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BUCKETS", 100)
    attempts = Attempts(10, clock)
    for number in range(1000):
        attempts.take(number.to_bytes(4, "big"))
    assert len(attempts._buckets) == 100


def test_as_many_as_allowed_are_open_at_once() -> None:
    concurrent = Concurrent(2)
    assert concurrent.enter(b"one")
    assert concurrent.enter(b"one")
    assert not concurrent.enter(b"one")
    assert concurrent.enter(b"other")
    concurrent.leave(b"one")
    assert concurrent.enter(b"one")


def test_a_block_counts_for_as_long_as_it_runs() -> None:
    concurrent = Concurrent(1)
    with concurrent.held(b"one"), pytest.raises(TooFast), concurrent.held(b"one"):
        pytest.fail("two at once")
    with concurrent.held(b"one"):
        pass
    assert concurrent._open == {}


def test_all_together_are_bounded_as_well() -> None:
    many = Concurrent(2, in_all=3)
    assert [many.enter(key) for key in (b"a", b"a", b"b", b"c")] == [True, True, True, False]
    many.leave(b"a")
    assert many.enter(b"c")
    assert not many.enter(b"b")
