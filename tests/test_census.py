"""A process says how much it has when it is asked by a signal. Each case runs in a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from telehealth import census

RUNNING = """
    import asyncio, os, signal, sys
    from telehealth import census, log

    async def run():
        log.configure("example")
        census.on_request(lambda: {"rooms": 7})
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

    asyncio.run(run())
"""


def started(script: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_line_says_what_there_is_and_of_the_process_itself() -> None:
    process = started(RUNNING)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    open_now = len(list(Path(f"/proc/{process.pid}/fd").iterdir()))
    process.send_signal(signal.SIGUSR1)
    said = json.loads(process.stderr.readline())
    process.communicate("\n", timeout=20)
    assert process.returncode == 0
    assert (said["event"], said["process"], said["rooms"], said["tasks"]) == ("census", "example", 7, 1)
    assert said["descriptors"] == open_now
    assert 5_000 < said["kilobytes"] < 500_000


def test_a_process_that_was_asked_before_it_could_answer_answers_once_it_can() -> None:
    process = started(f"""
        import os, signal, subprocess, sys, textwrap
        from telehealth import census
        script = textwrap.dedent({RUNNING!r})
        with census.held_back():
            child = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE)
        os.kill(child.pid, signal.SIGUSR1)
        sys.stdin.readline()
        child.communicate(b"\\n")
        sys.exit(child.returncode)
    """)
    assert process.stderr is not None
    assert json.loads(process.stderr.readline())["event"] == "census"
    process.communicate("\n", timeout=20)
    assert process.returncode == 0


def test_the_signal_is_held_back_no_longer_than_a_process_is_started() -> None:
    with census.held_back():
        assert census.REQUEST in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert census.REQUEST not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
