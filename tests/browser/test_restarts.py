"""The whole server is killed and started again in mid-session: nobody clicks, and nobody is asked anew."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Error

from tests.browser.audit_log import times_admitted
from tests.browser.background import STAND_IN, noticed
from tests.browser.chromium import ChromiumPerson
from tests.browser.coming_back import Pair, forgive, in_session
from tests.browser.deadline import until
from tests.browser.journey import CONFIRM, admit, card_of, check_in, introduce, opens_nothing, row_of
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.practice_server import PracticeServer
from tests.browser.session_keys import PREPARE, share_a_secret
from tests.browser.watching import sees_and_hears, sees_face

TIMES = 10
AWAY = 3.0
"""Seconds between the killing and the start."""
BACK_WITHIN = 8.0
"""Seconds from the start to two people who see and hear each other, the listening included."""
ARRIVED = "Somebody"
"""The first word of what those who hear the page are told when somebody has come to wait."""
SAID = """() => {
    const announcer = document.querySelector('#announcer');
    window.said = [];
    new MutationObserver(() => window.said.push(announcer.textContent))
        .observe(announcer, {childList: true, characterData: true, subtree: true});
}"""


async def arrivals_said(ruiz: ChromiumPerson) -> int:
    """How often it was read out since `SAID` that somebody has come."""
    return [ARRIVED in text for text in await ruiz.evaluate("() => window.said")].count(True)


async def is_away(server: PracticeServer) -> None:
    """The server is killed, and for a while there is none."""
    server.kill()
    await asyncio.sleep(AWAY)


async def comes_back(server: PracticeServer, pair: Pair) -> float:
    """The server is killed and started; return how long after that two see and hear each other."""
    await is_away(server)
    moments = await pair.moments()
    server.start()
    return await pair.are_back(moments, BACK_WITHIN)


async def still_waits(ruiz: ChromiumPerson, client: Person, label: str) -> None:
    """Both pages say so, and nothing is asked of either."""
    await ruiz.sees("button", "Admit", within=card_of(label))
    await client.sees("status", "Waiting for Dr Ruiz")
    await ruiz.sees_no(*CONFIRM)


async def test_ten_times_in_a_row_two_see_and_hear_each_other_again_and_one_still_waits(
    practice_server: PracticeServer, people: People
) -> None:
    server = practice_server
    nadias = server.office.invite("Nadia")
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await ruiz.prepare_pages(STAND_IN)
    pair = await in_session(ruiz, maya, server)
    await ruiz.evaluate(SAID)
    nadia = await maya.device()
    await check_in(nadia, nadias, "Nadia")
    await still_waits(ruiz, nadia, "Nadia")
    # Two who come soon after one another are read out some seconds apart.
    await until(lambda: arrivals_said(ruiz), "Nadia's arrival is read out")
    rung = (await noticed(ruiz)).notes
    await pair.begin()
    took: list[float] = []
    for _ in range(TIMES):
        took.append(await comes_back(server, pair))
        await still_waits(ruiz, nadia, "Nadia")
        await ruiz.sees(*row_of("Maya"))
        await ruiz.sees_no(*card_of("Maya"))
    assert max(took) <= BACK_WITHIN, took
    assert (await noticed(ruiz)).notes == rung
    assert await arrivals_said(ruiz) == 1
    assert await times_admitted(server) == 1
    forgive([ruiz, maya])


@pytest.mark.parametrize(("clinicians", "clients"), [("chromium", "firefox"), ("firefox", "chromium")])
async def test_firefox_comes_back_as_well(
    clinicians: str, clients: str, practice_server: PracticeServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.by(clinicians, RUIZ), people.by(clients, MAYA))
    pair = await in_session(ruiz, maya, practice_server)
    await pair.begin()
    assert await comes_back(practice_server, pair) <= BACK_WITHIN
    assert await times_admitted(practice_server) == 1
    forgive([ruiz, maya])


async def test_whoever_opens_their_page_anew_meanwhile_finds_all_as_it_was(
    practice_server: PracticeServer, people: People
) -> None:
    server = practice_server
    nadias = server.office.invite("Nadia")
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(ruiz.prepare_pages(PREPARE), maya.prepare_pages(PREPARE))
    await in_session(ruiz, maya, server)
    nadia = await maya.device()
    await check_in(nadia, nadias, "Nadia")
    secret = await share_a_secret(ruiz, maya)
    for open_anew in (is_reloaded, are_opened_again):
        await open_anew(ruiz, maya, server)
        await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
        secret = await share_a_secret(ruiz, maya, unlike=secret)
        await still_waits(ruiz, nadia, "Nadia")
        await ruiz.sees(*row_of("Maya"))
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    assert await times_admitted(server) == 1
    forgive([ruiz, maya])


async def is_reloaded(ruiz: ChromiumPerson, _maya: ChromiumPerson, server: PracticeServer) -> None:
    """The clinician's page: in vain while there is no server, and once more when there is."""
    server.kill()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        await ruiz.reload()
    await asyncio.sleep(AWAY)
    server.start()
    await asyncio.to_thread(server.listens)
    await ruiz.reload()


async def are_opened_again(ruiz: ChromiumPerson, maya: ChromiumPerson, server: PracticeServer) -> None:
    """The laptop is closed and the client's tab killed before the server goes; they come when it is there."""
    await asyncio.gather(ruiz.close_tab(), maya.lose_tab())
    await is_away(server)
    server.start()
    await asyncio.to_thread(server.listens)
    await asyncio.gather(ruiz.open(server.url), maya.open(server.client))


async def test_who_was_removed_and_whose_link_was_refused_find_no_way_back(
    practice_server: PracticeServer, people: People
) -> None:
    server = practice_server
    sams = server.office.invite("Sam")
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await in_session(ruiz, maya, server)
    sam = await maya.device()
    await check_in(sam, sams, "Sam")
    await ruiz.sees("button", "Admit", within=card_of("Sam"))
    # Neither hears of it, so that their browsers keep what leads back into their seats.
    await asyncio.gather(maya.lose_tab(), sam.lose_tab())
    await ruiz.press("Refuse this link", within=card_of("Sam"))
    await ruiz.press("Refuse this link", within=("dialog", "Refuse this link?"))
    await ruiz.press("Remove", within=row_of("Maya"))
    await ruiz.press("Remove", within=("dialog", "Remove Maya?"))
    await ruiz.sees("heading", "Today")
    await is_away(server)
    server.start()
    await asyncio.to_thread(server.listens)
    await opens_nothing(sam, sams)
    # Her link was not refused: it leads into the waiting room, by the form that everybody fills in.
    await maya.open(server.client)
    await introduce(maya)
    await admit(ruiz, "Maya", "Known voice")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    assert await times_admitted(server) == 2
    forgive([ruiz, maya])
