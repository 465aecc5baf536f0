"""A link in somebody else's hands, decisions that race, and people in session who would decide themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from telehealth.core.messages import Admit
from telehealth.core.opening import TakeSeat
from telehealth.core.waiting_room import CHECK_INS, DEVICES
from telehealth.web.keys import WRITER
from tests.practice import COOKIE, OTHER_COOKIE, OTHER_ROOM, ROOM, hello, identifier, watch
from tests.web.running import Running, Socket, running

MAYA, BEN, LAPTOP, ZOE = (identifier(name) for name in ("maya", "ben", "laptop", "zoe"))
OF_THE_HOST: dict[str, dict[str, Any]] = {
    "admit": {"participant": BEN, "method": "voice"},
    "confirm": {"participant": MAYA, "method": "voice"},
    "move": {"participant": MAYA, "to": LAPTOP},
    "preview": {"participant": BEN, "on": True},
    "decline": {"participant": BEN},
    "refuse": {"participant": BEN, "spare": True},
    "hold": {"participant": MAYA},
    "resume": {"participant": MAYA},
    "send_back": {"participant": MAYA},
    "remove": {"participant": MAYA},
    "bring_together": {"case": identifier("case-ben")},
    "end": {},
    "reopen": {},
}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        await started.practice.link("zoe", OTHER_ROOM)
        yield started


async def refused(page: Socket, act: str, room: str = ROOM, **fields: object) -> str:
    """How one act of this page is answered."""
    await page.opened.send_json({"type": act, "room": room, **fields})
    while True:
        error = await page.hear("error")
        if error["about"] == act:
            return str(error["code"])


async def heard_by(page: Socket) -> list[dict[str, Any]]:
    """All that a page has been told until now."""
    await page.opened.send_json({"type": "ping"})
    heard = []
    while (message := await page.hear())["type"] != "pong":
        heard.append(message)
    return heard


async def standings(server: Running) -> dict[str, str]:
    """Where everybody stands, as another page of the clinician is told."""
    page = await server.socket(cookie=COOKIE)
    await page.say(watch("auditor"))
    people = (await page.hear("welcome"))["people"]
    await page.opened.send_json({"type": "leave", "room": ROOM})
    await page.hear("ended")
    return {person["id"]: person["standing"] for person in people if person["role"] != "clinician"}


@pytest.mark.parametrize("standing", ["waiting", "admitted", "held"])
async def test_nobody_decides_but_the_host_wherever_they_stand(server: Running, standing: str) -> None:
    desk, maya = await server.call()
    if standing == "held":
        await desk.opened.send_json({"type": "hold", "room": ROOM, "participant": MAYA})
        await maya.hear("changed")
    ben = await server.client("ben")
    before = await standings(server)
    page = ben if standing == "waiting" else maya
    for act, fields in OF_THE_HOST.items():
        assert await refused(page, act, **fields) == "not_allowed", act
    assert await standings(server) == before


async def test_ids_of_another_room_are_nobodys_in_every_act(server: Running) -> None:
    zoe = await server.socket()
    await zoe.say(hello("zoe"))
    await zoe.hear("welcome")
    await zoe.opened.send_json({"type": "check_in", "room": OTHER_ROOM})
    desk, maya = await server.call()
    for act, fields in OF_THE_HOST.items():
        for page in (desk, maya):
            assert await refused(page, act, OTHER_ROOM, **fields) == "unknown", act
        if "participant" in fields:
            assert await refused(desk, act, **(fields | {"participant": ZOE})) == "participant_unknown", act
    assert await refused(desk, "move", participant=MAYA, to=ZOE) == "participant_unknown"
    assert await refused(desk, "bring_together", case=identifier("case-zoe")) == "participant_unknown"
    okoro = await server.socket(cookie=OTHER_COOKIE)
    await okoro.say(watch("elsewhere", OTHER_ROOM))
    people = (await okoro.hear("welcome"))["people"]
    assert {person["id"]: person["standing"] for person in people}[ZOE] == "waiting"


async def test_a_place_moves_to_no_device_of_another_link(server: Running) -> None:
    desk, _maya = await server.call()
    await server.client("ben")
    for to in (BEN, identifier("desk")):
        assert await refused(desk, "move", participant=MAYA, to=to) == "not_allowed"
    assert await refused(desk, "move", participant=MAYA, to=MAYA) == "not_now"
    assert await standings(server) == {MAYA: "admitted", BEN: "waiting"}


async def test_of_two_devices_that_are_admitted_at_once_one_is_in(server: Running) -> None:
    desk = await server.desk()
    await server.client("maya")
    await server.client("maya", "laptop")
    for _ in range(3):
        await asyncio.gather(*(desk.say(Admit(ROOM, each, "voice")) for each in (MAYA, LAPTOP)))
    answers = [(await desk.hear("error"))["code"] for _ in range(5)]
    assert set(answers) == {"not_now"}
    assert sorted((await standings(server)).values()) == ["admitted", "left"]


async def test_a_second_device_is_not_admitted_however_often_that_is_said(server: Running) -> None:
    desk, _maya = await server.call()
    await server.client("maya", "laptop")
    for _ in range(3):
        assert await refused(desk, "admit", participant=LAPTOP, method="voice") == "seat_taken"
        assert await refused(desk, "admit", participant=MAYA, method="voice") == "not_now"
    assert await standings(server) == {MAYA: "admitted", LAPTOP: "waiting"}


async def test_two_pages_of_the_clinician_do_not_admit_two_devices(server: Running) -> None:
    desk = await server.desk()
    other = await server.socket(cookie=COOKIE)
    await other.say(watch("other-desk"))
    await other.hear("welcome")
    await server.client("maya")
    await server.client("maya", "laptop")
    await asyncio.gather(desk.say(Admit(ROOM, MAYA, "voice")), other.say(Admit(ROOM, LAPTOP, "voice")))
    assert (await other.hear("error"))["code"] == "not_allowed"
    await desk.opened.send_json({"type": "ping"})
    await desk.hear("pong")
    assert await standings(server) == {MAYA: "admitted", LAPTOP: "left"}


async def test_nobody_slips_in_beside_somebody_whom_the_host_does_not_know_yet(server: Running) -> None:
    desk = await server.desk()
    await server.client("maya")
    await server.client("ben")
    await asyncio.gather(*(desk.say(Admit(ROOM, each, "later")) for each in (MAYA, BEN)))
    assert (await desk.hear("error"))["code"] == "identity_open"
    await desk.opened.send_json({"type": "bring_together", "room": ROOM, "case": identifier("case-ben")})
    assert await refused(desk, "admit", participant=BEN, method="voice") == "identity_open"
    assert await refused(desk, "admit", participant=BEN, method="voice", guest=True) == "identity_open"
    assert await standings(server) == {MAYA: "admitted", BEN: "waiting"}


async def test_a_second_device_that_checks_in_again_and_again_is_slowed_down_and_disturbs_nobody(
    server: Running,
) -> None:
    desk, maya = await server.call()
    laptop = await server.client("maya", "laptop")
    for _ in range(10):
        for act in ("leave", "check_in"):
            await laptop.opened.send_json({"type": act, "room": ROOM})
    codes = [message["code"] for message in await heard_by(laptop) if message["type"] == "error"]
    assert "too_fast" in codes
    changes = [message for message in await heard_by(maya) if message["type"] == "changed"]
    assert 2 <= len(changes) <= 2 * CHECK_INS
    calls = [message for message in await heard_by(desk) if message["type"] == "arrived"]
    assert len(calls) <= 1 + CHECK_INS
    assert await standings(server) == {MAYA: "admitted", LAPTOP: "left"}


async def test_who_opens_a_link_on_many_pages_locks_its_owner_out_neither_before_nor_after(
    server: Running,
) -> None:
    desk = await server.desk()
    thieves = []
    for number in range(DEVICES):
        thieves.append(await server.socket())
        await thieves[-1].say(hello("maya", f"thief{number}"))
        await thieves[-1].hear("welcome")
    await server.client("maya")
    lost = await thieves[0].hear("error")
    assert (lost["code"], lost["about"]) == ("participant_unknown", "check_in")
    assert await refused(thieves[0], "check_in") == "participant_unknown"
    thief = await server.socket()
    await thief.say(hello("maya", "another"))
    await thief.hear("welcome")
    await desk.say(Admit(ROOM, MAYA, "voice"))
    stand = await standings(server)
    assert stand.pop(MAYA) == "admitted"
    assert list(stand.values()) == (DEVICES - 1) * ["checking"]


async def test_a_guest_by_the_same_link_is_let_into_nobodys_place(server: Running) -> None:
    desk, _maya = await server.call()
    kim = await server.client("maya", "kim")
    await desk.say(Admit(ROOM, identifier("kim"), "vouched", guest=True))
    await kim.hear("changed")
    await server.client("maya", "laptop")
    heard = [message for message in await heard_by(kim) if message["type"] == "changed"]
    assert LAPTOP not in {person["id"] for message in heard for person in message["people"]}
    assert await refused(desk, "move", participant=identifier("kim"), to=LAPTOP) == "not_allowed"
    assert await standings(server) == {MAYA: "admitted", identifier("kim"): "admitted", LAPTOP: "waiting"}


async def test_who_holds_a_refused_link_comes_in_neither_by_it_nor_by_a_seat_and_the_spared_stays(
    server: Running,
) -> None:
    desk, maya = await server.call()
    thief = await server.socket()
    await thief.say(hello("maya", "thief"))
    seat = (await thief.hear("welcome"))["seat"]
    await desk.opened.send_json(
        {"type": "refuse", "room": ROOM, "participant": identifier("thief"), "spare": True}
    )
    assert (await thief.hear("ended"))["how"] == "refused"
    await server.app[WRITER]._queue.join()
    for message in (hello("maya", "again"), hello("maya", "thief"), TakeSeat(seat)):
        page = await server.socket()
        await page.say(message)
        assert (await page.hear("error"))["code"] in {"invitation_over", "seat_over"}
        assert await page.closed() == 4410
    assert (await server.ask("DELETE", f"/api/invitations/{MAYA}"))[0] == 204
    await maya.opened.send_json({"type": "ping"})
    await maya.hear("pong")
    assert await standings(server) == {MAYA: "admitted"}


@pytest.mark.parametrize(
    "fields",
    [
        {"method": "guessed"}, {"method": None}, {"method": ["voice"]}, {"consent": "x" * 41},
        {"consent": "1\n2"}, {"consent": "\u202e1"}, {"consent": {}}, {"guest": "yes"}, {"evidence": "id"},
    ],
    ids=str,
)  # fmt: skip
async def test_what_would_stand_in_the_audit_log_is_one_of_a_few_words(
    server: Running, fields: dict[str, Any]
) -> None:
    desk = await server.desk()
    await server.client("maya")
    whole = {"type": "admit", "room": ROOM, "participant": MAYA, "method": "voice"}
    await desk.opened.send_json(whole | fields)
    assert (await desk.hear("error"))["code"] == "bad_message"
    assert await desk.closed() == 4400
    assert await standings(server) == {MAYA: "waiting"}
