"""One server to a data folder: a room lives in exactly one process, and a restore must meet none."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from telehealth.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "server.lock"


class DataInUse(Refused):
    """A server runs on this data folder; the text says which."""


@contextmanager
def data_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for as long as the block runs. It goes with the process, however that ends (flock(2)).

    Raises DataInUse.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataInUse(
                f"A server is running on {folder}. Stop it first, or name another folder with --data."
            ) from error
        yield
    finally:
        os.close(handle)
