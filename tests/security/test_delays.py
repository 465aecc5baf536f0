"""Wrong tries make the next one wait."""

from __future__ import annotations

import pytest

from telehealth.errors import TooFast
from telehealth.security import delays
from telehealth.security.delays import Delays, waiting

RUIZ, OKORO = b"ruiz", b"okoro"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wrong(kept: Delays, key: bytes, times: int) -> None:
    for _ in range(times):
        kept.begin(key)


def pause(kept: Delays, key: bytes) -> int:
    with pytest.raises(TooFast) as refused:
        kept.check(key)
    return refused.value.retry_after


def test_a_few_mistakes_cost_nothing(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 5)
    kept.check(RUIZ)


def test_then_each_mistake_doubles_the_pause_up_to_a_quarter_of_an_hour(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 5)
    pauses = []
    for _ in range(14):
        kept.begin(RUIZ)
        pauses.append(pause(kept, RUIZ))
        clock.now += pauses[-1]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


def test_a_try_before_its_time_is_refused_and_not_counted(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 5)
    for seconds in (1, 2, 4):
        kept.begin(RUIZ)
        clock.now += seconds
    clock.now -= 4
    for _ in range(100):
        with pytest.raises(TooFast, match="Please wait 4 seconds"):
            kept.begin(RUIZ)
    clock.now += 4
    kept.begin(RUIZ)
    assert pause(kept, RUIZ) == 8


def test_many_tries_at_once_count_as_many(clock: Clock) -> None:
    kept = Delays(clock)
    begun = 0
    for _ in range(100):
        try:
            kept.begin(RUIZ)
        except TooFast:
            continue
        begun += 1
    assert begun == 6


def test_a_right_try_makes_good_for_all_wrong_ones(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 5)
    kept.begin(RUIZ)
    kept.succeeded(RUIZ)
    wrong(kept, RUIZ, 5)
    kept.check(RUIZ)


def test_accounts_wait_each_for_itself(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 6)
    kept.check(OKORO)


def test_after_a_day_without_a_try_all_is_forgotten(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 6)
    clock.now += delays.FORGOTTEN_AFTER + 2
    kept.begin(OKORO)
    assert list(kept._failures) == [OKORO]


def test_the_table_is_bounded_and_the_longest_unused_goes_first(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delays, "MOST_BUCKETS", 3)
    kept = Delays(clock)
    for key in (b"a", b"b", b"c", b"a", b"d"):
        kept.begin(key)
    assert list(kept._failures) == [b"c", b"a", b"d"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes"), (900, "15 minutes")],
)
def test_a_pause_is_said_as_people_say_it(seconds: int, text: str) -> None:
    assert waiting(seconds) == text


def test_a_try_that_could_not_be_judged_counts_for_nothing(clock: Clock) -> None:
    kept = Delays(clock)
    wrong(kept, RUIZ, 6)
    kept.withdraw(RUIZ)
    kept.withdraw(OKORO)
    kept.check(RUIZ)
    kept.begin(RUIZ)
    assert pause(kept, RUIZ) == 1
