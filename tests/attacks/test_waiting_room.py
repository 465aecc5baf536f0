"""What somebody in the waiting room sends reaches the clinician or nobody, whatever it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.attacks.caller import Caller
from tests.attacks.house import House, house
from tests.browser.deadline import until
from tests.practice import COOKIE, OTHER_COOKIE, OTHER_ROOM, hello, identifier, watch

MAYA, BEN, DESK = identifier("maya"), identifier("ben"), identifier("desk")
MANY = 100
"""Packets: five times what a leg sends in the first half second."""


def _received(at: House, leg: int) -> int:
    return at.counted().received.get(str(leg), 0)


async def _sends_much(at: House, leg: int) -> None:
    """Wait until the relay has authenticated many packets of this leg, asked for or not."""
    before = _received(at, leg)

    async def much() -> bool:
        return _received(at, leg) >= before + MANY

    await until(much, f"the relay gets media of leg {leg}")


@asynccontextmanager
async def waiting_room(folder: Path) -> AsyncIterator[tuple[House, Caller, Caller, Caller]]:
    """A house with its clinician, and two clients of two cases who wait."""
    async with (
        house(folder) as at,
        Caller.at(at.url, watch("desk"), COOKIE) as ruiz,
        Caller.at(at.url, hello("maya")) as maya,
        Caller.at(at.url, hello("ben")) as ben,
    ):
        for client in (maya, ben):
            await client.say("check_in")
        yield at, ruiz, maya, ben


async def _happens(what: Callable[[], object]) -> None:
    async def happened() -> bool:
        return bool(what())

    await until(happened, "it happens")


async def test_media_from_the_waiting_room_is_forwarded_to_nobody(tmp_path: Path) -> None:
    async with waiting_room(tmp_path) as (at, ruiz, maya, ben):
        legs = [await caller.connected() for caller in (ruiz, maya, ben)]
        for leg in legs:
            await _sends_much(at, leg)
        counted = at.counted()
        assert counted.forwarded == {}
        assert counted.dropped["gate_shut"] >= 3 * MANY
        assert [caller.received for caller in (ruiz, maya, ben)] == [0, 0, 0]


async def test_with_a_preview_media_goes_to_the_clinicians_leg_alone(tmp_path: Path) -> None:
    async with waiting_room(tmp_path) as (at, ruiz, maya, ben):
        mayas, bens = await maya.connected(), await ben.connected()
        await ruiz.say("preview", participant=MAYA, on=True)
        preview = (await ruiz.hears("offer", kind="preview"))["leg"]
        await _happens(lambda: at.counted().forwarded.get(f"{mayas}>{preview}", 0) > MANY)
        await _sends_much(at, bens)
        assert set(at.counted().forwarded) == {f"{mayas}>{preview}"}
        assert ruiz.received > 0
        assert (maya.received, ben.received) == (0, 0)
        await ruiz.say("preview", participant=MAYA, on=False)
        await ruiz.hears("closed", leg=preview)
        so_far = at.counted().forwarded.get(f"{mayas}>{preview}", 0)
        await _sends_much(at, mayas)
        assert at.counted().forwarded.get(f"{mayas}>{preview}", 0) == so_far


async def test_while_others_talk_who_waits_neither_sends_to_them_nor_hears_them(tmp_path: Path) -> None:
    async with waiting_room(tmp_path) as (at, ruiz, maya, ben):
        ruizs, mayas, bens = [await caller.connected() for caller in (ruiz, maya, ben)]
        await ruiz.say("admit", participant=MAYA, method="voice")
        await _happens(lambda: maya.received > MANY < ruiz.received)
        await _sends_much(at, bens)
        assert set(at.counted().forwarded) == {f"{ruizs}>{mayas}", f"{mayas}>{ruizs}"}
        assert ben.received == 0


async def test_a_second_device_of_somebody_in_session_neither_sends_nor_hears_until_they_move_there(
    tmp_path: Path,
) -> None:
    async with (
        waiting_room(tmp_path) as (at, ruiz, maya, _ben),
        Caller.at(at.url, hello("maya", "laptop")) as laptop,
    ):
        await laptop.say("check_in")
        ruizs, mayas, laptops = [await caller.connected() for caller in (ruiz, maya, laptop)]
        await ruiz.say("admit", participant=MAYA, method="voice")
        await laptop.hears("ended", how="moved")
        await laptop.hears("closed", leg=laptops)
        await laptop.say("check_in")
        laptops = await laptop.connected()
        await _happens(lambda: maya.received > MANY < ruiz.received)
        await _sends_much(at, laptops)
        assert set(at.counted().forwarded) == {f"{ruizs}>{mayas}", f"{mayas}>{ruizs}"}
        assert laptop.received == 0
        await ruiz.say("move", participant=MAYA, to=identifier("laptop"))
        await maya.hears("ended", how="moved")
        await _happens(lambda: laptop.received > MANY)
        assert at.counted().forwarded[f"{laptops}>{ruizs}"] > 0


async def test_sealed_messages_from_the_waiting_room_reach_the_clinician_and_nobody_else(
    tmp_path: Path,
) -> None:
    async with waiting_room(tmp_path) as (_at, ruiz, maya, ben):
        await ruiz.hears("arrived", participant=MAYA)
        await maya.say("sealed", to=BEN, body="bm90LWZvci1iZW4")
        assert (await maya.hears("error", about="sealed"))["code"] == "participant_unknown"
        await maya.say("sealed", to=DESK, body="Zm9yLXRoZS1kZXNr")
        await ruiz.hears("sealed", sender=MAYA, body="Zm9yLXRoZS1kZXNr")
        await ben.say("check_in")
        await ben.hears("error", about="check_in")
        assert [message for message in ben.heard if message["type"] == "sealed"] == []


async def test_an_answer_for_somebody_elses_leg_changes_nothing(tmp_path: Path) -> None:
    async with waiting_room(tmp_path) as (_at, ruiz, maya, ben):
        mayas = await maya.connected()
        offer = await ben.hears("offer")
        await ben.say("answer", leg=mayas, sdp=offer["sdp"])
        await ben.hears("error", about="answer")
        await ben.say("renew", leg=mayas)
        await ben.hears("error", about="renew")
        await ruiz.say("admit", participant=MAYA, method="voice")
        await _happens(lambda: maya.received > MANY)


async def test_nobody_who_waits_can_do_what_the_clinician_does(tmp_path: Path) -> None:
    somebody: dict[str, object] = {"participant": MAYA}
    acts: dict[str, dict[str, object]] = {
        "admit": somebody | {"method": "code_word"},
        "confirm": somebody | {"method": "photo_id"},
        "move": somebody | {"to": BEN},
        "decline": somebody,
        "refuse": somebody | {"spare": True},
        "preview": somebody | {"on": True},
        "hold": somebody,
        "resume": somebody,
        "send_back": somebody,
        "remove": somebody,
        "end": {},
        "reopen": {},
        "take_over": {},
        "bring_together": {"case": identifier("case-ben")},
    }
    async with waiting_room(tmp_path) as (at, _ruiz, maya, _ben):
        leg = await maya.connected()
        for act, fields in acts.items():
            await maya.say(act, **fields)
            assert (await maya.hears("error", about=act))["code"] == "not_allowed", act
        await _sends_much(at, leg)
        assert at.counted().forwarded == {}


async def test_the_clinician_of_another_room_has_no_say_in_this_one(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as at,
        Caller.at(at.url, watch("desk"), COOKIE) as ruiz,
        Caller.at(at.url, watch("elsewhere", OTHER_ROOM), OTHER_COOKIE) as okoro,
        Caller.at(at.url, hello("maya")) as maya,
    ):
        await maya.say("check_in")
        await ruiz.hears("arrived", participant=MAYA)
        await okoro.say("admit", participant=MAYA, method="voice")
        assert (await okoro.hears("error", about="admit"))["code"] == "unknown"
        await asyncio.gather(_sends_much(at, await maya.connected()), _sends_much(at, await ruiz.connected()))
        assert at.counted().forwarded == {}
        assert [message for message in okoro.heard if message.get("participant") == MAYA] == []
