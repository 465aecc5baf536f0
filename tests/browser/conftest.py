"""Browsers, people and servers for the tests in this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.day import Day, working_day
from tests.browser.gallery import Gallery, opened
from tests.browser.media import Recordings
from tests.browser.people import People, gathered
from tests.browser.practice_server import PracticeServer, practice
from tests.browser.server import DemoServer, demo

HERE = Path(__file__).parent

__all__ = ["People"]


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


@pytest.fixture
def practice_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    with practice(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
async def people(recordings: Recordings, tmp_path: Path) -> AsyncIterator[People]:
    async with gathered(recordings, tmp_path) as everybody:
        yield everybody
        assert everybody.take_complaints() == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Day]:
    async with (
        gathered(recordings, tmp_path_factory.mktemp("profiles")) as everybody,
        working_day(tmp_path_factory.mktemp("server"), everybody) as day,
    ):
        yield day


@pytest_asyncio.fixture(loop_scope="module")
async def day(whole_day: Day) -> AsyncIterator[Day]:
    """The day that the tests of a file share. They are marked `asyncio(loop_scope="module")`."""
    yield whole_day
    assert await whole_day.tidy() == []
