"""The steps of a session, as its people take them."""

from __future__ import annotations

import asyncio
import re

from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears
from tests.office import PASSWORD


async def sign_in(clinician: Person, server: DemoServer, password: str = PASSWORD) -> None:
    """The clinician, whose account has been set up, opens Today."""
    # The links are in the vault before it is opened.
    assert server.client
    await clinician.open(f"{server.url}/sign-in")
    await clinician.fill("Username", server.office.username)
    await clinician.fill("Password", password)
    await clinician.press("Sign in")
    await clinician.sees("heading", "Today")


async def sit_down(clinician: Person, server: DemoServer) -> None:
    """The clinician signs in and switches camera and microphone on."""
    await sign_in(clinician, server)
    await clinician.press("Use camera and microphone")
    await clinician.sees("combobox", "Camera")


async def arrive(client: Person, link: str) -> None:
    """The client opens the link, and tries to switch camera and microphone on."""
    await client.open(link)
    await client.sees("heading", "Check in")
    await client.press("Use camera and microphone")
    await client.sees("combobox", "Camera")


async def introduce(client: Person, name: str = "") -> None:
    """The client tells their name, agrees and waits."""
    await client.fill("Your name", name or client.appearance.name)
    await client.tick(re.compile("^I agree"))
    await client.press("I'm ready")
    await client.reads("Waiting for")


async def check_in(client: Person, link: str, name: str = "") -> None:
    """The whole way into the waiting room."""
    await arrive(client, link)
    await introduce(client, name)


async def admit(clinician: Person, name: str) -> None:
    """The clinician lets in the person who waits under this name or label."""
    await clinician.press("Admit", within=("article", re.compile(name)))


async def begin(clinician: Person, client: Person, server: DemoServer) -> tuple[str, str]:
    """Bring two people into a session, who see and hear each other.

    Returns the ids under which the clinician sees the client and the client the clinician.
    """
    await asyncio.gather(sit_down(clinician, server), check_in(client, server.client))
    await admit(clinician, client.appearance.name)
    seen = await asyncio.gather(
        sees_and_hears(clinician, client.appearance), sees_and_hears(client, clinician.appearance)
    )
    return seen[0], seen[1]


async def has_ended(client: Person) -> None:
    """The client reads that the session is over, and may come back."""
    await client.sees("heading", "The session has ended")
    await client.sees("button", "Rejoin")
