"""Writing facts in the background."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
import structlog

from telehealth.signalling import writer as module
from telehealth.signalling.writer import Writer


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
