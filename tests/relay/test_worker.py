"""The relay's process: commands over its Unix socket, and calls of strangers' browsers through it."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from telehealth.addresses import default_route_address
from telehealth.relay import rooms
from telehealth.relay import worker as module
from telehealth.relay.commands import (
    Adopt,
    Count,
    Counted,
    Greeted,
    Kept,
    KeptLink,
    Lost,
    Offered,
    OpenLeg,
)
from telehealth.relay.counters import Drop
from telehealth.relay.settings import WorkerSettings
from telehealth.relay.worker import Worker
from tests.relay.checks import check
from tests.relay.garbage import mutated
from tests.relay.server import BLUE, PATIENCE, RED, Server
from tests.relay.stage import ROOM


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncIterator[Worker]:
    address = default_route_address()
    assert address is not None
    async with Worker.listening(WorkerSettings(str(tmp_path / "worker.sock"), (address,), 0)) as worker:
        yield worker


@pytest.fixture
async def server(worker: Worker) -> AsyncIterator[Server]:
    async with Server.connected(worker._settings.socket) as server:
        yield server


@pytest.fixture
async def faults() -> AsyncIterator[list[object]]:
    """What reached the loop's exception handler; must stay empty."""
    loop = asyncio.get_running_loop()
    found: list[object] = []
    loop.set_exception_handler(lambda _loop, context: found.append(context))
    yield found
    loop.set_exception_handler(None)
    assert found == []


async def test_two_browsers_see_and_hear_each_other(server: Server) -> None:
    first, second = await server.call()
    await asyncio.gather(first.sees_and_hears(BLUE), second.sees_and_hears(RED))
    server.do(Count(ROOM))
    (counted,) = await server.heard(Counted)
    assert isinstance(counted, Counted)
    assert min(counted.forwarded["1>2"], counted.forwarded["2>1"]) > 10


async def test_a_call_goes_on_beside_two_thousand_hostile_datagrams(
    worker: Worker, server: Server, faults: list[object]
) -> None:
    first, second = await server.call()
    await asyncio.gather(first.sees_and_hears(BLUE), second.sees_and_hears(RED))
    sdp = next(event.sdp for event in server.events if isinstance(event, Offered))
    (fragment,), (password,) = (set(re.findall(rf"a=ice-{name}:(\S+)", sdp)) for name in ("ufrag", "pwd"))
    checks = [check(fragment, password), check(fragment, "q" * 32), check("nobody", password)]
    before = worker.counters.datagrams
    with capture_logs() as logs, socket.socket(type=socket.SOCK_DGRAM) as attacker:
        for number, datagram in enumerate(mutated(checks, 2_000, seed=11)):
            attacker.sendto(datagram, (worker._settings.addresses[0], worker.port))
            if number % 20 == 0:
                await asyncio.sleep(0)
        await asyncio.gather(first.sees_and_hears(BLUE), second.sees_and_hears(RED))
    assert worker.counters.datagrams > before + 1_500
    dropped = worker.counters.dropped
    expected = {Drop.EMPTY, Drop.OVERSIZED, Drop.BAD_STUN, Drop.UNVERIFIED_SOURCE, Drop.BAD_INTEGRITY}
    assert all(dropped[reason] for reason in expected)
    assert not [event for event in server.events if isinstance(event, Lost)]
    assert len(logs) <= 1
    assert faults == []


async def test_a_closed_browser_is_reported(server: Server) -> None:
    first, _ = await server.call()
    await first.close()
    (lost,) = await server.heard(Lost)
    assert lost == Lost(ROOM, 1, "dtls_closed")


async def test_media_goes_on_after_a_restart_of_the_server_until_it_speaks_of_the_room(
    worker: Worker, server: Server
) -> None:
    server.do(OpenLeg(ROOM, 1, "person1", "session"))
    (offered,) = await server.heard(Offered)
    async with Server.connected(worker._settings.socket) as later:
        await asyncio.wait_for(server.ended.wait(), PATIENCE)
        later.do(OpenLeg("another", 1, "person1", "session"))
        await later.heard(Offered)
        assert set(worker.rooms._rooms) == {ROOM, "another"}
        later.do(OpenLeg(ROOM, 1, "person1", "session"))
        offers = [event for event in await later.heard(Offered, 2) if isinstance(event, Offered)]
        (anew,) = [offer for offer in offers if offer.room == ROOM]
        assert isinstance(offered, Offered)
        assert anew.sdp != offered.sdp
        assert server.events == [Greeted(), offered]


async def test_a_call_goes_on_under_a_new_server_that_adopts_it(
    worker: Worker, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "ABANDONED_SECONDS", 0.5)
    first, second = await server.call()
    await asyncio.gather(first.sees_and_hears(BLUE), second.sees_and_hears(RED))
    async with Server.connected(worker._settings.socket) as later:
        await later.heard(Greeted)
        (kept,) = later.events[:-1]
        assert isinstance(kept, Kept)
        assert [(leg.participant, leg.connected, leg.mids) for leg in kept.legs] == [
            ("person1", True, ("a1", "v1")),
            ("person2", True, ("a2", "v2")),
        ]
        assert set(kept.links) == {KeptLink(1, 2, True), KeptLink(2, 1, True)}
        later.do(Adopt(ROOM))
        later.do(Count(ROOM))
        await later.heard(Counted)
        worker.rooms.look(asyncio.get_running_loop().time() + 1)
        await asyncio.gather(first.sees_and_hears(BLUE), second.sees_and_hears(RED))
        assert not [event for event in later.events if isinstance(event, Lost | Offered)]


async def test_rooms_that_no_server_speaks_of_any_more_end_after_half_a_minute(
    worker: Worker, server: Server
) -> None:
    server.do(OpenLeg(ROOM, 1, "person1", "session"))
    await server.heard(Offered)
    now = asyncio.get_running_loop().time()
    async with Server.connected(worker._settings.socket) as later:
        later.do(Count(ROOM))
        await later.heard(Counted)
        worker.rooms.look(now + 29)
        assert set(worker.rooms._rooms) == {ROOM}
        worker.rooms.look(now + 60)
        assert worker.rooms._rooms == {}


async def test_what_a_displaced_server_had_still_to_say_is_not_done(worker: Worker, server: Server) -> None:
    server.do(Count(ROOM))
    await server.heard(Counted)
    async with Server.connected(worker._settings.socket) as later:
        for leg in range(1, 20):
            server.do(OpenLeg(ROOM, leg, "person", "session"))
        later.do(Count(ROOM))
        (counted,) = await later.heard(Counted)
        assert not [event for event in later.events if isinstance(event, Offered)]
        assert isinstance(counted, Counted)
        assert counted.received == {}


async def test_while_no_server_is_there_rooms_stay(worker: Worker) -> None:
    async with Server.connected(worker._settings.socket) as server:
        server.do(OpenLeg(ROOM, 1, "person1", "session"))
        await server.heard(Offered)
    await asyncio.wait_for(asyncio.gather(*worker._serving), PATIENCE)
    assert set(worker.rooms._rooms) == {ROOM}


@pytest.mark.parametrize(
    "garbled",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x01\xc1",
        b"\x00\x00\x00\x0b\x81\xa2do\xa6record",
        (60_015).to_bytes(4, "big") + b"\x82\xa2do\xa5count\xa4more" + b"\x91" * 60_000,
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=["too long", "no MessagePack", "unknown command", "deep", "HTTP"],
)
async def test_a_garbled_message_ends_its_connection_and_nothing_else(
    worker: Worker, server: Server, faults: list[object], garbled: bytes
) -> None:
    server.do(OpenLeg(ROOM, 1, "person1", "session"))
    await server.heard(Offered)
    with capture_logs() as logs:
        server.writer.write(garbled)
        await asyncio.wait_for(server.ended.wait(), PATIENCE)
    assert [line["event"] for line in logs] == ["relay_channel_garbled"]
    assert set(worker.rooms._rooms) == {ROOM}
    async with Server.connected(worker._settings.socket) as later:
        later.do(Count(ROOM))
        await later.heard(Counted)
    assert faults == []


async def test_a_command_that_fails_ends_its_connection_with_an_alarm_and_nothing_else(
    worker: Worker, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.do(OpenLeg(ROOM, 1, "person1", "session"))
    await server.heard(Offered)
    with capture_logs() as logs, monkeypatch.context() as patched:
        patched.setattr(worker.rooms, "do", lambda _: 1 / 0)
        server.do(Count(ROOM))
        await asyncio.wait_for(server.ended.wait(), PATIENCE)
    assert [(line["log_level"], line["event"]) for line in logs] == [("critical", "relay_command_failed")]
    assert set(worker.rooms._rooms) == {ROOM}


async def test_drops_are_reported_when_they_change_and_without_an_address(worker: Worker) -> None:
    with capture_logs() as logs:
        worker._report()
        worker.counters.drop(Drop.EMPTY)
        worker._report()
        worker._report()
    assert [(line["event"], line["reason"]) for line in logs] == [("relay_drops", "empty=1")]


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REST_SECONDS", 0.0)
    again = asyncio.Event()
    ticks: list[int] = []

    def act() -> None:
        ticks.append(len(ticks))
        if len(ticks) == 1:
            raise ZeroDivisionError
        again.set()

    with capture_logs() as logs:
        task = asyncio.create_task(module._every(0.0, act))
        await asyncio.wait_for(again.wait(), PATIENCE)
        task.cancel()
    assert [line["event"] for line in logs] == ["relay_tick_failed"]


async def test_a_port_that_is_taken_is_an_error_at_once(worker: Worker, tmp_path: Path) -> None:
    settings = WorkerSettings(str(tmp_path / "second.sock"), worker._settings.addresses, worker.port)
    with pytest.raises(OSError, match=f"media port {worker.port} cannot be opened"):
        async with Worker.listening(settings):
            pass


async def test_legs_that_fall_silent_are_listened_for_all_the_time(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: asyncio.Queue[float] = asyncio.Queue()
    monkeypatch.setattr(worker.rooms, "listen", times.put_nowait)
    first, second = [await asyncio.wait_for(times.get(), PATIENCE) for _ in range(2)]
    assert 0 < second - first < PATIENCE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_serves_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "worker.sock"
    code = (
        "from telehealth.relay.settings import WorkerSettings as S; from telehealth.relay.worker import run; "
        f"run(S({str(path)!r}, ('127.0.0.1',), 0))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    server: Server | None = None
    async with asyncio.timeout(PATIENCE):
        while server is None:
            try:
                server = Server(*await asyncio.open_unix_connection(str(path)))
            except (FileNotFoundError, ConnectionRefusedError):
                await asyncio.sleep(0.05)
    server.do(OpenLeg(ROOM, 1, "person1", "session"))
    await server.heard(Offered)
    process.send_signal(number)
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert (process.returncode, output) == (0, b"")
    await asyncio.wait_for(server.ended.wait(), PATIENCE)
    server.writer.close()
