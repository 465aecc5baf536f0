"""How much of everything a process has, in its log when SIGUSR1 asks: numbers, and nothing of anybody.

What an operator, and the test of growth, looks at: see docs/BOUNDS.md.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

REQUEST = signal.SIGUSR1
_PROC = Path("/proc/self")

log = structlog.get_logger()


@contextmanager
def held_back() -> Iterator[None]:
    """A process that is started in here inherits that the signal waits until `on_request`."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {REQUEST})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {REQUEST})


def on_request(counts: Callable[[], Mapping[str, int]]) -> None:
    """Write a line at every SIGUSR1 from now on, `counts` and those of any process. Needs the running loop.

    The supervisor starts its children with the signal held back: by one that a process has no handler for yet
    it would end.
    """
    asyncio.get_running_loop().add_signal_handler(REQUEST, lambda: write(counts()))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {REQUEST})


def write(counts: Mapping[str, int]) -> None:
    """One line in the log."""
    log.info("census", **counts, **of_process())


def of_process() -> dict[str, int]:
    """Tasks of the running loop, open descriptors, and resident memory in units of 1,024 bytes."""
    pages = int((_PROC / "statm").read_text("ascii").split()[1])
    return {
        "tasks": len(asyncio.all_tasks()),
        # The one that reads the folder is among them.
        "descriptors": sum(1 for _ in (_PROC / "fd").iterdir()) - 1,
        "kilobytes": pages * os.sysconf("SC_PAGE_SIZE") // 1024,
    }
