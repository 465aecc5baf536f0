"""`telehealth audit`: whether the log of what staff did is whole, and a copy of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import IO

import click
import msgspec

from telehealth.administration import opened_store
from telehealth.commands.place import Place, existing, place_options
from telehealth.store.audit_chain import Chain, Fault
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
    if file is not None:
        count, fault = _of_file(file)
    else:
        count, fault = asyncio.run(_of_database(existing(config, data)))
    if fault is not None:
        raise click.ClickException(f"Row {fault.number} of the audit log is not right: {fault.why}.")
    click.echo(f"The audit log is whole: {count} rows.")


@audit.command()
@place_options
def export(config: Path | None, data: Path | None) -> None:
    """Print the log as JSON, one row a line."""
    asyncio.run(_export(existing(config, data)))


async def _of_database(found: Place) -> tuple[int, Fault | None]:
    chain, count = Chain(), 0
    async with opened_store(found.database, found.key) as (store, _key), aclosing(store.audit()) as entries:
        async for entry in entries:
            chain.take(entry)
            count += 1
    return count, chain.end()


def _of_file(file: IO[bytes]) -> tuple[int, Fault | None]:
    decoder, chain, count = msgspec.json.Decoder(AuditEntry), Chain(), 0
    for count, line in enumerate(file, 1):
        try:
            chain.take(decoder.decode(line))
        except msgspec.MsgspecError as error:
            raise click.ClickException(f"Line {count} is no row of an exported audit log.") from error
    return count, chain.end()


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
