"""A child process: started, watched, started again, ended."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog

from telehealth.child import Child, FirstStartFailed, Program

READY = "print('ready', flush=True);"
FOR_LONG = "import time; time.sleep(60)"


@asynccontextmanager
async def running(script: str, settings: bytes = b"", **more: float) -> AsyncIterator[Child]:
    program = Program("child", ("-c", script), settings, stop_seconds=more.get("stop_seconds", 5.0))
    child = Child(program, shortest_pause=0.01)
    task = asyncio.create_task(child.run())
    try:
        yield child
    finally:
        child.kill()
        await asyncio.gather(task, return_exceptions=True)


def read(path: Path) -> bytes:
    return path.read_bytes()


async def wait_for(child: Child) -> None:
    async with asyncio.timeout(10):
        await child.ready.wait()


async def test_a_child_is_ready_when_it_says_so() -> None:
    async with running(READY + FOR_LONG) as child:
        await wait_for(child)
        assert child.pid is not None


async def test_settings_come_by_stdin_and_neither_by_arguments_nor_environment(tmp_path: Path) -> None:
    script = (
        f"import sys, os, pathlib; data = sys.stdin.buffer.read(); pathlib.Path({str(tmp_path / 'heard')!r})"
        f".write_bytes(data); {READY} {FOR_LONG}"
    )
    async with running(script, b"a secret") as child:
        await wait_for(child)
        assert (tmp_path / "heard").read_bytes() == b"a secret"
        for name in ("cmdline", "environ"):
            assert b"a secret" not in read(Path(f"/proc/{child.pid}/{name}"))


async def test_a_child_that_dies_is_started_again_with_an_alarm(tmp_path: Path) -> None:
    script = (
        f"import os, pathlib; p = pathlib.Path({str(tmp_path / 'starts')!r}); p.open('a').write('x');"
        f"{READY} import time; time.sleep(60) if p.stat().st_size > 2 else os._exit(7)"
    )
    with structlog.testing.capture_logs() as lines:
        async with running(script) as child:
            async with asyncio.timeout(20):
                while not (tmp_path / "starts").exists() or (tmp_path / "starts").stat().st_size < 3:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert child.ready.is_set()
    assert [(line["log_level"], line["exit_status"]) for line in lines] == [("critical", 7)] * 2
    assert lines[1]["seconds"] > lines[0]["seconds"]


async def test_a_child_that_never_was_ready_is_not_started_again() -> None:
    program = Program("child", ("-c", "raise SystemExit(3)"), b"")
    with pytest.raises(FirstStartFailed, match="child"):
        await Child(program).run()


async def test_a_child_that_does_not_read_its_settings_is_no_trouble() -> None:
    with pytest.raises(FirstStartFailed):
        await Child(Program("child", ("-c", "raise SystemExit(3)"), b"x" * 1_000_000)).run()


async def test_a_child_is_stopped_in_order() -> None:
    async with running(READY + FOR_LONG) as child:
        await wait_for(child)
        pid = child.pid
        await child.stop()
        await child.stop()
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_child_that_does_not_stop_is_killed() -> None:
    script = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {READY} {FOR_LONG}"
    with structlog.testing.capture_logs() as lines:
        async with running(script, stop_seconds=0.2) as child:
            await wait_for(child)
            await child.stop()
    assert [line["log_level"] for line in lines] == ["error"]


async def test_a_child_is_asked_to_stop_by_the_signal_that_its_program_names(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = (
        f"import pathlib, signal, sys; note = lambda number, _: (pathlib.Path({str(heard)!r}).write_text("
        f"str(number)), sys.exit()); signal.signal(signal.SIGINT, note); {READY} {FOR_LONG}"
    )
    child = Child(Program("child", ("-c", script), b"", stop_signal=signal.SIGINT))
    task = asyncio.create_task(child.run())
    await wait_for(child)
    await child.stop()
    await task
    assert heard.read_text() == str(int(signal.SIGINT))


async def test_a_child_that_was_never_started_is_stopped_without_a_word() -> None:
    child = Child(Program("child", (), b""))
    await child.stop()
    child.kill()
    assert child.pid is None


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_a_child_that_pauses_before_its_next_start_is_not_started_again(
    tmp_path: Path, how: str
) -> None:
    starts = tmp_path / "starts"
    script = f"import pathlib; pathlib.Path({str(starts)!r}).open('a').write('x'); {READY}"
    child = Child(Program("child", ("-c", script), b""), shortest_pause=60)
    with structlog.testing.capture_logs() as lines:
        task = asyncio.create_task(child.run())
        async with asyncio.timeout(10):
            while not lines:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await _end(child, how)
            await task
    assert starts.read_text() == "x"


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_a_child_that_is_ended_while_it_is_being_made_does_not_live_on(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    child = Child(Program("child", ("-c", READY + FOR_LONG), b""))
    make = asyncio.create_subprocess_exec

    async def ended_meanwhile(*arguments: Any, **more: Any) -> asyncio.subprocess.Process:  # noqa: ANN401
        process = await make(*arguments, **more)
        await _end(child, how)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", ended_meanwhile)
    async with asyncio.timeout(10):
        await child.run()
    assert child.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


async def _end(child: Child, how: str) -> None:
    if how == "stop":
        await child.stop()
    else:
        child.kill()


async def test_a_handle_is_inherited(tmp_path: Path) -> None:
    handle = os.open(tmp_path / "file", os.O_CREAT | os.O_WRONLY)
    script = f"import os; os.write({handle}, b'written'); {READY} {FOR_LONG}"
    child = Child(Program("child", ("-c", script), b"", (handle,)))
    task = asyncio.create_task(child.run())
    await wait_for(child)
    assert (tmp_path / "file").read_bytes() == b"written"
    child.kill()
    await task
    os.close(handle)
