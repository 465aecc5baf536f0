"""All rooms of a process."""

from __future__ import annotations

import msgspec
import pytest
import structlog

from telehealth.core.ids import InvitationId
from telehealth.core.messages import Ended, Error, SealedIn, SealedOut, Welcome
from telehealth.core.opening import TakeSeat
from telehealth.errors import InvitationOver, NotAllowed, SignInNeeded, Stopping, Unavailable, Unknown
from telehealth.relay import commands
from telehealth.security.tokens import token_hash
from tests.practice import OKORO, OTHER_COOKIE, OTHER_ROOM, ROOM, RUIZ, hello, identifier, watch
from tests.signalling.fakes import Page
from tests.signalling.scene import SIGNED_IN, Scene


async def test_rooms_are_apart(hub_scene: Scene) -> None:
    await hub_scene.practice.link("zoe", OTHER_ROOM)
    desk = await hub_scene.desk()
    zoe = await hub_scene.come(hello("zoe"))
    other = await hub_scene.come(watch("other-desk", OTHER_ROOM), token_hash(OTHER_COOKIE))
    assert len(hub_scene.hub._rooms) == 2
    assert {person.id for person in desk.all(Welcome)[0].people} == {identifier("desk")}
    assert {person.id for person in other.all(Welcome)[0].people} == {
        identifier("zoe"),
        identifier("other-desk"),
    }
    assert zoe.all(Welcome)[0].clinician == "Dr Okoro"


async def test_a_seat_leads_back_to_its_place(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    token = maya.all(Welcome)[0].seat
    hub_scene.go(maya)
    await hub_scene.settle()
    again = await hub_scene.come(TakeSeat(token, 0))
    assert again.places == maya.places
    me = next(person for person in again.all(Welcome)[0].people if person.id == identifier("maya"))
    assert me.standing.value == "admitted"


async def test_a_page_that_may_hold_no_further_place_gets_none(hub_scene: Scene) -> None:
    page = Page(full=True)
    with pytest.raises(NotAllowed):
        await hub_scene.hub.open(hello("maya"), page, None)
    assert len(hub_scene.hub._rooms) == 0


async def test_a_room_whose_clinician_is_gone_is_unknown(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(_clinician: str) -> None:
        return None

    monkeypatch.setattr(hub_scene.practice.store, "clinician", nobody)
    with pytest.raises(InvitationOver):
        await hub_scene.come(hello("maya"))
    with pytest.raises(Unknown):
        await hub_scene.come(watch(), SIGNED_IN)


async def test_the_end_of_an_unknown_page_is_nobodys_business(hub_scene: Scene) -> None:
    hub_scene.hub.disconnected(ROOM, hello("maya").participant, Page())  # type: ignore[arg-type]
    hub_scene.hub.relay_event(commands.Connected(ROOM, 1))
    assert len(hub_scene.hub._rooms) == 0


async def test_when_the_relay_is_lost_pages_are_told_and_get_new_legs_when_it_is_back(
    hub_scene: Scene,
) -> None:
    desk, maya = await hub_scene.call()
    before = set(hub_scene.opened(maya))
    hub_scene.media.away = True
    with structlog.testing.capture_logs() as lines:
        hub_scene.hub.relay_lost(hub_scene.media.worker_of(ROOM))
        await hub_scene.settle()
    for page in (desk, maya):
        assert [error.code for error in page.all(Error)] == ["media_unavailable"]
    assert [line["log_level"] for line in lines] == ["error"]
    hub_scene.media.away = False
    hub_scene.hub.relay_back(hub_scene.media.worker_of(ROOM), [])
    await hub_scene.settle()
    assert set(hub_scene.opened(maya)) - before
    assert hub_scene.media.told[-1] in [
        command for command in hub_scene.media.all(commands.Link) if command.open
    ]


async def test_another_workers_end_leaves_a_rooms_legs_alone(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    hub_scene.hub.relay_lost(1 - hub_scene.media.worker_of(ROOM))
    await hub_scene.settle()
    assert len(hub_scene.opened(maya)) == 1


async def test_signing_out_closes_the_sockets_of_that_sign_in_alone(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.desk(), await hub_scene.client("maya")
    hub_scene.hub.signed_out(SIGNED_IN)
    assert isinstance(desk.closed, SignInNeeded)
    assert maya.closed is None


async def test_a_server_that_stops_says_so_to_every_page_and_takes_no_more(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    assert len(hub_scene.hub._sockets) == 2
    await hub_scene.hub.stop()
    for page in (desk, maya):
        assert isinstance(page.closed, Stopping)
    with pytest.raises(Stopping):
        hub_scene.hub.joined(Page())
    with pytest.raises(Stopping):
        await hub_scene.hub.open(hello("ben"), Page(), None)


async def test_a_link_that_is_revoked_sends_away_who_came_by_it_and_nobody_else(hub_scene: Scene) -> None:
    _desk, maya = await hub_scene.call()
    ben = await hub_scene.client("ben")
    hub_scene.hub.end_invitation(ROOM, InvitationId(identifier("maya")))
    hub_scene.hub.end_invitation(OTHER_ROOM, InvitationId(identifier("ben")))
    await hub_scene.settle()
    assert [ended.how for ended in maya.all(Ended)] == ["refused"]
    assert ben.all(Ended) == []


async def test_a_link_that_is_revoked_while_its_holder_comes_in_lets_nobody_stay(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, task = hub_scene.practice.store, hub_scene.hub._task
    await hub_scene.desk()

    def slow(*arguments: object) -> object:
        # Between the proof and the room, the link ends.
        link = store.invitations[InvitationId(identifier("maya"))]
        store.invitations[link.id] = msgspec.structs.replace(link, ended=1.0)
        return task(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(hub_scene.hub, "_task", slow)
    maya = await hub_scene.come(hello("maya"))
    await hub_scene.settle()
    assert [ended.how for ended in maya.all(Ended)] == ["refused"]


async def test_rooms_of_a_closed_account_are_no_more_and_everybody_in_them_is_told(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    assert hub_scene.hub.owners() == {RUIZ}
    hub_scene.hub.close_rooms(OKORO)
    await hub_scene.settle()
    assert maya.lost == []
    hub_scene.hub.close_rooms(RUIZ)
    await hub_scene.settle()
    assert (desk.lost, maya.lost) == ([f"dismissed {ROOM}"], [f"dismissed {ROOM}"])
    assert hub_scene.hub.owners() == frozenset()
    assert hub_scene.media.all(commands.CloseRoom)


async def test_a_browser_with_another_cookie_keeps_its_sockets(hub_scene: Scene) -> None:
    desk = await hub_scene.desk()
    hub_scene.hub.signed_in_anew(SIGNED_IN, b"new")
    hub_scene.hub.signed_out(SIGNED_IN)
    assert desk.closed is None
    hub_scene.hub.signed_out(b"new")
    assert isinstance(desk.closed, SignInNeeded)


async def test_while_nothing_can_be_kept_no_room_begins_and_those_that_are_there_go_on(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, maya = await hub_scene.call()
    await hub_scene.settle()

    async def refuse() -> None:
        raise Unavailable

    monkeypatch.setattr(hub_scene.practice.store, "check_writing", refuse)
    hub_scene.clock.pass_seconds(10)
    with pytest.raises(Unavailable, match="cannot keep anything at the moment"):
        await hub_scene.come(watch("other-desk", OTHER_ROOM), token_hash(OTHER_COOKIE))
    assert OTHER_ROOM not in hub_scene.hub._rooms
    ben = await hub_scene.client("ben")
    await hub_scene.act(desk, SealedOut(ROOM, identifier("maya"), "still-here"))
    assert maya.all(SealedIn)[-1].body == "still-here"
    assert ben.all(Welcome)


async def test_a_room_does_not_begin_either_when_facts_began_to_wait_while_its_store_was_asked(
    hub_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fall_behind() -> None:
        hub_scene.writer.is_behind = True

    monkeypatch.setattr(hub_scene.practice.store, "check_writing", fall_behind)
    with pytest.raises(Unavailable, match="cannot keep anything at the moment"):
        await hub_scene.desk()
    assert len(hub_scene.hub._rooms) == 0
