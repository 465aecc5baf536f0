"""From a fresh server to a link made on Today, and to a call by it; and what it costs in clicks and keys."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.browser.effort import Effort, type_into
from tests.browser.journey import card_of, check_in
from tests.browser.media import MAYA, RUIZ
from tests.browser.office_hours import enrol, link_of, new_session, shown_code
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears
from tests.office import PASSWORD

ARTEFACTS = Path(__file__).parent.parent.parent / "artefacts"


async def test_from_a_fresh_server_to_a_copied_link_is_a_few_clicks(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    effort = await Effort.of(ruiz)
    await ruiz.open(server.enrolment)
    await ruiz.sees("button", "Use these words")
    await type_into(ruiz, "Your public name", "Dr Ruiz")
    await ruiz.press("Use these words")
    await ruiz.press("Create account")
    await type_into(ruiz, "Recovery code", (await shown_code(ruiz)).replace("-", "").lower() + "\n")
    await ruiz.sees("heading", "Today")
    account = effort.taken()
    await ruiz.press("New session")
    await type_into(ruiz, "Private label", "Maya\n")
    await ruiz.press("Copy link", within=("dialog", "Maya's link"))
    await ruiz.reads("Maya's link copied")
    first_link = effort.taken()
    await ruiz.press("Done")
    effort.taken()
    await ruiz.press("Copy link", within=("article", "Maya"))
    await ruiz.reads("Maya's link copied")
    same_link = effort.taken()
    report = {"account": account, "new person to copied link": first_link, "copied again": same_link}
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / "effort.json").write_text(json.dumps(report, indent=2))
    sys.stdout.write(f"\nfrom a fresh server to a copied link: {json.dumps(report)}\n")
    assert (account["clicks"], first_link["clicks"], same_link["clicks"]) == (2, 2, 1)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_an_account_set_up_in_one_browser_is_opened_and_used_in_the_same_and_in_another(
    browser: str, server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.by(browser, RUIZ), people.in_chromium(MAYA))
    await enrol(ruiz, server.enrolment)
    link = await new_session(ruiz, "Maya", "heron")
    # The key survives a reload, and a page is not locked by it.
    await ruiz.reload()
    await ruiz.sees("article", "Maya")
    await ruiz.press("Your account")
    await ruiz.sees("button", "Ask for the code on new devices")
    await ruiz.press("Sign out")
    await ruiz.sees("heading", "Sign in")
    await ruiz.fill("Username", "demo")
    await ruiz.fill("Password", "a wrong password of mine")
    await ruiz.press("Sign in")
    await ruiz.sees("alert")
    await ruiz.fill("Password", PASSWORD)
    await ruiz.press("Sign in")
    await ruiz.sees("heading", "Today")
    assert await link_of(ruiz, "Maya") == link
    await ruiz.press("Use camera and microphone")
    await ruiz.sees("combobox", "Camera")
    await check_in(maya, link, "Maya Q.", " HERON ")
    await ruiz.reads("says: Maya Q.")
    await ruiz.press("Admit: code word matched", within=card_of("Maya"))
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    ruiz.complaints[:] = [text for text in ruiz.complaints if "401" not in text]
