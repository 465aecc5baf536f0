"""A room that outlives its server: what another one is told of it, and that it goes on meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from telehealth.relay.commands import (
    Adopt,
    AnyCommand,
    CloseLeg,
    CloseRoom,
    Count,
    Kept,
    KeptLeg,
    KeptLink,
    Lost,
    OpenLeg,
    Sends,
)
from telehealth.relay.rooms import ABANDONED_SECONDS
from tests.relay.packets import rtp
from tests.relay.stage import ROOM, Stage


def kept(stage: Stage) -> Kept:
    (only,) = stage.rooms.kept()
    return only


def abandon(stage: Stage) -> float:
    now = asyncio.get_running_loop().time()
    stage.rooms.abandon(now)
    return now


async def test_a_server_is_told_of_every_leg_and_link(stage: Stage) -> None:
    await stage.pair()
    await stage.joined(3)
    stage.link(3, 1, gate=False)
    await stage.answered(1)
    said = kept(stage)
    assert said.room == ROOM
    assert [(leg.leg, leg.participant, leg.kind, leg.connected) for leg in said.legs] == [
        (number, f"person{number}", "session", True) for number in (1, 2, 3)
    ]
    assert [leg.mids for leg in said.legs] == [("a1", "v1"), ("a2", "v2"), ()]
    assert [leg.offer for leg in said.legs] == ["", "", ""]
    assert set(said.links) == {KeptLink(1, 2, True), KeptLink(2, 1, True), KeptLink(3, 1, False)}


async def test_an_offer_that_was_not_answered_is_told_and_may_still_be(stage: Stage) -> None:
    first, _second = await stage.pair()
    await stage.joined(3)
    stage.link(3, 1, gate=False)
    await stage.settled()
    offer = kept(stage).legs[0].offer
    assert "a=mid:a3" in offer
    await stage.answered(1)
    assert kept(stage).legs[0].offer == ""
    assert first.fragment in offer or "a=ice-ufrag" in offer


async def test_a_leg_that_is_not_connected_yet_is_told_as_such_without_its_offer(stage: Stage) -> None:
    await stage.offered(1, "preview")
    assert kept(stage).legs == (
        KeptLeg(leg=1, participant="person1", kind="preview", connected=False, mids=(), offer=""),
    )


async def test_of_a_room_without_legs_there_is_nothing_to_tell(stage: Stage) -> None:
    await stage.joined(1)
    stage.rooms.do(CloseLeg(ROOM, 1))
    assert stage.rooms.kept() == []


async def test_an_adopted_room_goes_on_as_it_is(stage: Stage) -> None:
    first, second = await stage.pair()
    events = len(stage.events)
    now = abandon(stage)
    stage.rooms.do(Adopt(ROOM))
    stage.rooms.look(now + ABANDONED_SECONDS - 20)
    first.send_rtp(rtp(first.ssrcs["a1"][0], 1))
    assert len(await second.until_received(1)) == 1
    assert len(stage.events) == events
    stage.link(1, 2, gate=False)
    assert {link.open for link in kept(stage).links if link.sender == 1} == {False}
    assert ROOM not in stage.rooms._abandoned


async def test_a_room_that_is_not_adopted_ends_after_half_a_minute(stage: Stage) -> None:
    await stage.joined(1)
    now = abandon(stage)
    stage.rooms.look(now + ABANDONED_SECONDS + 1)
    assert stage.rooms.kept() == []


@pytest.mark.parametrize(
    "command", [OpenLeg(ROOM, 7, "person7", "session"), CloseLeg(ROOM, 7), CloseRoom(ROOM)]
)
async def test_a_server_that_speaks_of_a_room_without_adopting_it_begins_anew(
    stage: Stage, command: AnyCommand
) -> None:
    await stage.joined(1)
    abandon(stage)
    stage.rooms.do(command)
    assert [leg.leg for each in stage.rooms.kept() for leg in each.legs] in ([], [7])


@pytest.mark.parametrize("command", [Count(ROOM), Sends(ROOM, 1)], ids=["count", "sends"])
async def test_what_changes_nothing_neither_ends_nor_adopts_a_room(stage: Stage, command: AnyCommand) -> None:
    await stage.joined(1)
    abandon(stage)
    stage.rooms.do(command)
    assert [leg.leg for leg in kept(stage).legs] == [1]
    assert ROOM in stage.rooms._abandoned


async def test_a_room_that_nobody_has_is_adopted_as_nothing(stage: Stage) -> None:
    stage.rooms.do(Adopt("nowhere"))
    assert stage.rooms._rooms == {}
    assert stage.said(Lost) == []
