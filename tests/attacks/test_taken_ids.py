"""Somebody with a link says hello with the id of the clinician's page, which everybody is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from telehealth.core.opening import Hello, TakeSeat
from tests.attacks.caller import Caller
from tests.attacks.practice_call import PracticeCall, is_well, practice_call, refusal
from tests.browser.practice_server import practice


@pytest.fixture
async def call(tmp_path: Path) -> AsyncIterator[PracticeCall]:
    with practice(tmp_path, 'server.drain_for = "0s"\n') as server:
        await asyncio.to_thread(server.listens)
        async with practice_call(server) as begun:
            yield begun


def hello_as_the_host(call: PracticeCall) -> Hello:
    return Hello(call.hello.invitation, call.hello.admission, call.desk)


async def test_after_the_web_process_was_killed_a_link_takes_neither_the_hosts_place_nor_its_leg(
    call: PracticeCall,
) -> None:
    url = call.server.url
    await asyncio.to_thread(call.server.kill_parts, "web")
    await is_well(url)
    for _ in range(3):
        code, _text, closed = await refusal(url, hello_as_the_host(call))
        assert (code, closed) == ("not_allowed", 4403)
    async with call.again() as again:
        await again.is_seen()


async def test_whoever_has_the_hosts_id_when_it_is_back_loses_it_for_good(call: PracticeCall) -> None:
    url, room = call.server.url, call.server.office.room
    await asyncio.to_thread(call.server.kill)
    call.server.start()
    await asyncio.to_thread(call.server.listens)
    await is_well(url)
    async with Caller.at(url, hello_as_the_host(call), room=room) as thief:
        seat = (await thief.hears("welcome"))["seat"]
        await thief.say("check_in")
        async with call.again() as again:
            assert (await thief.hears("error"))["code"] == "participant_unknown"
            await thief.is_closed(4404)
            await again.is_seen()
            assert await refusal(url, TakeSeat(seat)) == await refusal(url, hello_as_the_host(call))
            assert (await refusal(url, TakeSeat(seat)))[0] == "seat_over"
            await again.is_seen()
