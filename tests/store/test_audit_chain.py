"""The audit log as a chain: whoever changes, removes or inserts a row is found, with the row."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import AsyncGenerator, Callable
from functools import partial
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from telehealth.store.audit_chain import (
    FIRST_PREVIOUS,
    Chain,
    Fault,
    entry_after,
    entry_hash,
    purge_row,
    verify,
    verify_stream,
)
from telehealth.store.records import AuditEntry, AuditRow

KNOWN = "98a7c82963380cd48ff45159a01801eaabf147643ceb173740fc6387ef8c147e"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
ROWS = st.builds(
    AuditRow,
    time=st.floats(allow_nan=False, allow_infinity=False),
    event=TEXTS,
    staff=TEXTS,
    room=TEXTS,
    outcome=TEXTS,
    method=TEXTS,
    consent_version=TEXTS,
)


def chain(rows: list[AuditRow]) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for row in rows:
        entries.append(entry_after(entries[-1] if entries else None, row))
    return entries


def log(count: int) -> list[AuditEntry]:
    return chain(
        [AuditRow(time=float(number), event="noted", staff="ruiz") for number in range(1, count + 1)]
    )


def purged(count: int, through: int) -> list[AuditEntry]:
    """What is left of a log of so many rows when the first ones were purged."""
    whole = log(count)
    return [*whole, entry_after(whole[-1], purge_row(99.0, "server", through))][through:]


def by_the_book(number: int, row: AuditRow, previous: bytes) -> bytes:
    """The hash, from the words of the module's docstring alone."""
    message = b"telehealth/1 audit\x00" + previous + number.to_bytes(8, "big") + struct.pack("!d", row.time)
    for text in (row.event, row.staff, row.room, row.outcome, row.method, row.consent_version):
        message += len(text.encode()).to_bytes(4, "big") + text.encode()
    return hashlib.sha256(message).digest()


def test_a_known_row_has_a_known_hash() -> None:
    row = AuditRow(
        time=1_796_083_200.25,
        event="admitted",
        staff="AAAAAAAAAAAAAAAAAAAAAA",
        room="0123456789abcdef",
        outcome="done",
        method="code word",
        consent_version="2026-10",
    )
    assert entry_hash(1, row, FIRST_PREVIOUS).hex() == by_the_book(1, row, bytes(32)).hex() == KNOWN


@settings(deadline=None)
@given(st.integers(1, 2**63), ROWS, st.binary(min_size=32, max_size=32))
def test_the_hash_is_what_the_book_says(number: int, row: AuditRow, previous: bytes) -> None:
    row = replace(row, time=row.time + 0.0)
    assert entry_hash(number, row, previous) == by_the_book(number, row, previous)


def test_zero_has_one_encoding() -> None:
    zero, minus = (AuditRow(time=time, event="", staff="") for time in (0.0, -0.0))
    assert math.copysign(1, minus.time) == -1
    assert entry_hash(1, zero, FIRST_PREVIOUS) == entry_hash(1, minus, FIRST_PREVIOUS)


def test_a_letter_that_moves_to_the_next_field_changes_the_hash() -> None:
    one = AuditRow(time=1.0, event="ab", staff="c")
    other = AuditRow(time=1.0, event="a", staff="bc")
    assert entry_hash(1, one, FIRST_PREVIOUS) != entry_hash(1, other, FIRST_PREVIOUS)


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_number_without_an_encoding_has_no_hash(number: int) -> None:
    with pytest.raises(ValueError, match="encoding"):
        entry_hash(number, AuditRow(time=1.0, event="", staff=""), FIRST_PREVIOUS)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_a_chain_is_whole_as_it_was_made(rows: list[AuditRow]) -> None:
    entries = chain(rows)
    assert verify(entries) is None
    assert [entry.number for entry in entries] == list(range(1, len(rows) + 1))


def exclaimed(name: str, entry: AuditEntry) -> AuditEntry:
    return replace(entry, row=replace(entry.row, **{name: f"{getattr(entry.row, name)}!"}))


CHANGES: dict[str, Callable[[AuditEntry], AuditEntry]] = {
    "time": lambda entry: replace(entry, row=replace(entry.row, time=math.nextafter(entry.row.time, 0.0))),
    **{
        name: partial(exclaimed, name)
        for name in ("event", "staff", "room", "outcome", "method", "consent_version")
    },
    "previous": lambda entry: replace(entry, previous=bytes([entry.previous[0] ^ 1]) + entry.previous[1:]),
    "hash": lambda entry: replace(entry, hash=entry.hash[:-1] + bytes([entry.hash[-1] ^ 1])),
    "number": lambda entry: replace(entry, number=entry.number + 1),
    "lone surrogate": lambda entry: replace(entry, row=replace(entry.row, event="\udcff")),
    "nothing left": lambda entry: replace(entry, previous=b"", hash=b""),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("position", [0, 3, 6])
def test_a_changed_row_is_found(change: str, position: int) -> None:
    entries = log(7)
    entries[position] = CHANGES[change](entries[position])
    fault = verify(entries)
    assert fault is not None
    assert fault.number == entries[position].number


def test_a_row_changed_together_with_its_hash_is_found_at_the_next() -> None:
    entries = log(7)
    entries[3] = entry_after(entries[2], replace(entries[3].row, event="refused"))
    assert verify(entries) == Fault(5, "it does not continue the row before: one of the two was changed")


@pytest.mark.parametrize("position", range(1, 6))
def test_a_removed_row_is_found(position: int) -> None:
    entries = log(7)
    del entries[position]
    fault = verify(entries)
    assert fault is not None
    assert fault.number == position + 2
    assert f"number {position + 1}" in fault.why


def test_a_repeated_row_and_two_that_changed_places_are_found() -> None:
    entries = log(4)
    assert verify([*entries[:2], *entries[1:]]) == Fault(
        2, "it should be number 3: a row is missing, or stands in the wrong place"
    )
    assert verify([entries[0], entries[2], entries[1], entries[3]]) is not None


def test_a_log_without_its_beginning_is_found() -> None:
    fault = verify(log(7)[2:])
    assert fault is not None
    assert fault.number == 3
    assert "through 2" in fault.why


def test_a_purged_log_is_whole() -> None:
    assert verify(purged(7, 3)) is None
    assert verify(purged(7, 7)) is None


@pytest.mark.parametrize("left", [4, 5, 6])
def test_more_removed_than_was_purged_is_found(left: int) -> None:
    entries = purged(7, 3)[left - 3 :]
    fault = verify(entries)
    assert fault is not None
    assert fault.number == left + 1


@pytest.mark.parametrize("outcome", ["through 2", "through 03", "through 3 ", "3", "through ³", "through 33"])
def test_only_a_row_that_names_what_was_purged_allows_it(outcome: str) -> None:
    whole = log(7)
    noted = entry_after(whole[-1], replace(purge_row(99.0, "server", 3), outcome=outcome))
    assert verify([*whole, noted][3:]) is not None


def test_a_row_of_another_event_allows_nothing() -> None:
    whole = log(7)
    noted = entry_after(whole[-1], replace(purge_row(99.0, "server", 3), event="noted"))
    assert verify([*whole, noted][3:]) is not None


@pytest.mark.parametrize("number", [0, -3])
def test_rows_are_numbered_from_one(number: int) -> None:
    entry = replace(log(1)[0], number=number)
    assert verify([entry]) == Fault(number, "rows are numbered from 1")


def test_nothing_is_whole() -> None:
    assert verify([]) is None


def test_a_fault_is_told_at_once_and_the_first_one_counts() -> None:
    entries = log(5)
    entries[1], entries[3] = (CHANGES["event"](entries[number]) for number in (1, 3))
    chain_of_them = Chain()
    told = [chain_of_them.take(entry) for entry in entries]
    assert told[0] is None
    assert told[1] is not None
    assert told[1:] == [told[1]] * 4
    assert chain_of_them.end() == told[1]


@pytest.mark.parametrize("broken", [False, True])
async def test_a_stream_is_verified_and_closed(*, broken: bool) -> None:
    state: list[Literal["closed"]] = []

    async def entries() -> AsyncGenerator[AuditEntry, None]:
        try:
            for entry in log(5)[1 if broken else 0 :]:
                yield entry
        finally:
            state.append("closed")

    assert (await verify_stream(entries()) is not None) == broken
    assert state == ["closed"]


def test_every_field_of_a_row_is_in_its_hash() -> None:
    assert set(asdict(AuditRow(time=0.0, event="", staff=""))) <= set(CHANGES)
