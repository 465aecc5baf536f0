"""A Monday in Chromium: each test is an hour of one day, on the clinician's one page.

What it costs in clicks and keystrokes is counted from the browser's own events, and written down at the end.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.chromium import ChromiumPerson
from tests.browser.day import Day
from tests.browser.effort import Cost, Effort, together, type_into
from tests.browser.journey import (
    ABOUT,
    AGREE,
    ALONE,
    COUNTRY,
    admit,
    be_ready,
    card_of,
    check_in,
    check_in_as_guest,
    fill_in,
    has_ended,
    opens_nothing,
    row_of,
)
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.office_hours import guest_link
from tests.browser.watching import faces, sees_and_hears, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

ARTEFACTS = Path(__file__).parent.parent.parent / "artefacts"
ELSEWHERE = {
    "doxy.me, each visit of a client": "6 to 7 clicks and a typed name",
    "SimplePractice, Admit": "1 click",
}
UNDO_WITHIN = 10.0
"""Seconds in which a decline can be undone."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def costs(request: pytest.FixtureRequest) -> AsyncIterator[dict[str, Cost]]:
    """What the day has cost whom, written down in the evening beside what others ask for."""
    counted: dict[str, Cost] = {}
    yield counted
    report = json.dumps({"here": counted, "elsewhere": ELSEWHERE}, indent=2)
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / "monday.json").write_text(report)
    request.config.get_terminal_writer().write(f"\nwhat a Monday costs: {report}\n")


async def comes_for_the_first_time(maya: ChromiumPerson, link: str, effort: Effort) -> tuple[Cost, Cost]:
    """A new client, from the link into the waiting room. Returns what it costs, and what being remembered."""
    await maya.open(link)
    await maya.sees("heading", "Check in")
    effort.taken()
    await maya.press("Use camera and microphone")
    await maya.sees("combobox", "Camera")
    await type_into(maya, "Your name", "Maya")
    await type_into(maya, "Country", COUNTRY)
    for field, text in ABOUT.items():
        await type_into(maya, field, text)
    await maya.tick(ALONE, role="radio")
    await maya.tick(AGREE)
    visit = effort.taken()
    await maya.tick("Remember these details on this device")
    remembered = effort.taken()
    await be_ready(maya)
    return together(visit, effort.taken()), remembered


async def is_asked_for_a_photo_id(ruiz: ChromiumPerson, maya: ChromiumPerson) -> None:
    """The clinician looks at her, larger if need be, and asks in one click."""
    await ruiz.press("Preview", within=card_of("Maya"))
    await maya.reads("You are being seen")
    await sees_face(ruiz, MAYA)
    await ruiz.press("Enlarge", within=card_of("Maya"))
    await ruiz.press("Make smaller", within=card_of("Maya"))
    await ruiz.press("Please hold up your photo ID", within=card_of("Maya"))
    await maya.reads("Please hold up your photo ID")
    await ruiz.reads("You wrote: Please hold up your photo ID")
    assert await faces(maya) == []


async def agree_on_a_code_word(ruiz: ChromiumPerson, label: str, word: str) -> None:
    """The clinician writes it down on Today."""
    await ruiz.press("More", within=("article", label))
    await ruiz.press("Edit", within=("article", label))
    await ruiz.fill("Code word", word)
    await ruiz.press(re.compile("^Save"), within=("dialog", f"Edit {label}"))
    await ruiz.sees_no("dialog")


async def test_a_new_client_shows_a_photo_id_and_a_week_later_needs_one_click_and_a_code_word(
    day: Day, costs: dict[str, Cost]
) -> None:
    ruiz, maya = day.ruiz, await day.device(MAYA)
    link, effort = await day.link("Maya"), await Effort.of(maya)
    first, remembered = await comes_for_the_first_time(maya, link, effort)
    await is_asked_for_a_photo_id(ruiz, maya)
    day.effort.taken()
    await admit(ruiz, "Maya", "Photo ID seen")
    costs["clinician, admit with another method"] = day.effort.taken()
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await day.end_session()
    await has_ended(maya)
    await agree_on_a_code_word(ruiz, "Maya", "heron")

    await maya.page.close()
    maya = await maya.tab()
    await maya.open(link)
    await maya.sees("button", "Forget these details")
    effort.taken()
    await type_into(maya, "Code word", "Heron")
    await be_ready(maya)
    again = effort.taken()
    await ruiz.sees("button", "Admit: code word matched", within=card_of("Maya"))
    day.effort.taken()
    await ruiz.press("Admit: code word matched", within=card_of("Maya"))
    matched = day.effort.taken()
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))

    costs["client, first visit"], costs["client, to be remembered"] = first, remembered
    costs["client, each visit after"] = again
    costs["clinician, admit with a matched code word"] = matched
    assert (first["clicks"], remembered["clicks"], again["clicks"], matched["clicks"]) == (4, 1, 1, 1)


async def test_a_couple_on_two_devices_is_one_case_and_an_interpreter_is_called_from_the_session(
    day: Day,
) -> None:
    ruiz = day.ruiz
    link = await day.link("Ada")
    await ruiz.press("More", within=("article", "Ada"))
    await ruiz.press("Guest link", within=("article", "Ada"))
    partners = await guest_link(ruiz, "Ben")
    ada, ben = await asyncio.gather(day.device(MAYA), day.device(BEN))
    await asyncio.gather(check_in(ada, link, "Ada"), check_in_as_guest(ben, partners, "Partner"))
    await ruiz.reads("Partner")
    await admit(ruiz, "Ada")
    await admit(ruiz, "Ben (with Ada)", "Known voice")
    await asyncio.gather(
        sees_face(ruiz, MAYA),
        sees_face(ruiz, BEN),
        sees_and_hears(ada, BEN, at_least=5),
        sees_and_hears(ben, MAYA, at_least=5),
    )
    await ruiz.press("Guest link", within=row_of("Ada"))
    interpreters = await guest_link(ruiz, "Interpreter")
    assert interpreters not in {link, partners}
    await day.end_session()
    await asyncio.gather(has_ended(ada), has_ended(ben))


async def test_a_parent_agrees_for_a_teenager_who_is_let_in_on_the_parents_word(day: Day) -> None:
    ruiz = day.ruiz
    teo, link = await day.device(MAYA), await day.link("Teo")
    await ruiz.press("More", within=("article", "Teo"))
    await ruiz.press("Guest link", within=("article", "Teo"))
    parents = await guest_link(ruiz, "Rosa")
    rosa = await day.device(BEN)
    await check_in_as_guest(rosa, parents, "Parent or guardian")
    await teo.open(link)
    await teo.press("Use camera and microphone")
    await fill_in(teo, "Rosa Delgado")
    await teo.tick("This is for a child, and I am their parent or guardian")
    await teo.press("I'm ready")
    await teo.sees("alert")
    await teo.fill("Child's name", "Teodoro")
    await be_ready(teo)
    await ruiz.reads("Rosa Delgado")
    await ruiz.reads("Teodoro")
    await admit(ruiz, "Rosa (with Teo)")
    await admit(ruiz, "Teo", "Vouched for by a parent or guardian")
    await asyncio.gather(sees_face(teo, BEN), sees_face(rosa, MAYA))


async def test_two_clients_who_wait_never_meet_unless_they_are_brought_together(day: Day) -> None:
    ruiz = day.ruiz
    kim, _ = await day.waiting("Kim")
    lee, _ = await day.waiting("Lee", BEN)
    for one, other in ((kim, "Lee"), (lee, "Kim")):
        assert other not in await one.page_text()
        assert await faces(one) == []
    await admit(ruiz, "Kim")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(kim, RUIZ))
    assert "Lee" not in await kim.page_text()
    await admit(ruiz, "Lee")
    await ruiz.sees("dialog", "Lee will meet Kim.")
    await ruiz.press("Keep Lee waiting")
    await lee.sees("status", "Waiting for Dr Ruiz")
    assert await faces(lee) == []
    assert len(await faces(kim)) == 1
    # The end is the end for whoever is in session, and for nobody else.
    await day.end_session()
    await has_ended(kim)
    await lee.sees("status", "Waiting for Dr Ruiz")
    await admit(ruiz, "Lee")
    await sees_face(lee, RUIZ)
    await kim.press("Rejoin")
    await admit(ruiz, "Kim")
    await ruiz.press("Bring together", within=("dialog", "Kim will meet Lee."))
    await asyncio.gather(sees_face(kim, BEN), sees_face(lee, MAYA))


async def test_one_is_declined_and_comes_back_and_another_is_refused(day: Day) -> None:
    ruiz, clock = day.ruiz, asyncio.get_running_loop()
    nora, _ = await day.waiting("Nora")
    sam, sams = await day.waiting("Sam", BEN)
    await ruiz.press("Decline", within=card_of("Nora"))
    await ruiz.press("Undo", within=card_of("Nora"))
    await ruiz.sees("button", "Admit", within=card_of("Nora"))
    await ruiz.press("Decline", within=card_of("Nora"))
    declined = clock.time()
    await ruiz.sees("button", "Undo", within=card_of("Nora"))
    await ruiz.press("Refuse this link", within=card_of("Sam"))
    await ruiz.press("Refuse this link", within=("dialog", "Refuse this link?"))
    await sam.sees("heading", "This link has ended")
    await sam.sees_no("button", "Rejoin")
    await opens_nothing(sam, sams)
    await nora.sees("heading", "Not now", seconds=UNDO_WITHIN + 5)
    assert clock.time() - declined > UNDO_WITHIN / 2
    await nora.press("Rejoin")
    await nora.reads("Waiting for")
    await admit(ruiz, "Nora")
    await sees_face(nora, RUIZ)


async def test_a_client_who_has_lost_their_link_has_it_again_in_two_clicks_of_the_clinicians(
    day: Day, costs: dict[str, Cost]
) -> None:
    ruiz, link = day.ruiz, await day.link("Wren")
    day.effort.taken()
    await ruiz.press("Copy link", within=("article", "Wren"))
    await ruiz.reads("Wren's link copied")
    again = costs["clinician, a lost link copied again"] = day.effort.taken()
    wren = await day.device(MAYA)
    await check_in(wren, link, "Wren")
    await ruiz.sees("button", "Admit", within=card_of("Wren"))
    assert again["clicks"] <= 2


async def test_in_the_evening_no_page_has_asked_anybody_but_the_practices_own_server(day: Day) -> None:
    asked = day.ruiz.requests + day.requests
    own = [address for address in asked if address.startswith((f"{day.server.url}/", "blob:", "data:"))]
    assert own
    assert [address for address in asked if address not in own] == []
