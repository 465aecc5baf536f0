"""As many as there may be: one more is refused in words, those inside go on, and who leaves makes room."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from telehealth.core.messages import Renew
from telehealth.core.opening import Hello, Watch
from telehealth.relay.commands import CloseLeg, Lost, Offered, OpenLeg
from telehealth.relay.settings import WorkerSettings
from telehealth.relay.worker import Worker
from telehealth.signalling import hub as module
from telehealth.web.keys import HUB
from tests.practice import OKORO, OTHER_COOKIE, OTHER_ROOM, ROOM, hello, watch
from tests.relay.server import Server
from tests.web.running import LOCALHOST, Running, Socket, running, until

SOCKETS = 8
LEGS = 3


async def refused(server: Running, opening: Hello | Watch, *, cookie: str = "") -> tuple[str, str, int]:
    """What a page is told that finds no place: the code, the words, and how its socket was closed."""
    socket = await server.socket(cookie=cookie)
    await socket.say(opening)
    error = await socket.hear("error")
    return error["code"], error["text"], await socket.closed()


async def lives(socket: Socket) -> None:
    """A page that is connected still gets answers."""
    await socket.opened.send_json({"type": "ping"})
    await socket.hear("pong")


async def test_a_page_too_many_is_told_so_and_may_come_when_another_has_gone(tmp_path: Path) -> None:
    async with running(tmp_path, limits__connections=SOCKETS) as server:
        desk, maya = await server.call()
        others = [await server.socket() for _ in range(SOCKETS - 2)]
        code, text, closed = await refused(server, hello("ben"))
        assert (code, closed) == ("unavailable", 4503)
        assert text == module.FULL
        for page in (desk, maya):
            await lives(page)
        await others.pop().opened.close()
        hub = server.app[HUB]
        await until(lambda: hub.census()["sockets"] < SOCKETS)
        ben = await server.client("ben")
        await lives(ben)


async def test_of_a_crowd_that_is_turned_away_only_some_are_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURNED_AWAY", 0)
    async with running(tmp_path, limits__connections=SOCKETS) as server:
        desk = await server.desk()
        for _ in range(SOCKETS - 1):
            await server.socket()
        with pytest.raises(aiohttp.WSServerHandshakeError) as crowd:
            await server.socket()
        assert crowd.value.status == 503
        await lives(desk)


async def test_a_room_too_many_is_refused_and_may_be_opened_when_another_is_gone(tmp_path: Path) -> None:
    async with running(tmp_path, limits__rooms=1) as server:
        other = await server.socket(cookie=OTHER_COOKIE)
        await other.say(watch("other-desk", OTHER_ROOM))
        await other.hear("welcome")
        for opening, cookie in ((hello("maya"), ""), (watch(), "cookie-of-ruiz")):
            code, text, closed = await refused(server, opening, cookie=cookie)
            assert (code, text, closed) == ("unavailable", module.FULL, 4503)
        await lives(other)
        server.app[HUB].close_rooms(OKORO)
        await other.closed()
        assert (await server.call())[0].opened.closed is False


async def test_a_room_that_is_full_of_other_rooms_lets_its_own_people_in(tmp_path: Path) -> None:
    async with running(tmp_path, limits__rooms=1) as server:
        await server.call()
        await server.client("ben")
        assert server.app[HUB].census()["rooms"] == 1


async def test_a_leg_too_many_is_refused_by_the_relay_until_another_is_closed(tmp_path: Path) -> None:
    settings = WorkerSettings(str(tmp_path / "relay"), (LOCALHOST,), 0, legs=LEGS)
    async with Worker.listening(settings) as worker, Server.connected(settings.socket) as server:
        for leg in range(1, LEGS + 1):
            server.do(OpenLeg(f"room{leg % 2}", leg, "person", "session"))
        server.do(OpenLeg("room0", 9, "person", "session"))
        assert await server.heard(Lost) == [Lost("room0", 9, "full")]
        assert len(await server.heard(Offered, LEGS)) == LEGS
        assert worker.rooms.census()["legs"] == LEGS
        server.do(CloseLeg("room1", 1))
        server.do(OpenLeg("room0", 10, "person", "session"))
        assert [event.leg for event in await server.heard(Offered, LEGS + 1)][-1] == 10  # type: ignore[union-attr]


async def test_whoever_gets_no_leg_is_told_so_at_once_and_asks_for_one_when_there_is_room(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as server:
        desk, maya = await server.call()
        offer = await desk.hear("offer")
        server.worker.say(Lost(ROOM, offer["leg"], "full"))
        error = await desk.hear("error")
        assert (error["code"], error["about"]) == ("media_unavailable", "offer")
        assert "as many sessions as it can" in error["text"]
        opened = len(await server.worker.heard(OpenLeg))
        await lives(desk)
        await lives(maya)
        assert len(await server.worker.heard(OpenLeg)) == opened
        await desk.say(Renew(ROOM, offer["leg"]))
        assert (await desk.hear("offer"))["leg"] != offer["leg"]


async def test_the_census_counts_people_and_what_they_are_in(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        await server.call()
        await server.client("ben")
        await asyncio.sleep(0)
        said = server.app[HUB].census()
    assert {name: said[name] for name in ("sockets", "rooms", "people", "in_session", "waiting")} == {
        "sockets": 3, "rooms": 1, "people": 3, "in_session": 1, "waiting": 1,
    }  # fmt: skip
