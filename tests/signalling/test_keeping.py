"""Whether anything can be kept, before a session depends on it."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from telehealth.errors import Unavailable
from telehealth.signalling.keeping import BELIEVED_SECONDS, KEEPS_NOTHING, Keeping
from telehealth.signalling.writer import Writer
from tests.signalling.fakes import FakeClock
from tests.store.memory import MemoryStore

NOTHING_KEPT, AGAIN = "the store keeps nothing at the moment", "the store keeps everything again"


class Store(MemoryStore):
    """Counts how often it is asked, and refuses when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.refuses = False

    async def check_writing(self) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.refuses:
            raise Unavailable


async def test_a_store_that_keeps_things_is_asked_once_for_many() -> None:
    store, clock = Store(), FakeClock()
    keeping = Keeping(store, Writer(), clock)
    await asyncio.gather(*(keeping.check() for _ in range(10)))
    assert store.asked == 1
    clock.pass_seconds(BELIEVED_SECONDS)
    await keeping.check()
    assert store.asked == 2


async def test_a_store_that_keeps_nothing_is_said_in_words_and_asked_again_a_second_later() -> None:
    store, clock = Store(), FakeClock()
    store.refuses = True
    keeping = Keeping(store, Writer(), clock)
    for _ in range(2):
        with pytest.raises(Unavailable) as refused:
            await keeping.check()
        assert str(refused.value) == KEEPS_NOTHING
    assert store.asked == 1
    assert not await keeping.is_possible()
    store.refuses = False
    clock.pass_seconds(BELIEVED_SECONDS)
    await keeping.check()
    assert await keeping.is_possible()
    assert store.asked == 2


async def test_an_alarm_is_raised_once_and_its_end_is_said() -> None:
    store, clock = Store(), FakeClock()
    keeping = Keeping(store, Writer(), clock)
    with structlog.testing.capture_logs() as lines:
        for refuses in (False, True, True, False, False, True):
            store.refuses = refuses
            assert await keeping.is_possible() is not refuses
            clock.pass_seconds(BELIEVED_SECONDS)
    assert [line["event"] for line in lines] == [NOTHING_KEPT, AGAIN, NOTHING_KEPT]
    assert {line["log_level"] for line in lines} == {"critical"}


async def test_of_what_the_writer_has_found_out_nothing_is_said_a_second_time() -> None:
    store, writer, clock = Store(), Writer(), FakeClock()
    keeping = Keeping(store, writer, clock)
    store.refuses = True
    with structlog.testing.capture_logs() as lines:
        assert not await keeping.is_possible()
        clock.pass_seconds(BELIEVED_SECONDS)
        writer.is_behind = True
        assert not await keeping.is_possible()
        store.refuses = writer.is_behind = False
        assert await keeping.is_possible()
    assert [line["event"] for line in lines] == [NOTHING_KEPT]


async def test_a_store_that_is_known_to_keep_nothing_is_not_asked() -> None:
    store, writer = Store(), Writer()
    writer.is_behind = True
    keeping = Keeping(store, writer, FakeClock())
    with pytest.raises(Unavailable, match="cannot keep anything"):
        await keeping.check()
    with pytest.raises(Unavailable, match="cannot keep anything"):
        keeping.check_writer()
    assert store.asked == 0
