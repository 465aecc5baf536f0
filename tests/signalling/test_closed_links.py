"""Seats whose link lets nobody in any more: who comes back all the same, and who does not."""

from __future__ import annotations

import pytest

from telehealth.core.ids import InvitationId
from telehealth.core.messages import Ended, Leave, Refuse, Welcome
from telehealth.errors import InvitationOver, Over, SeatOver
from tests.practice import APPOINTMENT, ROOM, hello, identifier
from tests.signalling.scene import Scene
from tests.signalling.test_room_task import seat_of

MAYA = identifier("maya")


async def test_who_is_in_comes_back_after_their_link_has_closed(hub_scene: Scene) -> None:
    await hub_scene.desk()
    hub_scene.clock.date = APPOINTMENT
    early = await hub_scene.client("early")
    hub_scene.clock.date = APPOINTMENT + 100_000
    hub_scene.go(early)
    again = await hub_scene.come(seat_of(early))
    assert len(again.all(Welcome)) == 1


async def test_who_was_forgotten_does_not_come_in_by_a_link_that_has_closed(hub_scene: Scene) -> None:
    await hub_scene.desk()
    hub_scene.clock.date = APPOINTMENT
    early = await hub_scene.client("early")
    hub_scene.go(early)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(120)
    await hub_scene.settle()
    assert len((await hub_scene.come(seat_of(early))).all(Welcome)) == 1, "the link is open"
    hub_scene.clock.date = APPOINTMENT + 100_000
    other = await hub_scene.come(seat_of(early))
    hub_scene.go(other)
    await hub_scene.settle()
    hub_scene.clock.pass_seconds(120)
    await hub_scene.settle()
    with pytest.raises(InvitationOver):
        await hub_scene.come(seat_of(early))


async def test_who_was_spared_comes_back_although_their_link_was_ended_and_whoever_was_not_does_not(
    hub_scene: Scene,
) -> None:
    desk, maya = await hub_scene.call()
    thief = await hub_scene.client("maya", "thief")
    await hub_scene.act(desk, Refuse(ROOM, identifier("thief"), spare=True))
    await hub_scene.settle()
    assert await hub_scene.hub._openings.is_ended(InvitationId(identifier("maya")))
    hub_scene.go(maya)
    await hub_scene.settle()
    again = await hub_scene.come(seat_of(maya))
    await hub_scene.settle()
    assert len(again.all(Welcome)) == 1
    assert again.all(Ended) == []
    for message in (seat_of(thief), hello("maya", "another")):
        with pytest.raises(Over):
            await hub_scene.come(message)


async def test_who_was_spared_stays_when_their_link_is_replaced(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    await hub_scene.act(desk, Refuse(ROOM, MAYA, spare=True))
    hub_scene.hub.end_invitation(ROOM, InvitationId(MAYA))
    await hub_scene.settle()
    assert maya.all(Ended) == []
    await hub_scene.act(maya, Leave(ROOM))
    assert [ended.how for ended in maya.all(Ended)] == ["refused"]
    with pytest.raises(SeatOver):
        await hub_scene.come(seat_of(maya))


async def test_a_link_that_was_ended_elsewhere_lets_nobody_back_before_the_room_has_heard_of_it(
    hub_scene: Scene,
) -> None:
    _desk, maya = await hub_scene.call()
    hub_scene.go(maya)
    await hub_scene.settle()
    await hub_scene.practice.store.end_invitation(InvitationId(MAYA), 1.0)
    with pytest.raises(SeatOver):
        await hub_scene.come(seat_of(maya))
