"""What fails where nobody waits for it is an alarm, and quotes nobody."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys

import pytest
import structlog

from telehealth import alarms

SECRET = "maya@example.org"

PROGRAM = f"""
import asyncio, gc, sys, threading
from telehealth import alarms, log

log.configure("web")

class Fragile:
    def __del__(self):
        raise ValueError("{SECRET}")

def fail():
    raise ValueError("{SECRET}")

async def fail_later():
    fail()

async def main():
    alarms.install(asyncio.get_running_loop())
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(1.1)
    asyncio.create_task(fail_later())
    await asyncio.sleep(0.01)
    gc.collect()
    Fragile()

asyncio.run(main())
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_callback_a_task_a_thread_and_a_destructor_that_fail_each_leave_a_line() -> None:
    said = run(PROGRAM)
    lines = [json.loads(line) for line in said.stderr.splitlines()]
    assert said.returncode == 0
    assert [(line["event"], line.get("kind")) for line in lines] == [
        ("a thread failed", None),
        ("something failed that nobody waited for", "callback"),
        ("something failed that nobody waited for", "task"),
        ("something failed that cannot be raised", None),
    ]
    assert {line["level"] for line in lines} == {"critical"}
    assert {line["error"] for line in lines} == {"ValueError"}
    assert SECRET not in said.stderr


def test_a_process_that_dies_in_c_code_says_where() -> None:
    program = (
        "import asyncio, ctypes\n"
        "from telehealth import alarms\n"
        "alarms.install(asyncio.new_event_loop())\n"
        "ctypes.string_at(0)\n"
    )
    said = run(program)
    assert said.returncode < 0
    assert "Segmentation fault" in said.stderr
    assert 'File "<string>", line 4' in said.stderr


@pytest.mark.parametrize("ending", ["failed", "cancelled", "done"])
async def test_a_task_that_is_to_live_is_watched(ending: str) -> None:
    async def live() -> None:
        await asyncio.sleep(60 if ending == "cancelled" else 0)
        if ending == "failed":
            raise ValueError(SECRET)

    with structlog.testing.capture_logs() as lines:
        task = asyncio.create_task(live())
        alarms.watch(task, "housekeeping")
        await asyncio.sleep(0)
        if ending == "cancelled":
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        gc.collect()
    assert [(line["log_level"], line["kind"]) for line in lines] == (
        [("critical", "housekeeping")] if ending == "failed" else []
    )
