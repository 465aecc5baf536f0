"""`kill -9` of the server's processes in mid-session: they come back with an alarm, nothing half written."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from telehealth.core.opening import Hello
from telehealth.security.tokens import random_id
from tests.attacks.caller import Caller
from tests.attacks.practice_call import PracticeCall, alarms, audit_is_whole, is_well, practice_call
from tests.browser.practice_server import Part, PracticeServer, practice
from tests.office import Refused

DIED = "a process died and is started again"
PAUSES = (0.01, 0.05, 0.15, 0.4)
"""Seconds after the first of many rounds of decisions: a write is under way then, or none is."""


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[PracticeServer]:
    with practice(folder) as server:
        await asyncio.to_thread(server.listens)
        yield server


def media_ports(server: PracticeServer) -> set[int]:
    """The UDP ports that are open on this machine (proc_net_udp(5))."""
    lines = Path("/proc/net/udp").read_text().splitlines()[1:]
    return {int(line.split()[1].partition(":")[2], 16) for line in lines} & {port_of(server)}


def port_of(server: PracticeServer) -> int:
    """The server's, for web and media alike."""
    return int(server.url.rpartition(":")[2])


def died(server: PracticeServer) -> list[str]:
    """Which processes an alarm was raised for."""
    return sorted(alarm["kind"] for alarm in alarms(server) if alarm["event"] == DIED)


def damage(server: PracticeServer) -> str:
    """What SQLite finds wrong with the file, or `ok`; rows whose owner is not there are wrong too."""
    with closing(sqlite3.connect(server.database)) as connection:
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return f"orphans {orphans}" if orphans else str(found)


@pytest.mark.parametrize("parts", [("web",), ("relay",), ("web", "relay")], ids="+".join)
async def test_what_is_killed_comes_back_on_the_same_ports_with_an_alarm_and_the_session_goes_on(
    tmp_path: Path, parts: tuple[Part, ...]
) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        await asyncio.to_thread(server.kill_parts, *parts)
        await is_well(server.url)
        assert media_ports(server)
        if "web" in parts:
            async with call.again() as again:
                await again.is_seen()
                await again.hears("still-here")
        else:
            await call.is_seen()
            await call.hears("still-here")
        assert died(server) == sorted(parts)
        assert await audit_is_whole(server)
        assert damage(server) == "ok"


async def test_a_server_that_is_killed_leaves_no_process_and_is_started_again_at_once_with_an_alarm(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path) as server, practice_call(server) as call:
        await asyncio.to_thread(server.kill)
        server.start()
        await asyncio.to_thread(server.listens)
        await is_well(server.url)
        assert media_ports(server)
        async with call.again() as again:
            await again.is_seen()
            await again.hears("still-here")
        assert [alarm["event"] for alarm in alarms(server)] == ["the server before did not end in order"]
        assert await audit_is_whole(server)
        assert damage(server) == "ok"


async def test_however_often_it_is_killed_while_it_writes_nothing_is_half_written(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        for pause in PAUSES:
            async with practice_call(server) as call:
                begun = asyncio.Event()
                deciding = asyncio.create_task(_decide_again_and_again(call, begun))
                async with asyncio.timeout(20):
                    await begun.wait()
                await asyncio.sleep(pause)
                await asyncio.to_thread(server.kill_parts, "web")
                deciding.cancel()
                (how,) = await asyncio.gather(deciding, return_exceptions=True)
                assert not isinstance(how, AssertionError | Refused)
            await is_well(server.url)
            assert damage(server) == "ok"
            assert await audit_is_whole(server)
        assert died(server) == ["web"] * len(PAUSES)


async def _decide_again_and_again(call: PracticeCall, begun: asyncio.Event) -> None:
    """Facts of all kinds: links are made and ended over HTTP, and people who came are sent away."""
    office, room = call.server.office, call.server.office.room
    while True:
        stranger = random_id()
        opening = Hello(call.invitation, call.hello.admission, stranger)
        async with Caller.at(call.server.url, opening, room=room) as page:
            await page.say("check_in")
            await call.ruiz.hears("arrived", participant=stranger)
            await call.ruiz.say("remove", participant=stranger)
            await page.hears("ended", how="removed")
        await asyncio.to_thread(office.ask, "POST", "/api/invitations", _link(room))
        begun.set()


def _link(room: str) -> dict[str, str]:
    return {
        "id": random_id(),
        "room": room,
        "case": random_id(),
        "admission_hash": random_id() + "A" * 21,
        "role": "client",
    }
