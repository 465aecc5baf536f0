"""Browsers, people and servers for the tests in this folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Playwright, async_playwright

from tests.browser import chromium, firefox
from tests.browser.gallery import Gallery, opened
from tests.browser.media import Appearance, Recordings
from tests.browser.person import Person
from tests.browser.server import DemoServer, demo

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    return Recordings(tmp_path_factory.mktemp("recordings"))


@pytest.fixture
def gallery() -> Gallery:
    return opened()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    with demo(tmp_path_factory.mktemp("server")) as running:
        yield running


class People:
    """Starts browsers for people, and closes those that are still open."""

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

    async def in_firefox(self, appearance: Appearance) -> firefox.FirefoxPerson:
        profile = self._profiles / f"firefox-{len(self._people)}"
        profile.mkdir()
        person = await self._stack.enter_async_context(firefox.start(appearance, profile))
        self._people.append(person)
        return person

    async def by(self, browser: str, appearance: Appearance) -> Person:
        """A person in the browser of this name."""
        return await (self.in_firefox if browser == "firefox" else self.in_chromium)(appearance)

    def complaints(self) -> list[str]:
        return [f"{person.appearance.name}: {text}" for person in self._people for text in person.complaints]


@pytest.fixture
async def people(recordings: Recordings, tmp_path: Path) -> AsyncIterator[People]:
    async with AsyncExitStack() as stack:
        everybody = People(recordings, tmp_path, stack)
        yield everybody
        assert everybody.complaints() == []
