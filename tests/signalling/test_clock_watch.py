"""A clock that was set is noticed."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from telehealth.signalling import clock_watch as module
from telehealth.signalling.clock_watch import ClockWatch
from tests.signalling.fakes import FakeClock


@pytest.mark.parametrize("step", [3600.0, -3600.0, 4.0])
def test_a_step_is_an_alarm_once(step: float) -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)
    with structlog.testing.capture_logs() as lines:
        clock.pass_seconds(5)
        watch.look()
        clock.date += step
        for _ in range(3):
            clock.pass_seconds(5)
            watch.look()
    assert [(line["log_level"], line["event"], line["seconds"]) for line in lines] == [
        ("critical", "the clock was set", step)
    ]


def test_time_that_passes_and_a_clock_that_is_corrected_little_by_little_are_none() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)
    with structlog.testing.capture_logs() as lines:
        for _ in range(1000):
            clock.pass_seconds(5)
            clock.date += 0.0025
            watch.look()
    assert lines == []


async def test_it_looks_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_EVERY", 0)
    clock = FakeClock()
    with structlog.testing.capture_logs() as lines:
        running = asyncio.create_task(ClockWatch(clock).run())
        async with asyncio.timeout(5):
            while len(lines) < 2:
                clock.date += 60
                await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert {line["event"] for line in lines} == {"the clock was set"}
