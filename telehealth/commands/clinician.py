"""`telehealth clinician`: accounts are made here and closed here, also beside a running server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import click

from telehealth.administration import Administration, day, opened_store
from telehealth.commands.place import Place, existing, place, place_options

CLOSING_DAYS = 14
Result = TypeVar("Result")

confirm_option = click.option(
    "--confirm", metavar="USERNAME", help="The username once more, instead of being asked for it."
)


@click.group()
def clinician() -> None:
    """Add, list, disable, enable and remove clinicians."""


@clinician.command()
@click.argument("username")
@place_options
def add(username: str, config: Path | None, data: Path | None) -> None:
    """Make an account, and print the link with which its clinician sets it up.

    The link works once, within 72 hours. Asked again before that, it is a new link and the old one is void.
    """
    found = place(config, data)
    token = _run(found, lambda office: office.add(username))
    click.echo(f"Give this link to the clinician. It works once, within 72 hours, and sets up {username}:")
    click.echo(f"{found.url}/enrol#{token}")


@clinician.command(name="list")
@place_options
def list_command(config: Path | None, data: Path | None) -> None:
    """Print every account, one a line: username, state, public name."""
    for account, state in _run(existing(config, data), lambda office: office.clinicians()):
        click.echo(f"{account.username}\t{state}\t{account.public_name}".rstrip())


@clinician.command()
@click.argument("username")
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=CLOSING_DAYS,
    show_default=True,
    help="How long the closing period is.",
)
@click.option("--now", is_flag=True, help="Close the account at once, links and sessions included.")
@confirm_option
@place_options
def disable(
    *, username: str, days: int, now: bool, confirm: str | None, config: Path | None, data: Path | None
) -> None:
    """Begin an account's closing period.

    In it the clinician still signs in and the links they gave still work; new links cannot be made. After it
    nothing works any more, and nothing is lost: `enable` opens the account again.
    """
    found = existing(config, data)
    _run(found, lambda office: office.check(username))
    if now:
        _confirm(
            username, confirm, "Sessions that are on end within seconds, and clients find their links closed."
        )
    closing = _run(found, lambda office: office.disable(username, timedelta(days=0 if now else days)))
    click.echo(f"{username} is closed." if now else f"{username} closes on {day(closing)}.")


@clinician.command()
@click.argument("username")
@place_options
def enable(username: str, config: Path | None, data: Path | None) -> None:
    """Open a disabled account again."""
    _run(existing(config, data), lambda office: office.enable(username))
    click.echo(f"{username} is open.")


@clinician.command()
@click.argument("username")
@confirm_option
@place_options
def remove(username: str, confirm: str | None, config: Path | None, data: Path | None) -> None:
    """Remove an account with its vault, rooms and links, for good."""
    found = existing(config, data)
    _run(found, lambda office: office.check(username))
    _confirm(
        username,
        confirm,
        "Their people and links are lost, and no password or recovery code brings them back.",
    )
    _run(found, lambda office: office.remove(username))
    click.echo(f"{username} is removed.")


def _confirm(username: str, confirm: str | None, consequence: str) -> None:
    """Raises click.ClickException unless the username is typed a second time."""
    if confirm is None:
        click.echo(consequence)
        confirm = click.prompt("Type the username again to go on", default="", show_default=False)
    if confirm != username:
        raise click.ClickException("That is another username. Nothing was changed.")


def _run(found: Place, act: Callable[[Administration], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with opened_store(found.database, found.key) as (store, _key):
            return await act(Administration(store))

    return asyncio.run(run())
