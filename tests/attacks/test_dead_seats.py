"""A seat that was ended is dead for good: whatever its page says, and to whichever life of the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import msgspec
import pytest

from telehealth.core.opening import Opening, Seated, TakeSeat
from tests.practice import COOKIE, OTHER_ROOM, hello, identifier, watch
from tests.web.lives import Lasting, Lives

MAYA, BEN = identifier("maya"), identifier("ben")
LIVES = ["the same life", "the next life", "the next life but one"]


class Tokens(NamedTuple):
    """What pages kept."""

    host: str
    maya: str


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[Lives]:
    async with Lives.begun(tmp_path) as begun:
        yield begun


async def answer(lives: Lives, opening: Opening, cookie: str = "") -> dict[str, Any]:
    """What the first message of a new page is answered with, and how the connection ends if it is refused."""
    headers = {"Cookie": f"telehealth={cookie}"} if cookie else {}
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.ws_connect(f"{lives.url}/ws", origin=lives.url, headers=headers) as socket,
    ):
        await socket.send_str(msgspec.json.encode(opening).decode())
        said: dict[str, Any] = await socket.receive_json(timeout=5)
        if said["type"] == "error":
            await socket.receive(timeout=5)
            said["close"] = socket.close_code
        return said


async def session_ended_for_maya(lives: Lives, how: str, **said: object) -> Tokens:
    """Maya was in session, and the host did this about her."""
    async with Lasting.at(lives.url, watch(), COOKIE) as ruiz, Lasting.at(lives.url, hello("maya")) as maya:
        assert isinstance(ruiz, Lasting)
        assert isinstance(maya, Lasting)
        tokens = Tokens(ruiz.token, maya.token)
        await maya.say("check_in")
        await ruiz.hears("arrived")
        await ruiz.say("admit", participant=MAYA, method="voice")
        await maya.hears("offer")
        await ruiz.say(how, participant=MAYA, **said)
        # What is said later is refused, and answered later.
        await ruiz.say("decline", participant=MAYA)
        await ruiz.hears("error", about="decline")
    return tokens


async def next_life(lives: Lives, which: str) -> None:
    await lives.written()
    for _ in range(LIVES.index(which)):
        await lives.restart()


def claim(participant: str = MAYA, link: str = MAYA) -> Seated:
    return Seated(participant=participant, invitation=link, standing="admitted", method="voice")


@pytest.mark.parametrize("how", ["remove", "refuse"])
@pytest.mark.parametrize("which", LIVES)
async def test_the_seat_of_somebody_who_was_sent_away_for_good_leads_nowhere(
    lives: Lives, how: str, which: str
) -> None:
    tokens = await session_ended_for_maya(lives, how)
    await next_life(lives, which)
    over = {"type": "error", "code": "seat_over", "about": "take_seat", "close": 4410}
    for leg in (0, 7):
        assert over.items() <= (await answer(lives, TakeSeat(tokens.maya, leg))).items()
    # Nor does the link lead back to that place; and a refused one leads to no other either.
    again = await answer(lives, hello("maya"))
    assert again["code"] == ("seat_over" if how == "remove" else "invitation_over")
    another = await answer(lives, hello("maya", "another"))
    assert (another["type"] == "welcome") == (how == "remove")


@pytest.mark.parametrize("how", ["remove", "refuse"])
@pytest.mark.parametrize("which", LIVES[1:])
async def test_nobody_is_brought_back_who_was_sent_away_for_good_whatever_the_hosts_page_says(
    lives: Lives, how: str, which: str
) -> None:
    tokens = await session_ended_for_maya(lives, how)
    await next_life(lives, which)
    said = TakeSeat(tokens.host, hosts=True, people=(claim(), claim(BEN, BEN)))
    welcome = await answer(lives, said, COOKIE)
    assert welcome["host"] == welcome["you"]
    standings = {person["id"]: person["standing"] for person in welcome["people"]}
    assert MAYA not in standings
    assert standings[BEN] == "admitted", "who has done nothing is"
    assert (await answer(lives, TakeSeat(tokens.maya)))["code"] == "seat_over"


async def test_nobody_is_brought_back_by_a_link_of_somebody_else_or_of_another_room(lives: Lives) -> None:
    await lives.practice.link("zoe", OTHER_ROOM)
    tokens = await session_ended_for_maya(lives, "remove")
    await next_life(lives, "the next life")
    said = (
        claim(MAYA, BEN),
        claim(identifier("zoe"), identifier("zoe")),
        claim(identifier("x"), identifier("x")),
    )
    welcome = await answer(lives, TakeSeat(tokens.host, hosts=True, people=said), COOKIE)
    assert {person["standing"] for person in welcome["people"]} == {"host"}


async def test_who_was_spared_has_their_seat_only_as_long_as_the_room_remembers_it(lives: Lives) -> None:
    tokens = await session_ended_for_maya(lives, "refuse", spare=True)
    assert (await answer(lives, TakeSeat(tokens.maya)))["type"] == "welcome"
    await next_life(lives, "the next life")
    welcome = await answer(lives, TakeSeat(tokens.host, hosts=True, people=(claim(),)), COOKIE)
    assert MAYA not in {person["id"] for person in welcome["people"]}
    assert (await answer(lives, TakeSeat(tokens.maya)))["code"] == "seat_over"


@pytest.mark.parametrize("cookie", ["", "cookie-of-okoro"])
async def test_only_the_clinician_says_who_was_where(lives: Lives, cookie: str) -> None:
    tokens = await session_ended_for_maya(lives, "hold")
    await next_life(lives, "the next life")
    refused = await answer(lives, TakeSeat(tokens.host, hosts=True, people=(claim(),)), cookie)
    assert refused["code"] == "sign_in_needed"
    refused = await answer(lives, TakeSeat(tokens.maya, hosts=True, people=(claim(BEN, BEN),)), cookie)
    assert (refused["code"], refused["close"]) == ("not_allowed", 4403)
    assert (await answer(lives, TakeSeat(tokens.maya)))["people"][0]["standing"] == "checking"
