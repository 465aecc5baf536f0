"""What a clinician does between sessions, as they do it."""

from __future__ import annotations

import re

from tests.browser.person import Person
from tests.office import PASSWORD

CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}"


async def shown_code(person: Person) -> str:
    """The recovery code on the page."""
    await person.sees("textbox", "Recovery code")
    found = re.search(CODE, await person.evaluate("() => document.body.innerText"))
    assert found is not None
    return found[0]


async def enrol(clinician: Person, link: str, password: str = PASSWORD) -> str:
    """Set up the account, from the link to Today; returns the recovery code."""
    await clinician.open(link)
    await clinician.fill("Your public name", "Dr Ruiz")
    await clinician.fill("Password", password)
    await clinician.fill("Repeat password", password)
    await clinician.press("Create account")
    code = await shown_code(clinician)
    await clinician.fill("Recovery code", code.lower())
    await clinician.press("Continue")
    await clinician.sees("heading", "Today")
    return code


async def new_session(clinician: Person, label: str, code_word: str = "") -> str:
    """Make a link for somebody new, and return it."""
    await clinician.press("New session")
    await clinician.fill("Private label", label)
    if code_word:
        await clinician.fill("Code word", code_word)
    await clinician.press("Create link")
    link = await clinician.copy_of("Client link")
    await clinician.press("Done")
    return link


async def link_of(clinician: Person, label: str) -> str:
    """The link of somebody who is there already."""
    await clinician.press("More", within=("article", label))
    await clinician.press("Show link", within=("article", label))
    link = await clinician.copy_of("Client link")
    await clinician.press("Done")
    return link


async def guest_link(clinician: Person, guest: str) -> str:
    """Make a link for a guest, in the dialog that is open by now, and return it."""
    await clinician.fill("Guest", guest)
    await clinician.press("Create link")
    link = await clinician.copy_of("Guest link")
    await clinician.press("Done")
    return link
