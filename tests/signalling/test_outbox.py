"""What is to be sent on one WebSocket."""

from __future__ import annotations

import asyncio

import pytest

from telehealth.errors import Over, SeatMoved
from telehealth.signalling.outbox import MOST_BYTES, MOST_MESSAGES, Outbox


async def test_messages_come_out_in_order_and_then_the_end() -> None:
    outbox, end = Outbox(), Over()
    for message in (b"1", b"2", b"3"):
        assert outbox.put(message)
    outbox.end(end)
    assert [await outbox.take() for _ in range(5)] == [b"1", b"2", b"3", end, end]


async def test_the_first_end_counts_and_nothing_follows_it() -> None:
    outbox, first = Outbox(), SeatMoved()
    outbox.end(first)
    outbox.end(Over())
    assert outbox.ended
    assert outbox.put(b"late")
    assert await outbox.take() is first


async def test_who_writes_waits_until_there_is_something() -> None:
    outbox = Outbox()
    taking = asyncio.create_task(outbox.take())
    await asyncio.sleep(0)
    assert not taking.done()
    outbox.put(b"1")
    assert await taking == b"1"
    assert not outbox.ended


def test_a_slow_readers_messages_are_bounded_in_number() -> None:
    outbox = Outbox()
    assert [outbox.put(b"x") for _ in range(MOST_MESSAGES + 1)] == [True] * MOST_MESSAGES + [False]


def test_a_slow_readers_messages_are_bounded_in_size() -> None:
    outbox = Outbox()
    assert outbox.put(b"x" * MOST_BYTES)
    assert not outbox.put(b"x")


@pytest.mark.parametrize("what", ["many", "large"])
def test_what_is_only_offered_leaves_half_of_the_room_to_others(what: str) -> None:
    outbox = Outbox()
    if what == "many":
        taken = [outbox.offer(b"x") for _ in range(MOST_MESSAGES)]
        assert taken == [True] * (MOST_MESSAGES // 2) + [False] * (MOST_MESSAGES // 2)
    else:
        assert outbox.offer(b"x" * (MOST_BYTES // 2))
        assert not outbox.offer(b"x")
    assert outbox.put(b"x")


def test_an_offer_after_the_end_is_nobodys_fault() -> None:
    outbox = Outbox()
    outbox.put(b"x" * MOST_BYTES)
    outbox.end(Over())
    assert outbox.offer(b"x")


async def test_what_was_taken_makes_room() -> None:
    outbox = Outbox()
    outbox.put(b"x" * MOST_BYTES)
    await outbox.take()
    assert outbox.put(b"x" * MOST_BYTES)
