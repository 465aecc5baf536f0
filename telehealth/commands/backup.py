"""`telehealth backup` and `telehealth restore`."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import click

from telehealth.administration import opened_store
from telehealth.commands.place import existing, place, place_options
from telehealth.data_lock import data_lock
from telehealth.store import backup as copies
from telehealth.store.records import AuditRow

OPERATOR = "operator"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@place_options
def backup(file: Path, config: Path | None, data: Path | None) -> None:
    """Write a copy of the database to FILE, also beside a running server.

    The server's own key is not in it: keep a copy of that elsewhere, for one is worth nothing
    without the other.
    """
    found = existing(config, data)
    copies.backup(found.database, file)
    asyncio.run(_note(found.database, found.key, "backup_made"))
    click.echo(
        f"{file} is a copy of {found.database}. {found.key} is not in it: keep a copy of that elsewhere."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask whether the data there now are to be replaced.")
@place_options
def restore(*, file: Path, yes: bool, config: Path | None, data: Path | None) -> None:
    """Put the copy in FILE in the database's place. The server must be stopped.

    Everybody signs in again. Clinicians' browsers that have seen newer data say so, and ask before they take
    the older.
    """
    found = place(config, data)
    if not found.key.exists():
        raise click.ClickException(
            f"{found.key} is missing. Put your copy of it there first: the backup opens only with it."
        )
    with data_lock(found.folder):
        if found.database.exists() and not yes:
            click.confirm(f"{found.database} is replaced by the copy. Go on?", abort=True)
        copies.restore(file, found.database, lambda draft: asyncio.run(_opens(draft, found.key)))
        asyncio.run(_note(found.database, found.key, "backup_restored"))
    click.echo(
        f"{found.database} is the copy in {file} now. What was decided since it was made is undone: links "
        "that were replaced, passwords that were changed and accounts that were closed are as before. "
        "Look at `telehealth clinician list`, tell the clinicians, and start the server again."
    )


async def _opens(draft: Path, key: Path) -> None:
    """Raises DatabaseRefused for a copy that was made with another key."""
    async with opened_store(draft, key):
        pass


async def _note(database: Path, key: Path, event: str) -> None:
    async with opened_store(database, key) as (store, _key):
        await store.append_audit(AuditRow(time=time.time(), event=event, staff=OPERATOR, outcome="done"))
