"""`telehealth verify`: whether a server sends the pages, scripts and headers of this release."""

from __future__ import annotations

import asyncio
import ipaddress
import sys
from urllib.parse import urlsplit

import click

from telehealth.refusal import Refused
from telehealth.release import release
from telehealth.verification.verification import NOT_COMPARED, Verification
from telehealth.web.assets import Folders
from telehealth.web.manifest import Manifest, shipped

SUCH_AS = "Give the address of a server, such as https://sessions.example.org."


@click.command()
@click.argument("url")
def verify(url: str) -> None:
    """Compare what the server at URL sends with this release. Run it from elsewhere.

    Every page, script, worker, stylesheet and picture is asked for as several browsers ask, compressed and
    not, and compared byte for byte; so are status, type and security headers. A redirect, a cookie and an
    invalid certificate count as differences. One line says each difference and what to do, the last line is
    the verdict. An authority of your own is named by SSL_CERT_FILE.

    This shows what the server sent to this asker now. A server that means harm to one person can send that
    person something else; and what is not sent to browsers, it does not show at all.

    Exit status: 0 the same, 1 different, 2 not compared (no answer, another release).
    """
    address = origin(url)
    try:
        report = asyncio.run(Verification(address, own_manifest()).run())
    except (Refused, OSError) as error:
        click.echo(f"Not compared: {error}")
        sys.exit(NOT_COMPARED)
    for line in report.lines:
        click.echo(line)
    sys.exit(report.status)


def own_manifest() -> Manifest:
    """What this installation would serve. Raises Refused if that is not what it was built with."""
    manifest = Manifest.of(Folders.find(), release())
    built = shipped()
    if built is not None and built != manifest.encoded():
        raise Refused("files of this installation are not those it came with. Install the package again.")
    return manifest


def origin(url: str) -> str:
    """The server's address alone. Raises click.BadParameter, which repeats nothing of what was typed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise click.BadParameter(SUCH_AS) from None
    if parts.scheme not in {"https", "http"} or not host:
        raise click.BadParameter(SUCH_AS)
    if parts.scheme == "http" and not _is_this_machine(host):
        raise click.BadParameter("Anybody on the way can change what comes by http. Give the https address.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise click.BadParameter(
            "Give the server's address alone. What stands behind it in a link is a secret, and is not needed."
        )
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port else "")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
