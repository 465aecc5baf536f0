"""What tests of the relay share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.relay.stage import Stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A relay on the loopback interface."""
    async with Stage.set_up() as stage:
        yield stage
