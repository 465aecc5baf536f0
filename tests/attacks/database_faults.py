"""A database file that can be made unwritable and writable again, while a server uses it."""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from telehealth.errors import Unavailable
from telehealth.store.records import AuditRow
from telehealth.store.sql_store import SqlStore

MOST_PAGES = 2**31 - 2
FILLED = 5_000
"""Rows at most until a database that may not grow is full."""


class Fault(ABC):
    """What keeps the server from writing, from `begin` to `end`."""

    def __init__(self, store: SqlStore, path: Path) -> None:
        self.store = store
        self.path = path

    @abstractmethod
    async def begin(self) -> None: ...

    @abstractmethod
    async def end(self) -> None: ...


class Locked(Fault):
    """Another process writes, and does not come to an end."""

    async def begin(self) -> None:
        self._other = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        # In a thread: this may have to wait for the server, which commits in this very loop.
        await asyncio.to_thread(self._other.execute, "BEGIN IMMEDIATE")

    async def end(self) -> None:
        self._other.execute("ROLLBACK")
        self._other.close()


class OfConnections(Fault):
    """Something about each of the server's own connections."""

    wrong: str
    right: str

    def __init__(self, store: SqlStore, path: Path) -> None:
        super().__init__(store, path)
        self._pragma = self.right
        event.listen(store._database._readers.sync_engine, "checkout", self._taken)

    def _taken(
        self, connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {self._pragma}")
        cursor.close()

    async def begin(self) -> None:
        self._pragma = self.wrong

    async def end(self) -> None:
        self._pragma = self.right


class ReadOnly(OfConnections):
    """The disk may only be read."""

    wrong, right = "query_only = ON", "query_only = OFF"


class Full(OfConnections):
    """The file cannot grow (SQLITE_FULL), and is full."""

    wrong, right = "max_page_count = 1", f"max_page_count = {MOST_PAGES}"

    async def begin(self) -> None:
        await super().begin()
        for number in range(FILLED):
            try:
                await self.store.append_audit(AuditRow(time=float(number), event="filling", staff="nobody"))
            except Unavailable:
                return
        raise AssertionError("the database does not get full")


FAULTS: tuple[type[Fault], ...] = (ReadOnly, Locked, Full)
