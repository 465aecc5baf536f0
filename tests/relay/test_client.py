"""The server's side of the relay's Unix sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from telehealth.errors import MediaUnavailable
from telehealth.relay import client as module
from telehealth.relay.client import Relay
from telehealth.relay.commands import (
    CloseRoom,
    Connected,
    Demanded,
    Kept,
    KeptLeg,
    RoomEvent,
)
from tests.relay.fake_worker import FakeWorker, working


def flood(relay: Relay) -> None:
    """Send without ever waiting, so that nothing can be read meanwhile."""
    for _ in range(100_000):
        relay.send(CloseRoom("r" * 1000))


class Hearing:
    """See `Listener`: it writes down what it is told."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[RoomEvent | str] = asyncio.Queue()
        self.kept: list[Kept] = []

    def relay_event(self, event: RoomEvent) -> None:
        self.said.put_nowait(event)

    def relay_lost(self, worker: int) -> None:
        self.said.put_nowait(f"lost {worker}")

    def relay_back(self, worker: int, kept: Sequence[Kept]) -> None:
        self.said.put_nowait(f"back {worker}")
        self.kept = list(kept)

    async def next(self) -> RoomEvent | str:
        async with asyncio.timeout(5):
            return await self.said.get()


@pytest.fixture
def hearing() -> Hearing:
    return Hearing()


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncIterator[FakeWorker]:
    async with working(tmp_path) as started:
        yield started


@pytest.fixture
async def relay(worker: FakeWorker, hearing: Hearing) -> AsyncIterator[Relay]:
    made = Relay([str(worker.path)])
    made.start(hearing)
    yield made
    await made.close()


async def test_commands_go_out_and_events_come_in(relay: Relay, worker: FakeWorker, hearing: Hearing) -> None:
    assert await hearing.next() == "back 0"
    relay.send(CloseRoom("room"))
    assert await worker.heard(CloseRoom) == [CloseRoom("room")]
    for event in (Connected("room", 1), Demanded("room", 1, ("a1", "v1"))):
        worker.say(event)
        assert await hearing.next() == event


async def test_a_worker_that_is_not_there_yet_is_waited_for(tmp_path: Path, hearing: Hearing) -> None:
    relay = Relay([str(tmp_path / "relay-0")])
    relay.start(hearing)
    await asyncio.sleep(0)
    available = relay.available
    assert not available
    with pytest.raises(MediaUnavailable):
        relay.send(CloseRoom("room"))
    async with working(tmp_path):
        async with asyncio.timeout(5):
            await relay.connected()
        assert relay.available
    await relay.close()


async def test_a_worker_says_what_it_carries_before_anything_can_be_said_to_it(
    tmp_path: Path, hearing: Hearing
) -> None:
    rooms = [Kept(name, (KeptLeg(1, "person", "session", True, (), ""),), ()) for name in ("one", "two")]
    async with working(tmp_path) as worker:
        worker.keeps = rooms
        worker.holds_back.set()
        relay = Relay([str(worker.path)])
        relay.start(hearing)
        await worker.connected.wait()
        with pytest.raises(MediaUnavailable):
            relay.send(CloseRoom("one"))
        assert not relay.available
        worker.holds_back.clear()
        worker.greet()
        async with asyncio.timeout(5):
            await relay.connected()
        assert await hearing.next() == "back 0"
        assert hearing.kept == rooms
        relay.send(CloseRoom("one"))
        await worker.heard(CloseRoom)
        await relay.close()


async def test_a_worker_that_goes_before_it_has_said_what_it_carries_was_never_there(
    tmp_path: Path, hearing: Hearing
) -> None:
    async with working(tmp_path) as worker:
        worker.holds_back.set()
        relay = Relay([str(worker.path)])
        relay.start(hearing)
        await worker.connected.wait()
        worker.holds_back.clear()
        worker.drop()
        assert await hearing.next() == "back 0"
        assert hearing.said.empty()
        await relay.close()


async def test_a_worker_that_dies_is_lost_and_found_again(
    relay: Relay, worker: FakeWorker, hearing: Hearing
) -> None:
    assert await hearing.next() == "back 0"
    await worker.connected.wait()
    await worker.stop()
    assert await hearing.next() == "lost 0"
    with pytest.raises(MediaUnavailable):
        relay.send(CloseRoom("room"))
    await worker.start()
    assert await hearing.next() == "back 0"
    relay.send(CloseRoom("room"))
    await worker.heard(CloseRoom)
    assert worker.connections == 2


@pytest.mark.parametrize("data", [b"\x00\x00\x00\x01\xc1", b"\xff\xff\xff\xff", b"\x00\x00\x00\x03\x81\xa1x"])
async def test_a_worker_that_speaks_another_language_is_left_and_tried_again(
    relay: Relay, worker: FakeWorker, hearing: Hearing, data: bytes
) -> None:
    await relay.connected()
    assert await hearing.next() == "back 0"
    await worker.connected.wait()
    worker.say_bytes(data)
    assert await hearing.next() == "lost 0"
    assert await hearing.next() == "back 0"


async def test_a_fault_of_ours_is_an_alarm_and_the_worker_is_lost_and_found_again(
    relay: Relay, worker: FakeWorker, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await hearing.next() == "back 0"
    with capture_logs() as logs, monkeypatch.context() as patched:
        patched.setattr(hearing, "relay_event", lambda _: 1 / 0)
        worker.say(Connected("room", 1))
        assert await hearing.next() == "lost 0"
    assert [line["log_level"] for line in logs] == ["critical"]
    assert await hearing.next() == "back 0"
    assert relay.available


async def test_a_worker_that_does_not_read_is_lost(
    relay: Relay, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES_WAITING", 1000)
    assert await hearing.next() == "back 0"
    with pytest.raises(MediaUnavailable):
        flood(relay)
    assert await hearing.next() == "lost 0"


async def test_closing_is_no_loss(worker: FakeWorker, hearing: Hearing) -> None:
    relay = Relay([str(worker.path)])
    relay.start(hearing)
    assert await hearing.next() == "back 0"
    await relay.close()
    assert hearing.said.empty()


def test_a_room_is_always_with_the_same_worker_and_rooms_are_spread() -> None:
    relays = [Relay(["one", "two", "three"]) for _ in range(2)]
    where = [[relay.worker_of(f"room {number}") for number in range(300)] for relay in relays]
    assert where[0] == where[1]
    assert all(60 < where[0].count(worker) < 140 for worker in range(3))
    # Another release must find the rooms where this one left them.
    assert [relays[0].worker_of(room) for room in ("a", "b", "c", "d")] == [1, 1, 2, 2]
