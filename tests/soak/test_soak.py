"""Sessions that start, break and end, again and again: nothing grows.

Sixty seconds of them in CI; `make soak` is the long one. Between two rounds nobody but the clinicians' pages
is connected, and every process says what it has. Levels are of whole processes: nothing is collected or given
back for the measurement that would not be otherwise.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import aiohttp

from tests.soak.fates import FATES, Scene, survives
from tests.soak.levels import CONSTANT, LEAST_READINGS, faults, numbers, report, row
from tests.soak.tree import Reading, Tree, planted

SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))
ROOMS = 4
LOOKS = 10
"""How often, a second apart, it is looked whether everybody has gone."""


def is_quiet(reading: Reading) -> bool:
    """Whether nobody but the clinicians' pages is there, and every leg has said goodbye."""
    web, relay = reading["web"], reading["relay"]
    return (web["sockets"], web["in_session"], web["waiting"], web["queued"]) == (ROOMS, 0, 0, 0) and (
        relay["legs"] == 0
    )


async def quiet(tree: Tree, before: Reading | None = None) -> Reading:
    """What there is, once nobody but the clinicians' pages is there. Raises `AssertionError`.

    Another number than the time before is looked at again: what a process does once a minute is seen once,
    and what has stayed is there the next time as well.
    """
    reading = await tree.census()
    for _ in range(LOOKS):
        if is_quiet(reading) and numbers(reading) == numbers(before or reading):
            return reading
        earlier, reading = reading, await tree.census()
        if is_quiet(reading) and numbers(reading) == numbers(earlier):
            return reading
    raise AssertionError(f"something stays when everybody has gone: {reading}")


async def set_up(tree: Tree, session: aiohttp.ClientSession) -> list[Scene]:
    """Clinicians who have nobody in their rooms yet."""
    offices = [await tree.office(f"clinician{number}") for number in range(ROOMS)]
    return list(await asyncio.gather(*(Scene.set(session, office) for office in offices)))


async def play(scenes: list[Scene], number: int) -> None:
    """A session in every room at once, each with another fate."""
    await asyncio.gather(
        *(FATES[(number + 3 * place) % len(FATES)](scene) for place, scene in enumerate(scenes))
    )


async def test_nothing_grows_while_sessions_start_break_and_end(tmp_path: Path) -> None:
    readings: list[Reading] = []
    with planted(tmp_path) as tree:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            scenes = await set_up(tree, session)
            began = time.monotonic()
            while time.monotonic() - began < SECONDS or len(readings) < LEAST_READINGS:
                await play(scenes, len(readings))
                readings.append(await quiet(tree, readings[-1] if readings else None))
            lasted = time.monotonic() - began
            sessions = sum(scene.sessions for scene in scenes)
            legs = sum(scene.legs + scene.desk.opened_legs for scene in scenes)
            for scene in scenes:
                await scene.desk.go()
        alarms = [line for line in tree.log.splitlines() if '"critical"' in line or '"error"' in line]
    told = json.dumps(report(readings, lasted, sessions, legs))
    sys.stdout.write(f"\nsoak: {told}\n{row(readings, lasted, legs)}\n")
    assert faults(readings) == []
    assert alarms == []


async def test_after_a_crash_of_either_process_there_is_no_more_than_before(tmp_path: Path) -> None:
    with planted(tmp_path) as tree:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            scenes = await set_up(tree, session)
            await play(scenes, 0)
            before = await quiet(tree)
            for name in ("relay", "web"):
                calls = [await scene.calls() for scene in scenes]
                await tree.kill(name)
                for scene, maya in zip(scenes, calls, strict=True):
                    await survives(scene, maya, name)
                await play(scenes, 1)
                after = await quiet(tree)
                for process in before:
                    for kept in before[process].keys() & set(CONSTANT):
                        assert after[process][kept] == before[process][kept], (name, process, kept)
            for scene in scenes:
                await scene.desk.go()
