"""The account: where one is signed in, another password, and the way back without one."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.journey import sign_in
from tests.browser.media import RUIZ
from tests.browser.office_hours import enrol, new_session, shown_code
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer

NEW_PASSWORD = "thimble meadow lacquer cousin river"


async def recover(person: Person, code: str) -> str:
    """The whole way with a code, to Today; returns the new code."""
    await person.fill("Username", "demo")
    await person.fill("Recovery code", code)
    await person.fill("New password", NEW_PASSWORD)
    await person.fill("Repeat new password", NEW_PASSWORD)
    await person.press("Continue")
    await person.sees("heading", "Your recovery code")
    new = await shown_code(person)
    await person.fill("Recovery code", new)
    await person.press("Continue")
    await person.sees("heading", "Today")
    return new


async def test_another_browser_is_signed_out_from_the_list(server: DemoServer, people: People) -> None:
    ruiz, other = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(RUIZ))
    await sign_in(ruiz, server)
    await sign_in(other, server)
    await ruiz.press("Your account")
    await ruiz.reads("this browser")
    await ruiz.press("End all others")
    await other.sees("heading", "Please sign in again")
    await ruiz.reads("signed out")
    await ruiz.press("Done")
    await ruiz.sees("article", "Maya")
    other.complaints.clear()


async def test_a_changed_password_holds_at_once_and_everywhere(server: DemoServer, people: People) -> None:
    ruiz, other = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(RUIZ))
    await sign_in(ruiz, server)
    await sign_in(other, server)
    await ruiz.press("Your account")
    await ruiz.press("Change password")
    await ruiz.fill("Current password", server.office.password)
    await ruiz.fill("New password", NEW_PASSWORD)
    await ruiz.fill("Repeat new password", NEW_PASSWORD)
    await ruiz.press("Continue")
    await ruiz.fill("Recovery code", await shown_code(ruiz))
    await ruiz.press("Continue")
    await ruiz.reads("Your password is changed")
    await other.sees("heading", "Please sign in again")
    await ruiz.press("Done")
    await ruiz.reload()
    await ruiz.sees("article", "Maya")
    await new_session(ruiz, "Ben")
    await other.open(f"{server.url}/sign-in")
    await other.fill("Username", server.office.username)
    await other.fill("Password", server.office.password)
    await other.press("Sign in")
    await other.sees("alert")
    await other.fill("Password", NEW_PASSWORD)
    await other.press("Sign in")
    await other.sees("article", "Ben")
    other.complaints.clear()


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_forgotten_password_is_recovered_with_the_code_once(
    browser: str, server: DemoServer, people: People
) -> None:
    ruiz = await people.by(browser, RUIZ)
    code = await enrol(ruiz, server.enrolment)
    await new_session(ruiz, "Maya")
    await ruiz.press("Your account")
    await ruiz.sees("button", "Ask for the code on new devices")
    await ruiz.press("Sign out")
    await ruiz.press("I forgot my password")
    new = await recover(ruiz, code)
    await ruiz.sees("article", "Maya")
    assert new != code
    await ruiz.press("Your account")
    await ruiz.sees("button", "Ask for the code on new devices")
    await ruiz.press("Sign out")
    await ruiz.press("I forgot my password")
    await ruiz.fill("Username", "demo")
    await ruiz.fill("Recovery code", code)
    await ruiz.fill("New password", NEW_PASSWORD)
    await ruiz.fill("Repeat new password", NEW_PASSWORD)
    await ruiz.press("Continue")
    await ruiz.sees("alert")
    ruiz.complaints[:] = [text for text in ruiz.complaints if "401" not in text]


async def ask_on_new_devices(person: Person, server: DemoServer) -> str:
    """Switch the recovery sheet on, on Today; returns the code on it."""
    await person.press("Your account")
    await person.press("Ask for the code on new devices")
    await person.fill("Current password", server.office.password)
    await person.press("Continue")
    code = await shown_code(person)
    await person.fill("Recovery code", code)
    await person.press("Continue")
    await person.reads("New devices ask for your new recovery code from now on")
    return code


async def give(person: Person, server: DemoServer) -> None:
    """Type username and password, and send them."""
    await person.fill("Username", server.office.username)
    await person.fill("Password", server.office.password)
    await person.press("Sign in")


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_recovery_sheet_is_asked_for_on_new_devices_alone(
    browser: str, server: DemoServer, people: People
) -> None:
    # One after the other: each takes a profile of its own.
    known = await people.by(browser, RUIZ)
    new = await people.by(browser, RUIZ)
    await sign_in(known, server)
    code = await ask_on_new_devices(known, server)
    await known.press("Sign out")
    await give(known, server)
    await known.sees("article", "Maya")
    await known.press("Lock now")
    await known.fill("Password", server.office.password)
    await known.press("Unlock")
    await known.sees("article", "Maya")
    await new.open(f"{server.url}/sign-in")
    await give(new, server)
    await new.reads("Username and password do not go together")
    await new.press("I use a recovery sheet")
    # The code of before: a true one, but void.
    await new.fill("Recovery code", server.office.code)
    await new.press("Sign in")
    await new.reads("Username, password and recovery code do not go together")
    await new.fill("Recovery code", code)
    await new.press("Sign in")
    await new.sees("article", "Maya")
    await new.press("Your account")
    await new.press("Sign out")
    await give(new, server)
    await new.sees("article", "Maya")
    new.complaints[:] = [text for text in new.complaints if "401" not in text]


async def test_somebody_removed_by_mistake_is_brought_back(server: DemoServer, people: People) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await ruiz.press("Remove", within=("article", "Maya"))
    await ruiz.press("Remove Maya")
    await ruiz.sees_no("article", "Maya")
    await ruiz.press("Your account")
    await ruiz.press("Show earlier copies")
    await ruiz.press("Bring back")
    await ruiz.reads("One person is back")
    await ruiz.press("Back")
    await ruiz.press("Done")
    await ruiz.sees("article", "Maya")
