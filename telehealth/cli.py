"""The command line."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click
import msgspec

from telehealth import children, log
from telehealth.child import FirstStartFailed
from telehealth.config import ConfigRefused, load
from telehealth.errors import TelehealthError
from telehealth.process import harden
from telehealth.refusal import Refused
from telehealth.release import NAME, release
from telehealth.supervisor import (
    STOPPED_AT_ONCE,
    RelaySettings,
    WebSettings,
    stopping_signals,
    supervise,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from telehealth.settings import Config

Settings = TypeVar("Settings")
ON_DEMAND = {
    name: f"telehealth.commands.{module}"
    for name, module in {
        "clinician": "clinician",
        "audit": "audit",
        "backup": "backup",
        "restore": "backup",
        "verify": "verify",
    }.items()
}
"""Commands and where they are: they need what a server's supervisor does not load, the database above all."""

port_option = click.option("--port", type=click.IntRange(0, 65535), help="The TCP port of the web server.")
media_port_option = click.option(
    "--media-port", type=click.IntRange(0, 65535), help="The UDP port of sound and picture."
)
dumpable_option = click.option(
    "--dumpable", is_flag=True, hidden=True, help="For tests alone: let debuggers read the processes' memory."
)


class Commands(click.Group):
    """All commands: what stands in the way of one is said in a sentence, and the exit status is 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run what was typed."""
        try:
            return super().invoke(ctx)
        except ConfigRefused as error:
            _fail(error.faults)
        except FirstStartFailed:
            # The child has said why.
            sys.exit(1)
        except (Refused, TelehealthError, OSError) as error:
            _fail([str(error)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, by the alphabet."""
        return sorted({*super().list_commands(ctx), *ON_DEMAND})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in ON_DEMAND:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(ON_DEMAND[cmd_name]), cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(release(), prog_name=NAME)
def main() -> None:
    """A room for therapy sessions that a practice runs itself."""


def run() -> None:
    """What a terminal starts. A command that opens the database holds the server's key for a moment."""
    if sys.argv[1:2] and sys.argv[1] in ON_DEMAND:
        harden()
        log.configure("command")
    main()


@main.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML file of settings; docs/telehealth.sample.toml names them all.",
)
@click.option("--host", help="The address the web server listens on.")
@port_option
@media_port_option
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of all that is kept."
)
@dumpable_option
def serve(
    *,
    config: Path | None,
    host: str | None,
    port: int | None,
    media_port: int | None,
    data: Path | None,
    dumpable: bool,
) -> None:
    """Run the server until SIGTERM or SIGHUP (in order) or Ctrl-C (at once)."""
    options = {
        "server.host": host,
        "server.port": port,
        "media.port": media_port,
        "data.dir": str(data) if data is not None else None,
    }

    def ready(bound: Config) -> None:
        _say(f"Listening on {bound.server.public_url.rstrip('/')}")

    _begin(hardened=not dumpable)
    _end_with(lambda: supervise(load(config, os.environ, options), hardened=not dumpable, ready=ready))


@main.command(name="demo")
@click.option("--lan", is_flag=True, help="Serve https, so that a phone on the same network can join.")
@port_option
@media_port_option
@dumpable_option
def demo_command(*, lan: bool, port: int | None, media_port: int | None, dumpable: bool) -> None:
    """Run a server with a link for one clinician. Nothing of it stays."""
    # Only here: it makes certificates, which no process of a server does, and which takes time to load.
    from telehealth import demo  # noqa: PLC0415

    options = {"server.port": port, "media.port": media_port}
    _begin(hardened=not dumpable)
    _end_with(lambda: demo.run(os.environ, options, lan=lan, hardened=not dumpable, say=_say))


@main.command(hidden=True)
def web() -> None:
    """The web process; `serve` starts it."""
    settings = _settings(WebSettings)
    _end_with(lambda: children.run_web(settings))


@main.command(hidden=True)
def relay() -> None:
    """The relay; `serve` starts it."""
    settings = _settings(RelaySettings)
    _end_with(lambda: children.run_relay(settings))


def _settings(kind: type[Settings]) -> Settings:
    return msgspec.json.decode(sys.stdin.buffer.read(), type=kind)


def _begin(*, hardened: bool) -> None:
    if hardened:
        harden()
    log.configure("supervisor")
    # Until the supervisor takes signals itself: what is unwound on the way out removes temporary folders.
    for number in set(stopping_signals()) - {signal.SIGINT}:
        signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(STOPPED_AT_ONCE + number)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _end_with(run: Callable[[], int | None]) -> NoReturn:
    sys.exit(run() or 0)


def _fail(reasons: Sequence[str]) -> NoReturn:
    for reason in reasons:
        click.echo(f"{NAME}: {reason}", err=True)
    sys.exit(1)
