"""The scene that tests of the hub play in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.signalling.scene import Scene, staged


@pytest.fixture
async def hub_scene() -> AsyncIterator[Scene]:
    async with staged() as scene:
        yield scene
