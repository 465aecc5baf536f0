"""The real clock."""

from __future__ import annotations

import asyncio
import time

from telehealth.signalling.clock import Clock, LoopClock


async def test_the_loops_clock_keeps_its_promises_and_forgets_those_cancelled() -> None:
    clock: Clock = LoopClock()
    kept = asyncio.Event()
    broken = asyncio.Event()
    began = clock.now()
    clock.call_later(0.02, broken.set).cancel()
    clock.call_later(0.02, kept.set)
    await asyncio.wait_for(kept.wait(), 5)
    assert clock.now() - began >= 0.019
    assert not broken.is_set()


async def test_dates_are_the_machines() -> None:
    assert abs(LoopClock().wall() - time.time()) < 5
