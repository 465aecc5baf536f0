"""Writing facts in the background."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
import structlog

from telehealth.errors import Unavailable
from telehealth.signalling import writer as module
from telehealth.signalling.writer import Writer

KEEPS_NOTHING, AGAIN = "the store keeps nothing at the moment", "the store keeps everything again"


class Disk:
    """Keeps what is written, unless it is full."""

    def __init__(self) -> None:
        self.full = False
        self.tries = 0
        self.kept: list[int] = []
        self.tried = asyncio.Event()

    async def write(self, number: int) -> None:
        self.tries += 1
        self.tried.set()
        await asyncio.sleep(0)
        if self.full:
            raise Unavailable
        self.kept.append(number)

    async def is_tried_again(self) -> None:
        """Return after another try."""
        self.tried.clear()
        async with asyncio.timeout(5):
            await self.tried.wait()
        await asyncio.sleep(0)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The writer's clock: the last of these."""
    times = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: times[-1])
    return times


async def test_facts_are_written_in_order_and_all_of_them_before_it_ends() -> None:
    written: list[int] = []

    async def write(number: int) -> None:
        await asyncio.sleep(0)
        written.append(number)

    async with Writer() as writer:
        for number in range(10):
            writer.write("fact", partial(write, number))
        assert written == []
    assert written == list(range(10))


async def test_a_write_that_fails_is_tried_again() -> None:
    tries = 0

    async def write() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("locked")

    async with Writer(pause=0) as writer:
        writer.write("fact", write)
        await writer._queue.join()
    assert tries == 3


async def test_a_write_that_fails_for_good_raises_an_alarm_and_the_next_one_is_tried() -> None:
    written = []

    async def fail() -> None:
        raise OSError("full")

    async def write() -> None:
        written.append("next")

    with structlog.testing.capture_logs() as lines:
        async with Writer(pause=0) as writer:
            writer.write("fact", fail)
            writer.write("fact", write)
    assert written == ["next"]
    assert [line["log_level"] for line in lines] == ["critical"]


async def test_a_store_that_is_far_behind_raises_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)

    async def write() -> None:
        pass

    with structlog.testing.capture_logs() as lines:
        async with Writer() as writer:
            for _ in range(3):
                writer.write("audit", write)
    assert [(line["log_level"], line["kind"]) for line in lines] == [("critical", "audit")]


async def test_facts_wait_in_order_for_a_store_that_keeps_nothing_however_long_that_takes(disk: Disk) -> None:
    disk.full = True
    async with Writer(pause=0) as writer:
        for number in range(3):
            writer.write("fact", partial(disk.write, number))
        for _ in range(20):
            await disk.is_tried_again()
        assert (writer.is_behind, writer.waiting, disk.kept) == (True, 3, [])
        disk.full = False
        await writer._queue.join()
        assert (writer.is_behind, writer.waiting, disk.kept) == (False, 0, [0, 1, 2])


async def test_it_is_behind_until_everything_that_waited_is_kept(disk: Disk) -> None:
    states: list[bool] = []

    async def look() -> None:
        states.append(writer.is_behind)

    disk.full = True
    async with Writer(pause=0) as writer:
        writer.write("fact", partial(disk.write, 1))
        for _ in range(2):
            writer.write("fact", look)
        await disk.is_tried_again()
        disk.full = False
        await writer._queue.join()
        assert not writer.is_behind
    assert states == [True, True]


async def test_the_alarm_comes_at_once_then_once_a_minute_and_when_it_is_over(
    disk: Disk, seconds: list[float]
) -> None:
    disk.full = True
    with structlog.testing.capture_logs() as lines:
        async with Writer(pause=0) as writer:
            writer.write("seat", partial(disk.write, 1))
            for second in (100.0, 130.0, 159.0, 160.0, 200.0, 219.0):
                seconds.append(second)
                for _ in range(3):
                    await disk.is_tried_again()
            disk.full = False
            await writer._queue.join()
    assert [line["event"] for line in lines] == [KEEPS_NOTHING, KEEPS_NOTHING, AGAIN]
    assert {line["log_level"] for line in lines} == {"critical"}
    assert [line.get("kind") for line in lines] == ["seat", "seat", None]


async def test_pauses_grow(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def rest(self: Writer, seconds: float) -> None:  # noqa: ARG001 -- in place of a method
        pauses.append(seconds)
        disk.full = len(pauses) < 6

    monkeypatch.setattr(Writer, "_rest", rest)
    disk.full = True
    async with Writer() as writer:
        writer.write("fact", partial(disk.write, 1))
        await writer._queue.join()
    assert pauses == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]


async def test_a_fault_of_ours_is_no_reason_to_take_the_store_for_broken(disk: Disk) -> None:
    async def fail() -> None:
        disk.tried.set()
        raise Unavailable if disk.full else ValueError

    disk.full = True
    async with Writer(pause=0) as writer:
        writer.write("fact", fail)
        await disk.is_tried_again()
        assert writer.is_behind
        disk.full = False
        with structlog.testing.capture_logs():
            await writer._queue.join()
        assert not writer.is_behind


async def test_a_server_that_stops_tries_for_a_few_seconds_more(disk: Disk) -> None:
    disk.full = True
    async with Writer(pause=60) as writer:
        writer.write("fact", partial(disk.write, 1))
        await disk.is_tried_again()
        asyncio.get_running_loop().call_later(0.1, setattr, disk, "full", False)
    assert disk.kept == [1]


async def test_how_many_facts_are_lost_is_said_when_a_server_stops_and_its_store_keeps_nothing(
    disk: Disk,
) -> None:
    disk.full = True
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(5), Writer(pause=60, last_seconds=0.3) as writer:
            for number in range(3):
                writer.write("fact", partial(disk.write, number))
            await disk.is_tried_again()
    last = lines[-1]
    assert (last["log_level"], last["event"], last["count"]) == ("critical", "facts were lost", 3)
    assert disk.tries >= 2


async def test_a_store_that_answers_nothing_at_all_keeps_no_server_from_stopping() -> None:
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(5), Writer(last_seconds=0.1) as writer:
            writer.write("fact", asyncio.Event().wait)
    assert [(line["event"], line["count"]) for line in lines] == [("facts were lost", 1)]
