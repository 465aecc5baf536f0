"""`telehealth audit`: whether the log of what staff did is whole, and a copy of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import IO

import click
import msgspec

from telehealth.administration import opened_store
from telehealth.commands.place import Place, existing, place_options
from telehealth.store.audit_chain import Fault, verify_stream
from telehealth.store.audit_chain import verify as verify_entries
from telehealth.store.records import AuditEntry


@click.group()
def audit() -> None:
    """Verify and export the audit log."""


@audit.command()
@click.argument("file", type=click.File("rb"), required=False)
@place_options
def verify(file: IO[bytes] | None, config: Path | None, data: Path | None) -> None:
    """Check that no row was changed, removed or put in between; with FILE, those of an exported log.

    Each row holds the hash of the one before. Whoever makes the whole log anew, or cuts off its end, is
    noticed by the clinicians' own browsers, which remember the last hash they saw.
    """
    fault = _of_file(file) if file is not None else asyncio.run(_of_database(existing(config, data)))
    if fault is not None:
        raise click.ClickException(f"Row {fault.number} of the audit log is not right: {fault.why}.")
    click.echo("The audit log is whole.")


@audit.command()
@place_options
def export(config: Path | None, data: Path | None) -> None:
    """Print the log as JSON, one row a line."""
    asyncio.run(_export(existing(config, data)))


async def _of_database(found: Place) -> Fault | None:
    async with opened_store(found.database, found.key) as (store, _key):
        return await verify_stream(store.audit())


def _of_file(file: IO[bytes]) -> Fault | None:
    return verify_entries(_entries(file))


def _entries(file: IO[bytes]) -> Iterator[AuditEntry]:
    decoder = msgspec.json.Decoder(AuditEntry)
    for number, line in enumerate(file, 1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise click.ClickException(f"Line {number} is no row of an exported audit log.") from error


async def _export(found: Place) -> None:
    encoder = msgspec.json.Encoder()
    async with opened_store(found.database, found.key) as (store, _key), aclosing(store.audit()) as entries:
        async for entry in entries:
            try:
                click.echo(encoder.encode(entry))
            except UnicodeEncodeError as error:
                raise click.ClickException(
                    f"Row {entry.number} is damaged and cannot be written. Say `telehealth audit verify`."
                ) from error
