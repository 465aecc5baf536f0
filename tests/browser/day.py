"""A working day: one server, the clinician's one page from morning to evening, and clients who come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browser.chromium import ChromiumPerson, Setting
from tests.browser.effort import Effort
from tests.browser.journey import admit, check_in, open_today, switch_on
from tests.browser.media import MAYA, RUIZ, Appearance
from tests.browser.office_hours import new_session
from tests.browser.people import People
from tests.browser.server import DemoServer, demo
from tests.browser.watching import sees_face


class Day:
    """What the tests of one file share. Each leaves it with nobody in session and no client's page open."""

    def __init__(self, server: DemoServer, people: People, ruiz: ChromiumPerson, effort: Effort) -> None:
        self.server = server
        self.ruiz = ruiz
        self.effort = effort
        """The clinician's."""
        self._people = people
        self._browsers: dict[str, ChromiumPerson] = {}
        self._devices: list[ChromiumPerson] = []
        self.requests: list[str] = []
        """The addresses that clients' pages asked for, of those that are closed by now."""

    async def device(self, appearance: Appearance = MAYA, setting: Setting | None = None) -> ChromiumPerson:
        """A fresh device in the hands of somebody who looks so. A face costs a process, a device does not."""
        browser = self._browsers.get(appearance.name)
        if browser is None:
            browser = self._browsers[appearance.name] = await self._people.in_chromium(appearance)
        device = await browser.device(setting)
        self._devices.append(device)
        return device

    async def link(self, label: str, code_word: str = "") -> str:
        """A link for somebody new, made on Today."""
        return await new_session(self.ruiz, label, code_word)

    async def waiting(self, label: str, appearance: Appearance = MAYA) -> tuple[ChromiumPerson, str]:
        """Somebody new who waits, and their link."""
        link, device = await self.link(label), await self.device(appearance)
        await check_in(device, link, label)
        return device, link

    async def in_session(self, label: str, appearance: Appearance = MAYA) -> tuple[ChromiumPerson, str]:
        """Somebody new in a session of their own, and their link."""
        device, link = await self.waiting(label, appearance)
        await admit(self.ruiz, label)
        await asyncio.gather(sees_face(self.ruiz, appearance), sees_face(device, RUIZ))
        return device, link

    async def end_session(self) -> None:
        """The clinician is back on Today."""
        await self.ruiz.press("End session")
        await self.ruiz.sees("heading", "Today")

    async def tidy(self) -> list[str]:
        """Whatever a test has left open is closed. Returns what the browsers complained of meanwhile."""
        page = self.ruiz.page
        if await page.get_by_role("dialog").filter(visible=True).count():
            await self.ruiz.key("Escape")
        if await page.get_by_role("button", name="End session", exact=True).filter(visible=True).count():
            await self.end_session()
        for device in self._devices:
            self.requests += device.requests
            await device.go_dark()
        self._devices.clear()
        return self._people.take_complaints()


@asynccontextmanager
async def working_day(folder: Path, people: People) -> AsyncIterator[Day]:
    """From the morning, when the clinician signs in and switches camera and microphone on, to the evening."""
    with demo(folder) as server:
        ruiz = await people.in_chromium(RUIZ)
        effort = await Effort.of(ruiz)
        await open_today(ruiz, server)
        await switch_on(ruiz)
        yield Day(server, people, ruiz, effort)
        # The browsers are closed first: a page that loses its server complains of it.
        await people.go_home()
