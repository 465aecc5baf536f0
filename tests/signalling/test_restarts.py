"""A server that was killed, and its next life: who is where, and what of their media goes on."""

from __future__ import annotations

import pytest

from telehealth.core.ids import InvitationId
from telehealth.core.messages import Admit, Changed, CheckIn, Closed, Ended, Remove, Welcome
from telehealth.core.opening import Seated, TakeSeat
from telehealth.core.orphans import KEPT_FOR
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed, SeatOver
from telehealth.relay import commands
from tests.practice import OTHER_ROOM, ROOM, hello, identifier
from tests.signalling.fakes import Page
from tests.signalling.restarts import client_back, greeted, host_back, kept, killed, seated, token
from tests.signalling.scene import SIGNED_IN, Scene

MAYA, BEN = identifier("maya"), identifier("ben")


def standing(page: Page, person: str) -> Standing | None:
    """Where somebody stands, as this page was told last."""
    found = None
    for message in page.received:
        if isinstance(message, Welcome | Changed):
            found = next((each.standing for each in message.people if each.id == person), found)
    return found


def media_of(scene: Scene) -> list[object]:
    """What the relay was told in this life."""
    return list(scene.media.told)


async def test_of_a_server_that_was_killed_whole_the_next_one_has_everybody_where_they_were(
    hub_scene: Scene,
) -> None:
    desk, maya = await hub_scene.call()
    ben = await hub_scene.client("ben")
    scene = await killed(hub_scene)
    greeted(scene)
    desk = await host_back(scene, desk, seated("maya"), seated("ben", "waiting", None))
    maya, ben = await client_back(scene, maya), await client_back(scene, ben)
    assert (standing(maya, MAYA), standing(ben, BEN)) == (Standing.ADMITTED, Standing.WAITING)
    assert len(scene.opened(maya)) == 1
    await scene.settle()
    events = [entry.row.event for entry in scene.practice.store.entries]
    assert events == ["session_started", "admitted", "session_restored"]
    await scene.hub.stop()


async def test_when_the_web_process_alone_was_killed_nothing_happens_to_the_media(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    (desks,), (mayas,) = hub_scene.opened(desk), hub_scene.opened(maya)
    scene = await killed(hub_scene)
    greeted(scene, kept(hub_scene.media))
    maya = await client_back(scene, maya, mayas)
    await scene.act(maya, CheckIn(ROOM))
    desk = await host_back(scene, desk, seated("maya"), leg=desks)
    assert standing(maya, MAYA) is Standing.ADMITTED
    assert [page.all(Welcome)[-1].leg for page in (desk, maya)] == [desks, mayas]
    scene.clock.pass_seconds(KEPT_FOR + 1)
    await scene.settle()
    assert media_of(scene) == [commands.Adopt(ROOM)]
    assert maya.all(Closed) == []
    await scene.hub.stop()


async def test_what_happened_to_a_leg_before_its_page_was_back_is_not_missed(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    (desks,), (mayas,) = hub_scene.opened(desk), hub_scene.opened(maya)
    scene = await killed(hub_scene)
    greeted(scene, kept(hub_scene.media))
    scene.hub.relay_event(commands.Lost(ROOM, mayas, "silent"))
    await host_back(scene, desk, seated("maya"), leg=desks)
    await scene.settle()
    maya = await client_back(scene, maya, mayas)
    assert maya.all(Welcome)[-1].leg == 0
    assert len(scene.opened(maya)) == 1
    await scene.hub.stop()


async def test_a_room_whose_first_visitor_is_refused_is_kept_for_the_next(hub_scene: Scene) -> None:
    desk, _maya = await hub_scene.call()
    ben = await hub_scene.client("ben")
    (desks,) = hub_scene.opened(desk)
    scene = await killed(hub_scene)
    greeted(scene, kept(hub_scene.media))
    await scene.practice.store.end_invitation(InvitationId(BEN), 1.0)
    with pytest.raises(SeatOver):
        await client_back(scene, ben)
    assert scene.hub.owners() == frozenset()
    desk = await host_back(scene, desk, seated("maya"), leg=desks)
    assert desk.all(Welcome)[-1].leg == desks
    await scene.hub.stop()


async def test_a_room_that_nobody_is_back_to_in_time_is_ended_at_the_relay(hub_scene: Scene) -> None:
    await hub_scene.call()
    scene = await killed(hub_scene)
    greeted(scene, kept(hub_scene.media))
    scene.clock.pass_seconds(KEPT_FOR)
    assert media_of(scene) == [commands.CloseRoom(ROOM)]


async def test_a_room_in_memory_goes_on_with_new_legs_when_its_worker_was_gone_for_a_moment(
    hub_scene: Scene,
) -> None:
    _desk, maya = await hub_scene.call()
    before = kept(hub_scene.media)
    hub_scene.hub.relay_lost(hub_scene.media.worker_of(ROOM))
    await hub_scene.settle()
    told = len(hub_scene.media.told)
    greeted(hub_scene, before)
    await hub_scene.settle()
    later = hub_scene.media.told[told:]
    assert later[0] == commands.CloseRoom(ROOM)
    assert not any(isinstance(command, commands.Adopt) for command in later)
    assert hub_scene.opened(maya)[-1] not in [leg.leg for leg in before.legs]


async def test_when_the_worker_is_lost_as_well_there_is_nothing_to_go_on_with(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    (desks,) = hub_scene.opened(desk)
    scene = await killed(hub_scene)
    greeted(scene, kept(hub_scene.media), commands.Kept(OTHER_ROOM, (), ()))
    scene.hub.relay_lost(scene.media.worker_of(ROOM))
    greeted(scene)
    desk = await host_back(scene, desk, seated("maya"), leg=desks)
    maya = await client_back(scene, maya)
    assert desk.all(Welcome)[-1].leg == 0
    assert not scene.media.all(commands.Adopt)
    await scene.hub.stop()


# ── Whom the store knows to be gone ──────────────────────────────────────────────────────────────


async def test_somebody_removed_is_gone_in_the_next_life_whatever_is_said_of_them(hub_scene: Scene) -> None:
    desk, _maya = await hub_scene.call()
    await hub_scene.act(desk, Remove(ROOM, MAYA))
    scene = await killed(hub_scene)
    desk = await host_back(scene, desk, seated("maya"))
    assert standing(desk, MAYA) is None
    await scene.hub.stop()


async def test_a_link_that_ends_while_its_person_is_restored_lets_them_not_stay(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, maya = await hub_scene.call()
    scene = await killed(hub_scene)
    maya = await client_back(scene, maya)
    is_ended = scene.hub._openings.is_ended

    async def ends_between(link: InvitationId) -> bool:
        await scene.practice.store.end_invitation(link, 1.0)
        return await is_ended(link)

    monkeypatch.setattr(scene.hub._openings, "is_ended", ends_between)
    await host_back(scene, desk, seated("maya"))
    await scene.settle()
    assert [ended.how for ended in maya.all(Ended)] == ["refused"]
    await scene.hub.stop()


async def test_who_waits_is_let_in_by_a_click_where_the_host_says_nothing(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    scene = await killed(hub_scene)
    desk = await scene.come(TakeSeat(token(desk)), SIGNED_IN)
    maya = await client_back(scene, maya)
    await scene.act(maya, CheckIn(ROOM))
    await scene.act(desk, Admit(ROOM, MAYA, "voice"))
    assert standing(maya, MAYA) is Standing.ADMITTED
    await scene.hub.stop()


@pytest.mark.parametrize("said", [{"hosts": True}, {"people": (seated("ben"),)}], ids=["hosts", "people"])
async def test_a_client_says_of_nobody_where_they_were(hub_scene: Scene, said: dict[str, object]) -> None:
    maya = await hub_scene.come(hello("maya"))
    words: dict[str, object] = {"hosts": False, "people": ()} | said
    hosts, people = words["hosts"] is True, words["people"]
    assert isinstance(people, tuple)
    assert all(isinstance(each, Seated) for each in people)
    with pytest.raises(NotAllowed):
        await hub_scene.come(TakeSeat(token(maya), hosts=hosts, people=people))
