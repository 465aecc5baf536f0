"""The scene that tests of the hub play in, and a whole server for those of sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.signalling.scene import Scene, staged
from tests.web.running import Running, running


@pytest.fixture
async def hub_scene() -> AsyncIterator[Scene]:
    async with staged() as scene:
        yield scene


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started
