"""What the web process does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import structlog

from telehealth.core.ids import ClinicianId
from telehealth.errors import Unavailable
from telehealth.store.records import Clinician
from telehealth.web.housekeeping import PURGED_EVERY, Housekeeping

OPEN, CLOSING, CLOSED, GONE = (ClinicianId(name) for name in ("open", "closing", "closed", "gone"))


class Practice:
    """A store and a hub of a few lines, and a clock."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.purges: list[tuple[float, float, float]] = []
        self.closed: list[ClinicianId] = []
        self.refusals = 0
        self.closing_fails = False
        self.purged: Callable[[], None] = lambda: None

    async def purge(self, now: float, closes_after: float, audit_seconds: float) -> dict[str, int]:
        if self.refusals:
            self.refusals -= 1
            raise Unavailable
        self.purges.append((now, closes_after, audit_seconds))
        self.purged()
        return {"sign_ins": 2}

    async def clinician(self, clinician: ClinicianId) -> Clinician | None:
        closing = {OPEN: None, CLOSING: 2000.0, CLOSED: 1000.0}
        if clinician not in closing:
            return None
        return Clinician(id=clinician, username=clinician, public_name="", closing=closing[clinician])

    def owners(self) -> list[ClinicianId]:
        return [OPEN, CLOSING, CLOSED, GONE]

    def close_rooms(self, owner: ClinicianId) -> None:
        if self.closing_fails:
            self.closing_fails = False
            raise ZeroDivisionError
        self.closed.append(owner)

    def wall(self) -> float:
        return self.now


@pytest.fixture
def practice() -> Practice:
    return Practice()


def keeping(practice: Practice) -> Housekeeping:
    return Housekeeping(practice, practice, practice.wall, closes_after=7.0, audit_seconds=9.0)


async def test_rooms_of_accounts_that_are_closed_or_gone_are_closed(practice: Practice) -> None:
    house = keeping(practice)
    await house.look_after()
    assert practice.closed == [CLOSED, GONE]
    practice.now = 2000.0
    await house.look_after()
    assert practice.closed == [CLOSED, GONE, CLOSING, CLOSED, GONE]


async def test_what_is_due_is_forgotten_at_the_start_and_then_every_hour(practice: Practice) -> None:
    house = keeping(practice)
    for seconds in (0.0, 10.0, PURGED_EVERY - 11, 1.0, 10.0):
        practice.now += seconds
        await house.look_after()
    assert practice.purges == [(1000.0, 7.0, 9.0), (1000.0 + PURGED_EVERY, 7.0, 9.0)]


async def test_a_clock_that_was_set_back_keeps_nothing_longer(practice: Practice) -> None:
    house = keeping(practice)
    await house.look_after()
    practice.now -= 500
    await house.look_after()
    assert len(practice.purges) == 2


async def test_a_store_that_does_not_answer_is_asked_again_with_an_alarm(practice: Practice) -> None:
    house = keeping(practice)
    practice.refusals = 2
    practice.purged = house.stop
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(10):
            await house.run(0.0)
    assert [line["log_level"] for line in lines] == ["error", "error", "info"]


async def test_a_fault_of_ours_is_an_alarm_and_the_next_turn_comes(practice: Practice) -> None:
    house = keeping(practice)
    practice.closing_fails = True
    practice.purged = house.stop
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(10):
            await house.run(0.0)
    assert [line["log_level"] for line in lines] == ["critical", "info"]


async def test_it_ends_between_two_turns(practice: Practice) -> None:
    house = keeping(practice)
    running = asyncio.create_task(house.run())
    await asyncio.sleep(0)
    house.stop()
    async with asyncio.timeout(10):
        await running
    assert len(practice.purges) == 1
