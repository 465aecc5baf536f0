"""SIGTERM in mid-session: it goes on to its end or a limit, nothing new begins, and pages are told."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telehealth.core.opening import Watch
from telehealth.security.tokens import random_id
from tests.attacks.practice_call import PracticeCall, alarms, cookie_of, health, practice_call, refusal
from tests.browser.cores import processes
from tests.browser.deadline import until
from tests.browser.practice_server import PracticeServer, practice
from tests.office import Office, token_of

AT_ONCE = 8.0
"""Seconds: far less than any limit here, for a machine that does much else."""


@asynccontextmanager
async def serving(folder: Path, settings: str = "") -> AsyncIterator[PracticeServer]:
    """A server, which is ended by the test."""
    with practice(folder, settings) as server:
        await asyncio.to_thread(server.listens)
        try:
            yield server
        finally:
            server.close()


async def has_ended(server: PracticeServer, seconds: float = AT_ONCE) -> None:
    async def ended() -> bool:
        return not server.runs

    await until(ended, "the server has ended", seconds, lambda: server.log)


async def is_told(call: PracticeCall, limit: float) -> None:
    """Both pages are told when the server stops."""
    for page in (call.ruiz, call.client):
        assert limit - 10 < (await page.hears("stopping"))["seconds"] <= limit


async def test_with_no_session_on_it_stops_at_once(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        await asyncio.to_thread(lambda: server.office)
        began = time.monotonic()
        assert await asyncio.to_thread(server.stop) == 0
        assert time.monotonic() - began < AT_ONCE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_session_goes_on_to_its_end_and_then_the_server_stops(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        os.kill(server.pid, number)
        await is_told(call, 3600)
        await call.is_seen()
        for what in ("hold", "resume"):
            await call.ruiz.say(what, participant=call.maya)
        await call.hears("still-here")
        assert await asyncio.to_thread(server.office.ask, "GET", "/api/rooms")
        assert (await health(server.url))[0] == 200
        status, answer = await health(server.url, "/healthz/new")
        assert (status, answer["draining"]) == (503, True)
        async with call.again() as again:
            await is_told(again, 3600)
            await again.is_seen()
            await again.hears("reloaded")
            await again.ruiz.say("end")
            await again.client.hears("ended", how="ended")
            await has_ended(server)
    assert server.stop() == 0
    assert alarms(server) == []


async def test_whoever_else_comes_is_told_to_wait(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        other = await asyncio.to_thread(_another_clinician, server)
        server.terminate()
        await is_told(call, 3600)
        opening = Watch(other.room, random_id())
        code, text, close = await refusal(server.url, opening, cookie_of(other))
        assert (code, close) == ("stopping", 4503)
        assert "comes back by itself" in text
        await call.is_seen()
        await call.ruiz.say("end")
        await has_ended(server)


async def test_at_the_limit_everybody_is_told_and_it_stops(tmp_path: Path) -> None:
    async with serving(tmp_path, 'server.drain_for = "3s"\n') as server, practice_call(server) as call:
        began = time.monotonic()
        server.terminate()
        await is_told(call, 3)
        await call.is_seen()
        for page in (call.ruiz, call.client):
            await page.is_closed(4503)
        await has_ended(server)
        assert 3 <= time.monotonic() - began < 3 + AT_ONCE
    assert "the server stops while sessions are on" in server.log


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_waits_for_nobody(tmp_path: Path, second: signal.Signals) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        server.terminate()
        await is_told(call, 3600)
        os.kill(server.pid, second)
        await has_ended(server)


async def test_a_signal_to_all_processes_at_once_ends_no_session(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        for pid in processes(server.pid).values():
            os.kill(pid, signal.SIGTERM)
        await is_told(call, 3600)
        await call.is_seen()
        await call.hears("still-here")
        await call.ruiz.say("end")
        await has_ended(server)
    assert alarms(server) == []


def _another_clinician(server: PracticeServer) -> Office:
    command = [sys.executable, "-m", "telehealth", "clinician", "add", "okoro", "--data", str(server.data)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    office = Office(server.url, public_name="Dr Okoro")
    office.set_up(token_of(said.splitlines()[-1]))
    return office
