"""A server that is to stop, as rooms and their pages notice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog

from telehealth.core.ids import RoomId
from telehealth.core.messages import (
    Admit,
    CheckIn,
    End,
    Hold,
    Leave,
    Resume,
    SealedIn,
    SealedOut,
    StoppingSoon,
    Welcome,
)
from telehealth.core.opening import Opening, TakeSeat
from telehealth.errors import Stopping
from telehealth.security.tokens import token_hash
from telehealth.signalling import drain as module
from telehealth.signalling.drain import NO_NEW_SESSION, NOT_NOW, Drain
from tests.practice import OTHER_COOKIE, OTHER_ROOM, ROOM, hello, identifier, watch
from tests.signalling.fakes import FakeClock, Page
from tests.signalling.scene import SIGNED_IN, Scene

LIMIT = 600.0
OTHER_SIGN_IN = token_hash(OTHER_COOKIE)


class Draining:
    """A hub that has begun to drain, with a session on in one room and somebody who waits in another."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.desk: Page
        self.maya: Page
        self.other: Page
        self.zoe: Page
        self.task: asyncio.Task[None]

    async def begin(self) -> None:
        await self.scene.practice.link("zoe", OTHER_ROOM)
        self.desk, self.maya = await self.scene.call()
        self.other = await self.scene.come(watch("other-desk", OTHER_ROOM), OTHER_SIGN_IN)
        self.zoe = await self.scene.come(hello("zoe"))
        self.task = asyncio.create_task(self.scene.hub.drain(LIMIT))
        await self.scene.settle()
        assert not self.task.done()

    async def ended(self) -> None:
        async with asyncio.timeout(5):
            await self.task


@pytest.fixture
async def draining(hub_scene: Scene) -> AsyncIterator[Draining]:
    begun = Draining(hub_scene)
    await begun.begin()
    yield begun
    begun.task.cancel()
    await asyncio.gather(begun.task, return_exceptions=True)


def token(page: Page) -> str:
    """What this page comes back with."""
    return page.all(Welcome)[-1].seat


async def test_with_no_session_on_nothing_keeps_the_server(hub_scene: Scene) -> None:
    await hub_scene.desk()
    await hub_scene.client("maya")
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(5):
            await hub_scene.hub.drain(LIMIT)
    assert hub_scene.hub.is_draining
    assert lines == []


async def test_a_server_that_is_to_wait_for_nobody_announces_nothing(hub_scene: Scene) -> None:
    desk, _maya = await hub_scene.call()
    async with asyncio.timeout(5):
        await hub_scene.hub.drain(0.0)
    assert desk.all(StoppingSoon) == []


async def test_every_page_is_told_when_the_server_stops_at_the_latest(draining: Draining) -> None:
    for page, room in ((draining.desk, ROOM), (draining.maya, ROOM), (draining.other, OTHER_ROOM)):
        assert page.all(StoppingSoon) == [StoppingSoon(room, int(LIMIT))]


async def test_it_goes_on_until_the_last_session_has_ended(draining: Draining) -> None:
    scene = draining.scene
    await scene.act(draining.desk, Hold(ROOM, identifier("maya")))
    await scene.act(draining.desk, Resume(ROOM, identifier("maya")))
    await scene.act(draining.desk, SealedOut(ROOM, identifier("maya"), "go-on"))
    assert draining.maya.all(SealedIn)[-1].body == "go-on"
    assert not draining.task.done()
    await scene.act(draining.desk, End(ROOM))
    await draining.ended()


async def test_a_client_who_leaves_ends_the_last_session_too(draining: Draining) -> None:
    await draining.scene.act(draining.maya, Leave(ROOM))
    await draining.ended()


async def test_a_room_that_is_closed_keeps_nobody(draining: Draining) -> None:
    (owner,) = [task.owner for room, task in draining.scene.hub._rooms.items() if room == ROOM]
    draining.scene.hub.close_rooms(owner)
    await draining.ended()


async def test_at_the_limit_it_waits_no_longer_and_says_so(hub_scene: Scene) -> None:
    await hub_scene.call()
    with structlog.testing.capture_logs() as lines:
        async with asyncio.timeout(5):
            await hub_scene.hub.drain(0.01)
    assert [(line["log_level"], line["people"]) for line in lines] == [("info", 2), ("warning", 2)]


async def test_a_session_that_everybody_has_gone_from_without_a_word_keeps_the_server_for_a_moment_only(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MISSED_AFTER", 0.2)
    desk, maya = await hub_scene.call()
    draining = asyncio.create_task(hub_scene.hub.drain(LIMIT))
    await hub_scene.settle()
    hub_scene.go(desk)
    await asyncio.sleep(0.3)
    hub_scene.go(maya)
    await hub_scene.settle()
    assert not draining.done()
    maya = await hub_scene.come(TakeSeat(token(maya)))
    await asyncio.sleep(0.3)
    assert not draining.done()
    hub_scene.go(maya)
    async with asyncio.timeout(5):
        await draining


async def test_a_session_that_everybody_was_gone_from_before_is_waited_for_as_long(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MISSED_AFTER", 0.2)
    desk, maya = await hub_scene.call()
    for page in (desk, maya):
        hub_scene.go(page)
    await hub_scene.settle()
    draining = asyncio.create_task(hub_scene.hub.drain(LIMIT))
    await hub_scene.settle()
    maya = await hub_scene.come(TakeSeat(token(maya)))
    assert maya.all(StoppingSoon)
    await asyncio.sleep(0.3)
    assert not draining.done()
    hub_scene.go(maya)
    async with asyncio.timeout(5):
        await draining


async def test_whoever_is_in_session_comes_back_and_is_told_again(draining: Draining) -> None:
    scene = draining.scene
    scene.clock.pass_seconds(100)
    for page, sign_in in ((draining.maya, None), (draining.desk, SIGNED_IN)):
        scene.go(page)
        again = await scene.come(TakeSeat(token(page)), sign_in)
        assert isinstance(again.received[0], Welcome)
        assert again.all(StoppingSoon) == [StoppingSoon(ROOM, int(LIMIT) - 100)]
    assert not draining.task.done()


async def test_a_guest_may_still_come_to_a_session_that_is_on(draining: Draining) -> None:
    scene = draining.scene
    ben = await scene.client("ben")
    assert ben.all(StoppingSoon)
    second = await scene.come(watch("second-desk"), SIGNED_IN)
    assert second.all(Welcome)


@pytest.mark.parametrize(
    ("opening", "sign_in"), [(hello("zoe", "another"), None), (watch("second", OTHER_ROOM), OTHER_SIGN_IN)]
)
async def test_nobody_new_comes_into_a_room_without_a_session(
    draining: Draining, opening: Opening, sign_in: bytes | None
) -> None:
    with pytest.raises(Stopping, match="The server restarts soon"):
        await draining.scene.come(opening, sign_in)


async def test_whoever_waits_keeps_their_place_and_is_not_let_in(draining: Draining) -> None:
    scene = draining.scene
    zoe = await scene.come(TakeSeat(token(draining.zoe)))
    assert zoe.all(Welcome)
    await scene.act(zoe, CheckIn(OTHER_ROOM), OTHER_ROOM)
    with pytest.raises(Stopping) as refused:
        await scene.act(draining.other, Admit(OTHER_ROOM, identifier("zoe"), "recognised"), OTHER_ROOM)
    assert str(refused.value) == NO_NEW_SESSION


async def test_a_room_that_nobody_is_in_does_not_begin(hub_scene: Scene) -> None:
    await hub_scene.call()
    draining = asyncio.create_task(hub_scene.hub.drain(LIMIT))
    await hub_scene.settle()
    with pytest.raises(Stopping) as refused:
        await hub_scene.come(watch("other-desk", OTHER_ROOM), OTHER_SIGN_IN)
    assert str(refused.value) == NOT_NOW
    draining.cancel()
    await asyncio.gather(draining, return_exceptions=True)


def test_seconds_are_whole_and_never_fewer_than_none() -> None:
    clock = FakeClock()
    drain, room = Drain(clock.now), RoomId(ROOM)
    assert drain.news(room) == ()
    drain.begin(2.5)
    assert drain.news(room) == (StoppingSoon(room, 3),)
    clock.pass_seconds(10)
    assert drain.news(room) == (StoppingSoon(room, 0),)
