"""A call under a server that is killed and started again: through the real web process and the real relay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telehealth.core.opening import Seated, TakeSeat
from tests.practice import COOKIE, ROOM, hello, identifier, watch
from tests.web.lives import Lasting, Lives

MAYA = identifier("maya")
ADMITTED = Seated(participant=MAYA, invitation=MAYA, standing="admitted", method="voice")


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[Lives]:
    async with Lives.begun(tmp_path) as begun:
        yield begun


@asynccontextmanager
async def call(lives: Lives) -> AsyncIterator[tuple[Lasting, Lasting]]:
    """Dr Ruiz and Maya, who see and hear each other."""
    async with Lasting.at(lives.url, watch(), COOKIE) as ruiz, Lasting.at(lives.url, hello("maya")) as maya:
        assert isinstance(ruiz, Lasting)
        assert isinstance(maya, Lasting)
        await maya.check_in()
        await ruiz.hears("arrived")
        await ruiz.say("admit", participant=MAYA, method="voice")
        await asyncio.gather(ruiz.receives_more(), maya.receives_more())
        yield ruiz, maya


async def test_media_goes_on_while_the_web_process_is_gone_and_after_it_is_back(lives: Lives) -> None:
    async with call(lives) as (ruiz, maya):
        legs = await ruiz.connected(), await maya.connected()
        tokens = ruiz.token, maya.token
        await lives.end_web()
        await asyncio.gather(ruiz.receives_more(), maya.receives_more())
        await lives.practice.reopen()
        await lives.begin_web()
        async with (
            maya.back(lives.url, TakeSeat(tokens[1], legs[1])) as mayas,
            ruiz.back(
                lives.url, TakeSeat(tokens[0], legs[0], hosts=True, people=(ADMITTED,)), COOKIE
            ) as ruizs,
        ):
            assert (ruizs["leg"], mayas["leg"]) == legs
            assert {"admitted"} <= {person["standing"] for person in ruizs["people"]}
            await asyncio.gather(ruiz.receives_more(), maya.receives_more())
            said = {message["type"] for message in ruiz.heard + maya.heard}
            assert not said & {"closed", "offer"}
            assert lives.worker.rooms._abandoned == {}
            assert len(lives.worker.rooms.counted(ROOM).received) == 2


async def test_after_a_restart_of_everything_they_see_each_other_again_without_a_click(lives: Lives) -> None:
    async with call(lives) as (ruiz, maya):
        tokens = ruiz.token, maya.token
        await lives.restart()
        async with (
            ruiz.back(lives.url, TakeSeat(tokens[0], hosts=True, people=(ADMITTED,)), COOKIE) as ruizs,
            maya.back(lives.url, TakeSeat(tokens[1])) as mayas,
        ):
            assert (ruizs["leg"], mayas["leg"]) == (0, 0)
            await asyncio.gather(ruiz.receives_more(), maya.receives_more())


async def test_a_page_that_was_reloaded_meanwhile_gets_another_connection(lives: Lives) -> None:
    async with call(lives) as (ruiz, maya):
        leg, token, mayas = await ruiz.connected(), ruiz.token, maya.token
        await lives.restart_web()
        async with (
            ruiz.back(lives.url, TakeSeat(token, leg, hosts=True, people=(ADMITTED,)), COOKIE) as ruizs,
            maya.back(lives.url, TakeSeat(mayas)) as welcome,
        ):
            assert (ruizs["leg"], welcome["leg"]) == (leg, 0)
            await maya.hears("offer")
            await asyncio.gather(ruiz.receives_more(), maya.receives_more())
            assert not [message for message in ruiz.heard if message["type"] == "closed"]


async def test_a_room_that_nobody_comes_back_to_has_no_place_in_memory(lives: Lives) -> None:
    async with call(lives):
        await lives.restart_web()
        assert lives.rooms_in_memory() == 0
        assert len(lives.worker.rooms.counted(ROOM).received) == 2
