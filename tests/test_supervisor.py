"""Starting, announcing and stopping, with children of a few lines."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from telehealth.child import Child, FirstStartFailed, Program
from telehealth.config import load
from telehealth.supervisor import (
    WEB_STOP_SECONDS,
    CannotListen,
    RelaySettings,
    Supervisor,
    WebSettings,
    listen,
    programs,
)

READY = "print('ready', flush=True);"
FOR_LONG = "import time; time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"


def child(script: str) -> Child:
    return Child(Program("child", ("-c", script), b"", stop_seconds=30))


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


async def supervise(*scripts: str, signals: tuple[signal.Signals, ...]) -> tuple[int, list[int | None]]:
    """Run until ready, send signals, and return the exit status and the children's ids."""
    children = [child(script) for script in scripts]
    ready = asyncio.Event()
    task = asyncio.create_task(Supervisor(children, ready.set).run())
    async with asyncio.timeout(20):
        await ready.wait()
        for number in signals:
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.2)
        status = await task
    return status, [one.pid for one in children]


def gone(pids: list[int | None]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_sigterm_and_a_closed_terminal_stop_everything_in_order_with_status_0(
    number: signal.Signals,
) -> None:
    status, pids = await supervise(FOR_LONG, READY + FOR_LONG, signals=(number,))
    assert status == 0
    assert gone(pids)


async def test_a_closed_terminal_stops_nothing_that_was_told_to_outlive_it() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    status, pids = await supervise(
        FOR_LONG, READY + FOR_LONG, signals=(signal.SIGHUP, signal.SIGHUP, signal.SIGINT)
    )
    assert status == 130
    assert gone(pids)


async def test_a_server_is_stopped_while_a_child_pauses_before_its_next_start() -> None:
    children = [Child(Program("child", ("-c", READY), b""), shortest_pause=60), child(READY + FOR_LONG)]
    ready = asyncio.Event()
    task = asyncio.create_task(Supervisor(children, ready.set).run())
    async with asyncio.timeout(20):
        await ready.wait()
        await asyncio.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await task == 0
    assert gone([one.pid for one in children])


async def test_sigint_stops_everything_at_once() -> None:
    script = STUBBORN + READY + FOR_LONG
    status, pids = await supervise(FOR_LONG, script, signals=(signal.SIGINT,))
    assert status == 130
    assert gone(pids)


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_cuts_an_orderly_stop_short(second: signal.Signals) -> None:
    script = STUBBORN + READY + FOR_LONG
    status, pids = await supervise(FOR_LONG, script, signals=(signal.SIGTERM, second))
    assert status == 128 + second
    assert gone(pids)


async def test_the_last_child_speaks_for_all() -> None:
    ready = asyncio.Event()
    children = [child(FOR_LONG), child("import time; time.sleep(0.3);" + READY + FOR_LONG)]
    task = asyncio.create_task(Supervisor(children, ready.set).run())
    async with asyncio.timeout(20):
        await ready.wait()
    assert [one.ready.is_set() for one in children] == [True, True]
    os.kill(os.getpid(), signal.SIGINT)
    await task


@pytest.mark.parametrize("order", [0, 1])
async def test_a_child_that_cannot_start_ends_the_others_too(order: int) -> None:
    children = [child(FOR_LONG), child(FOR_LONG)]
    children[order] = child("raise SystemExit(1)")
    with pytest.raises(FirstStartFailed):
        await Supervisor(children, lambda: pytest.fail("ready")).run()
    assert gone([one.pid for one in children])


def test_a_port_in_use_is_refused_with_the_way_out() -> None:
    with closing(listen("127.0.0.1", 0)) as taken, pytest.raises(CannotListen, match=r"server\.port"):
        listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_here_is_refused_with_the_way_out(host: str) -> None:
    with pytest.raises(CannotListen, match=r"server\.host"):
        listen(host, 0)


def test_children_are_told_what_they_need_and_nothing_by_their_arguments(tmp_path: Path) -> None:
    config = load(None, {}, {"media.advertise": ("192.0.2.7",), "media.port": 4000})
    with socket.socket() as listening:
        relay, web = programs(config, listening, tmp_path, hardened=True)
        handle = listening.fileno()
    assert relay.arguments == ("-m", "telehealth", "relay")
    assert web.arguments == ("-m", "telehealth", "web")
    carried = msgspec.json.decode(relay.settings, type=RelaySettings)
    assert (carried.worker.addresses, carried.worker.port) == (("192.0.2.7",), 4000)
    serves = msgspec.json.decode(web.settings, type=WebSettings)
    assert serves.config == config
    assert serves.relay_sockets == (carried.worker.socket,)
    assert web.handles == (serves.listening,) == (handle,)
    assert serves.supervisor == carried.supervisor == os.getpid()


def test_the_web_process_has_the_time_that_its_sessions_have_and_the_relay_hears_no_sigterm(
    tmp_path: Path,
) -> None:
    config = load(None, {}, {"media.advertise": ("192.0.2.7",), "server.drain_for": "90m"})
    with socket.socket() as listening:
        relay, web = programs(config, listening, tmp_path, hardened=True)
    assert web.stop_seconds == 5400 + WEB_STOP_SECONDS
    assert (web.stop_signal, relay.stop_signal) == (signal.SIGTERM, signal.SIGINT)
