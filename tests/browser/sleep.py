"""A computer that sleeps: everything of a browser stands still, and it hears of nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_GONE = (FileNotFoundError, ProcessLookupError)


def _children(process: int) -> list[int]:
    """What a process has started: none when it has ended meanwhile."""
    found: list[int] = []
    with suppress(*_GONE):
        for task in Path(f"/proc/{process}/task").iterdir():
            # A thread that has ended leaves its children to another of the process.
            with suppress(*_GONE):
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _and_descendants(process: int) -> Iterator[int]:
    """A process and all that came of it, parents first."""
    yield process
    for child in _children(process):
        yield from _and_descendants(child)


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


@contextmanager
def asleep(process: int) -> Iterator[None]:
    """As long as the block runs, this browser does nothing, and does not know it. See `Person.process`."""
    stopped: list[int] = []
    try:
        # What is started while others are being stopped is stopped in the next round.
        while new := [one for one in _and_descendants(process) if one not in stopped]:
            _signal(new, signal.SIGSTOP)
            stopped += new
        yield
    finally:
        _signal(stopped, signal.SIGCONT)
