"""Which installation a command is about: the settings' own, or the data folder that is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from telehealth.config import load
from telehealth.data_lock import running_server

if TYPE_CHECKING:
    from collections.abc import Callable

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The TOML file of settings that the server runs with.",
)
data_option = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of all that is kept."
)


class Place(Struct, frozen=True):
    """Where the data of an installation are, and its public address."""

    url: str
    database: Path
    key: Path

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.database.parent


def place(config: Path | None, data: Path | None) -> Place:
    """The installation of these settings. Raises ConfigRefused."""
    options = {"data.dir": str(data) if data is not None else None}
    found = load(config, os.environ, options)
    # A server that runs knows its address better: its port may have been an option.
    url = running_server(found.database_path.parent) or found.server.public_url.rstrip("/")
    return Place(url, found.database_path, found.key_path)


def existing(config: Path | None, data: Path | None) -> Place:
    """The same, which must have been set up. Raises ConfigRefused, click.ClickException."""
    found = place(config, data)
    if not found.database.exists():
        raise click.ClickException(
            f"There is no {found.database}. Name the server's data folder with --data, or its settings with "
            "--config."
        )
    return found


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """The two options that every command here has."""
    return config_option(data_option(command))
