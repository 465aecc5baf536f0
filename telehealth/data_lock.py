"""One server to a data folder: a room lives in exactly one process, and a restore must meet none."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from telehealth.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "server.lock"
LONGEST_NOTE = 1024

log = structlog.get_logger()


class DataInUse(Refused):
    """A server runs on this data folder; the text says which."""


class DataLock:
    """A folder that is held. It may say where its server is to be found.

    What a server has written stays when it does not end in order, and its successor knows by that.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._has_noted = False

    def note(self, url: str) -> None:
        """Write down the server's public address, for commands that are typed beside it."""
        if not self._has_noted and os.fstat(self._handle).st_size:
            log.critical("the server before did not end in order")
        self._has_noted = True
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, url.encode(), 0)

    def clear(self) -> None:
        """The server has ended in order. What another one has left is not for this one to take away."""
        if self._has_noted:
            os.ftruncate(self._handle, 0)


@contextmanager
def data_lock(folder: Path) -> Iterator[DataLock]:
    """Hold the folder for as long as the block runs. It goes with the process, however that ends (flock(2)).

    Raises DataInUse.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _take(handle, fcntl.LOCK_EX):
            raise DataInUse(
                f"A server is running on {folder}. Stop it first, or name another folder with --data."
            )
        held = DataLock(handle)
        yield held
        held.clear()
    finally:
        os.close(handle)


def running_server(folder: Path) -> str | None:
    """The public address of the server that runs on this folder, "" while it starts; None if none does."""
    try:
        handle = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return None if _take(handle, fcntl.LOCK_SH) else os.pread(handle, LONGEST_NOTE, 0).decode()
    finally:
        os.close(handle)


def _take(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
