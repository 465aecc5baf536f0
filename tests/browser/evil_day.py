"""A working day at a server that lies: one clinician's page, clients who come, and what an attacker has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from telehealth.security.tokens import unpadded_bytes
from tests.browser.chromium import ChromiumPerson
from tests.browser.connections import REMEMBER
from tests.browser.day import Day
from tests.browser.deadline import until
from tests.browser.effort import Effort
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import EvilServer, Said, evil_server
from tests.browser.firefox import FirefoxPerson
from tests.browser.journey import arrive, introduce, switch_on
from tests.browser.media import MAYA, RUIZ, Appearance, Recordings
from tests.browser.people import People, gathered
from tests.browser.server import DemoServer, demo
from tests.browser.stranger import Stranger
from tests.office import PASSWORD
from tests.privacy.envelopes import Envelope, EnvelopeRefused, read

KNOWN = "knows that you are here"
"""What a client reads as soon as the clinician's page has their card."""


class EvilDay(Day):
    """Everybody's address is the lying server's; `server` is the real one behind it."""

    def __init__(
        self, server: DemoServer, people: People, ruiz: ChromiumPerson, effort: Effort, evil: EvilServer
    ) -> None:
        super().__init__(server, people, ruiz, effort)
        self.evil = evil
        self._is_holed = False

    async def reload(self, *holes: Hole) -> None:
        """The clinician loads their page again; with holes, it lacks those defences."""
        if not holes:
            await self._reload()
            return
        with self.evil.defences.without(*holes):
            await self._reload()
        self._is_holed = True

    async def _reload(self) -> None:
        self._is_holed = False
        await self.ruiz.reload()
        await self.ruiz.sees("heading", "Today")
        # Camera and microphone come back by themselves, unless a session has just switched them off.
        start = self.ruiz.page.get_by_role("button", name="Use camera and microphone", exact=True)
        choice = self.ruiz.page.get_by_role("combobox", name="Camera", exact=True)
        await start.or_(choice).first.wait_for()
        if await start.is_visible():
            await start.click()
        await choice.wait_for()

    async def arrives(
        self, label: str, *holes: Hole, link: str = "", appearance: Appearance = MAYA
    ) -> tuple[ChromiumPerson, str, str]:
        """Somebody new at the form of a page with these holes: their device, their link, and who they are."""
        link, device = link or await self.link(label), await self.device(appearance)
        await device.prepare_pages(REMEMBER)
        known = {line.you for line in self.evil.lines}
        if holes:
            with self.evil.defences.without(*holes):
                await arrive(device, link)
        else:
            await arrive(device, link)
        (you,) = {line.you for line in self.evil.lines if line.is_open} - known
        return device, link, you

    async def waits(self, label: str, *holes: Hole) -> tuple[ChromiumPerson, str, str]:
        """The same of somebody who waits, and whom the clinician's page knows."""
        device, link, you = await self.arrives(label, *holes)
        await introduce(device, label)
        await device.reads(KNOWN)
        return device, link, you

    async def in_firefox(self, appearance: Appearance) -> FirefoxPerson:
        """Somebody who looks so, in Firefox, until the evening."""
        person = await self._people.in_firefox(appearance)
        await person.prepare_pages(REMEMBER)
        return person

    async def tidy(self) -> list[str]:
        complaints = await super().tidy()
        self.evil.record.clear()
        self.evil.requests.clear()
        if self._is_holed:
            await self.reload()
        return complaints


async def is_known(stranger: Stranger) -> None:
    """The clinician's page has taken somebody's card."""

    async def taken() -> bool:
        return stranger.taken > 0

    await until(taken, "the card is taken", 15)


def envelope(said: Said) -> Envelope | None:
    """What a sealed message is from outside; None for anything else."""
    if said["type"] != "sealed":
        return None
    try:
        return read(unpadded_bytes(said["body"]))
    except EnvelopeRefused:
        return None


async def words_shown(person: ChromiumPerson) -> list[str]:
    """The safety words that a page shows of the one person with whom it has any, open or not."""
    words = person.page.locator(".safety-words li")
    return [text.strip() for text in await words.all_text_contents()]


@asynccontextmanager
async def evil_day(recordings: Recordings, folders: pytest.TempPathFactory) -> AsyncIterator[EvilDay]:
    """The clinician's page is open, with camera and microphone, at a server that so far says the truth."""
    async with gathered(recordings, folders.mktemp("profiles")) as people:
        with demo(folders.mktemp("server")) as server:
            office = server.office
            async with evil_server(server.url) as evil:
                ruiz = await people.in_chromium(RUIZ)
                effort = await Effort.of(ruiz)
                await ruiz.open(f"{evil.url}/sign-in")
                await ruiz.fill("Username", office.username)
                await ruiz.fill("Password", PASSWORD)
                await ruiz.press("Sign in")
                await ruiz.sees("heading", "Today")
                await switch_on(ruiz)
                yield EvilDay(server, people, ruiz, effort, evil)
                await people.go_home()
