"""The audit log as a chain: each entry holds a hash of its own and the one before's. Pure.

    hash = SHA-256( "telehealth/1 audit" ‖ 00
                    ‖ previous                       32 bytes; zeros before number 1
                    ‖ number                         8 bytes, big-endian, unsigned
                    ‖ time                           8 bytes, IEEE 754 binary64, big-endian; zero is positive
                    ‖ for each of event, staff, room, outcome, method, consent_version, in this order:
                          length in bytes            4 bytes, big-endian, unsigned
                          the text                   UTF-8 )

Every field has a fixed length or says its length, so no two rows have one encoding. Numbers begin with 1 and
have no gaps. Old rows may be purged from the beginning: the purge of rows 1 to N first appends a row with the
event `audit_purged` and the outcome `through N`; a chain that begins with N+1 is whole only with that row.

What a chain alone cannot show is a missing end, or that everything was made anew: clinicians' vaults remember
the last number and hash that they have seen.
"""

from __future__ import annotations

import hashlib
import re
import struct
from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.store.records import AuditEntry, AuditRow

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

DOMAIN = b"telehealth/1 audit\x00"
FIRST_PREVIOUS = bytes(32)
PURGED = "audit_purged"
THROUGH = re.compile(r"through ([1-9][0-9]{0,18})", re.ASCII)


class Fault(Struct, frozen=True):
    """Where a chain is broken first, and how."""

    number: int
    why: str


def entry_hash(number: int, row: AuditRow, previous: bytes) -> bytes:
    """32 bytes; the module's docstring says of what. Raises ValueError for what has no encoding."""
    texts = (row.event, row.staff, row.room, row.outcome, row.method, row.consent_version)
    encoded = [text.encode("utf-8") for text in texts]
    try:
        head = previous + struct.pack(">Qd", number, row.time + 0.0)
        fields = b"".join(struct.pack(">I", len(text)) + text for text in encoded)
    except struct.error as error:
        raise ValueError("this row has no encoding") from error
    return hashlib.sha256(DOMAIN + head + fields).digest()


def entry_after(head: AuditEntry | None, row: AuditRow) -> AuditEntry:
    """The row as the next entry of a chain that ends with `head`, or begins with this row."""
    number = head.number + 1 if head is not None else 1
    previous = head.hash if head is not None else FIRST_PREVIOUS
    return AuditEntry(number=number, row=row, previous=previous, hash=entry_hash(number, row, previous))


def purge_row(time: float, staff: str, through: int) -> AuditRow:
    """What the purge of all entries up to this number appends first."""
    return AuditRow(time=time, event=PURGED, staff=staff, outcome=f"through {through}")


class Chain:
    """Verifies entries one after the other. Needs no more memory for many than for one."""

    def __init__(self) -> None:
        self._first = 0
        self._last: AuditEntry | None = None
        self._fault: Fault | None = None
        self._purge_noted = False

    def take(self, entry: AuditEntry) -> Fault | None:
        """The first fault up to and with this entry, if there is any."""
        if self._fault is None:
            why = self._fault_of(entry)
            if why:
                self._fault = Fault(entry.number, why)
        if self._last is None:
            self._first = entry.number
        named = THROUGH.fullmatch(entry.row.outcome) if entry.row.event == PURGED else None
        if named is not None and int(named[1]) == self._first - 1:
            self._purge_noted = True
        self._last = entry
        return self._fault

    def end(self) -> Fault | None:
        """The first fault of the whole chain, now that all entries were taken."""
        if self._first > 1 and not self._purge_noted:
            before = self._first - 1
            return Fault(
                self._first, f"the rows before it are gone, and no row says `purged through {before}`"
            )
        return self._fault

    def _fault_of(self, entry: AuditEntry) -> str:
        last = self._last
        if last is None and entry.number < 1:
            return "rows are numbered from 1"
        if last is not None and entry.number != last.number + 1:
            return f"it should be number {last.number + 1}: a row is missing, or stands in the wrong place"
        expected = last.hash if last is not None else FIRST_PREVIOUS
        if (last is not None or entry.number == 1) and entry.previous != expected:
            return "it does not continue the row before: one of the two was changed"
        try:
            right = entry_hash(entry.number, entry.row, entry.previous) == entry.hash
        except ValueError:
            right = False
        return "" if right else "it was changed: its content does not have its hash"


def verify(entries: Iterable[AuditEntry]) -> Fault | None:
    """The first faulty row of a chain and what is wrong with it; None for one that is whole."""
    chain = Chain()
    for entry in entries:
        chain.take(entry)
    return chain.end()


async def verify_stream(entries: AsyncGenerator[AuditEntry, None]) -> Fault | None:
    """The same of entries that come as they are read, such as `SqlStore.audit()`. Closes it in the end."""
    chain = Chain()
    async with aclosing(entries):
        async for entry in entries:
            chain.take(entry)
    return chain.end()
