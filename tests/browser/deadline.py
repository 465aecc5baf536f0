"""The one place where a test waits for something that announces itself to nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Value = TypeVar("Value")


async def until(
    look: Callable[[], Awaitable[Value | None]],
    what: str,
    seconds: float = 10.0,
    instead: Callable[[], object] | None = None,
) -> Value:
    """Look 20 times a second until there is something to see, and return it.

    Raises `AssertionError` when that takes longer than `seconds`, naming `what` and what was there `instead`.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        seen = await look()
        if seen:
            return seen
        if loop.time() > deadline:
            there = f"; instead: {instead()}" if instead else ""
            raise AssertionError(f"after {seconds:g} s still not: {what}{there}")
        await asyncio.sleep(0.05)
