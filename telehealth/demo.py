"""`telehealth demo`: a practice that lasts as long as the command, and a link for its clinician."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from telehealth.addresses import LOOPBACK, NoMediaAddress, default_route_address
from telehealth.config import load
from telehealth.supervisor import supervise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telehealth.settings import Config

LAN_PORT = 8443
CERTIFICATE_LIFE = timedelta(days=7)
USERNAME = "demo"


def run(
    environment: Mapping[str, str],
    options: Mapping[str, object],
    *,
    lan: bool,
    hardened: bool,
    say: Callable[[str], None],
) -> int:
    """Run the demo until it is stopped, and return the exit status. Its folder goes with it.

    Raises ConfigRefused, CannotListen, NoMediaAddress and FirstStartFailed.
    """
    with tempfile.TemporaryDirectory(prefix="telehealth-demo-") as folder:
        # It keeps nothing, and so nobody waiting: its sessions end with it.
        own = {"data.dir": folder, "data.key_file": "", "server.drain_for": "0s"}
        given = dict(options) | own
        if lan:
            given |= lan_options(Path(folder), options.get("server.port"))
        config = load(None, environment, given)
        token = asyncio.run(enrolment(config.database_path, config.key_path))

        def ready(bound: Config) -> None:
            address = bound.server.public_url.rstrip("/")
            say(f"Listening on {address}")
            say(f"Clinician: {address}/enrol#{token}")

        return supervise(config, hardened=hardened, ready=ready)


async def enrolment(database: Path, key: Path) -> str:
    """The token of a link with which the demo's one clinician sets up an account, as in life."""
    # Only here: what reads settings and refuses them need not load the database first.
    from telehealth.administration import Administration, opened_store  # noqa: PLC0415

    async with opened_store(database, key) as (store, _key):
        return await Administration(store).add(USERNAME)


def lan_options(folder: Path, port: object) -> dict[str, object]:
    """Settings for https on this machine's own address. Raises NoMediaAddress."""
    address = default_route_address()
    if address is None:
        raise NoMediaAddress
    certificate, key = write_certificate(folder, address)
    shown = f"[{address}]" if ":" in address else address
    chosen = port if isinstance(port, int) else LAN_PORT
    return {
        "server.public_url": f"https://{shown}:{chosen}",
        "server.host": address,
        "server.port": chosen,
        "server.tls_certificate": str(certificate),
        "server.tls_key": str(key),
    }


def write_certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """A certificate of our own for this address and localhost, and its key, as files only we can read."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Telehealth demo")])
    now = datetime.now(UTC)
    addresses = [x509.IPAddress(ip_address(text)) for text in (address, LOOPBACK)]
    names = x509.SubjectAlternativeName([*addresses, x509.DNSName("localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + CERTIFICATE_LIFE)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (
        _write(folder / "demo-certificate.pem", certificate.public_bytes(encoding)),
        _write(folder / "demo-key.pem", private),
    )


def _write(path: Path, data: bytes) -> Path:
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(data)
    return path
