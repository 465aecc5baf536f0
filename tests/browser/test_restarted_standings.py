"""Where somebody stood before the server was killed, they stand after: held, a guest, not yet confirmed."""

from __future__ import annotations

import asyncio
import re

from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import Pair, forgive, pair_of
from tests.browser.deadline import until
from tests.browser.journey import admit, card_of, check_in, check_in_as_guest, row_of, say_how, sit_down
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.people import People
from tests.browser.practice_server import PracticeServer
from tests.browser.watching import faces, sees_face

AWAY = 1.0
"""Seconds between the killing and the start."""
BACK_WITHIN = 8.0
LATER = "I'll confirm once we talk"
MARK = "Identity not yet confirmed"
HELD = "Dr Ruiz has paused your session"


async def is_restarted(server: PracticeServer, pair: Pair) -> None:
    """The server is killed and started, and two who are in session see and hear each other again."""
    await pair.begin()
    server.kill()
    await asyncio.sleep(AWAY)
    moments = await pair.moments()
    server.start()
    await pair.are_back(moments, BACK_WITHIN)


async def sees_so_many(person: ChromiumPerson, number: int) -> None:
    """Wait until just so many pictures of others are shown."""

    async def seen() -> bool:
        return len(await faces(person)) == number

    await until(seen, f"{person.appearance.name} sees {number} others", 15)


async def test_whoever_is_to_be_confirmed_later_still_is_and_keeps_all_others_out(
    practice_server: PracticeServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    nadia, nadias = await maya.device(), practice_server.office.invite("Nadia")
    await asyncio.gather(sit_down(ruiz, practice_server), check_in(maya, practice_server.client))
    await check_in(nadia, nadias, "Nadia")
    await admit(ruiz, "Maya", LATER)
    await is_restarted(practice_server, await pair_of(ruiz, maya))
    await ruiz.reads(MARK)
    await ruiz.sees("article", "Nadia")
    await ruiz.reads("First confirm who Maya is.")
    await ruiz.press("Confirm identity", within=row_of("Maya"))
    await say_how(ruiz, "Known voice", action="Confirm")
    await ruiz.reads_no(MARK)
    # What is confirmed is known after the next time, too.
    await is_restarted(practice_server, await pair_of(ruiz, maya))
    await ruiz.sees(*row_of("Maya"))
    await ruiz.reads_no(MARK)
    forgive([ruiz, maya])


async def test_a_guest_who_is_held_and_two_who_were_brought_together_are_so_still(
    practice_server: PracticeServer, people: People
) -> None:
    server = practice_server
    omars = server.office.invite("Omar")
    assert server.client
    lenas = server.office.invite_guest("Maya", "Lena")
    ruiz, maya, omar = await asyncio.gather(*(people.in_chromium(who) for who in (RUIZ, MAYA, BEN)))
    lena = await maya.device()
    await asyncio.gather(
        sit_down(ruiz, server), check_in(maya, server.client), check_in_as_guest(lena, lenas)
    )
    await check_in(omar, omars, "Omar")
    await admit(ruiz, "Maya")
    pair = await pair_of(ruiz, maya)
    await admit(ruiz, "Lena")
    await admit(ruiz, "Omar")
    await ruiz.press("Bring together", within=("dialog", re.compile("^Omar will meet")))
    await asyncio.gather(*(sees_so_many(person, 3) for person in (ruiz, maya, omar, lena)))
    await ruiz.press("Hold", within=row_of("Lena"))
    await lena.reads(HELD)

    await is_restarted(server, pair)
    await asyncio.gather(*(sees_so_many(person, 2) for person in (ruiz, maya, omar)))
    await asyncio.gather(sees_face(maya, BEN), sees_face(omar, MAYA), sees_face(omar, RUIZ))
    await lena.reads(HELD)
    assert await faces(lena) == []
    for label in ("Maya", "Omar", "Lena"):
        await ruiz.sees(*row_of(label))
        await ruiz.sees_no(*card_of(label))
    await ruiz.press("Resume", within=row_of("Lena"))
    await asyncio.gather(sees_so_many(lena, 3), sees_so_many(omar, 3))
    forgive([ruiz, maya, omar])
