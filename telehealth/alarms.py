"""Alarms: log lines of level `critical`, one for whatever goes wrong where nobody waits for the result.

A process calls `install` once it has its loop. What an exception says is not written, for it may quote a
person: `log.py` keeps its type and where it was.
"""

from __future__ import annotations

import asyncio
import faulthandler
import sys
import threading
from typing import Any

import structlog

log = structlog.get_logger()


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Raise an alarm for what fails in this loop, in a thread, or where nothing can be raised.

    A process that C code ends says where it was (faulthandler(1)): file names and lines, and no values.
    """
    loop.set_exception_handler(in_the_loop)
    threading.excepthook = in_a_thread
    sys.unraisablehook = where_nothing_can_be_raised
    faulthandler.enable()


def in_the_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A task or a callback has failed, and nobody asked how it went."""
    where = "task" if "task" in context or "future" in context else "callback"
    log.critical("something failed that nobody waited for", kind=where, exc_info=context.get("exception"))


def in_a_thread(failed: threading.ExceptHookArgs) -> None:
    """A thread has ended by an exception."""
    log.critical("a thread failed", exc_info=failed.exc_value)


def where_nothing_can_be_raised(failed: sys.UnraisableHookArgs) -> None:
    """A destructor, or a callback from C, has failed."""
    log.critical("something failed that cannot be raised", exc_info=failed.exc_value)


def watch(task: asyncio.Task[Any], kind: str) -> None:
    """Raise an alarm when a task that is to run as long as the process ends by an exception."""

    def ended(task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.critical("a task of the server has died", kind=kind, exc_info=error)

    task.add_done_callback(ended)
