"""A database of each kind, and the store in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from telehealth.store.database import Database
from telehealth.store.sql_store import SqlStore
from tests.store.facts import DATABASES, WRAPPING, in_a_file


@pytest.fixture(params=DATABASES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    opened = await DATABASES[request.param](tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, WRAPPING)


@pytest.fixture
async def file_store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """The store in `facts.NAME`, for tests that look at the file."""
    opened = SqlStore(await in_a_file(tmp_path), WRAPPING)
    yield opened
    await opened.close()
