"""Starts browsers for people, and closes those that are still open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from playwright.async_api import Playwright, async_playwright

from tests.browser import chromium, firefox
from tests.browser.media import Appearance, Recordings
from tests.browser.person import Person


class People:
    """Everybody who takes part in a test, each in a browser of their own."""

    def __init__(self, recordings: Recordings, profiles: Path, stack: AsyncExitStack) -> None:
        self._recordings = recordings
        self._profiles = profiles
        self._stack = stack
        self._playwright: Playwright | None = None
        self._people: list[Person] = []
        self._starting = asyncio.Lock()

    async def in_chromium(
        self, appearance: Appearance, setting: chromium.Setting | None = None
    ) -> chromium.ChromiumPerson:
        async with self._starting:
            if self._playwright is None:
                self._playwright = await self._stack.enter_async_context(async_playwright())
        person = await chromium.start(self._playwright, appearance, self._recordings, setting)
        self._stack.push_async_callback(person.close)
        self._people.append(person)
        return person

    async def in_firefox(self, appearance: Appearance, *, plays: bool = True) -> firefox.FirefoxPerson:
        profile = self._profiles / f"firefox-{len(self._people)}"
        profile.mkdir()
        person = await self._stack.enter_async_context(firefox.start(appearance, profile, plays=plays))
        self._people.append(person)
        return person

    async def by(self, browser: str, appearance: Appearance) -> Person:
        """A person in the browser of this name."""
        return await (self.in_firefox if browser == "firefox" else self.in_chromium)(appearance)

    def take_complaints(self) -> list[str]:
        """What the browsers have complained of since the last time."""
        found = [f"{person.appearance.name}: {text}" for person in self._people for text in person.complaints]
        for person in self._people:
            person.complaints.clear()
        return found

    async def go_home(self) -> None:
        """Close every browser now."""
        await self._stack.aclose()


@asynccontextmanager
async def gathered(recordings: Recordings, profiles: Path) -> AsyncIterator[People]:
    """Nobody yet; whoever comes is gone with the block."""
    async with AsyncExitStack() as stack:
        yield People(recordings, profiles, stack)
