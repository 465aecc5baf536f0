"""What every part of the SQL store is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telehealth.store.sealing import Sealing

if TYPE_CHECKING:
    from telehealth.store.database import Database
    from telehealth.store.sealing import Wrapping


class Part:
    """A part of `SqlStore`. A method is one transaction; functions beside it work within an open one."""

    def __init__(self, database: Database, wrapping: Wrapping) -> None:
        self._database = database
        self._sealing = Sealing(wrapping)
