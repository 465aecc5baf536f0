"""`telehealth demo`: a practice of one room that lasts as long as the command, with a link for each side."""

from __future__ import annotations

import secrets
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from telehealth.addresses import LOOPBACK, NoMediaAddress, default_route_address
from telehealth.config import load
from telehealth.security.server_key import derived
from telehealth.security.tokens import admission_hash, new_token, token_hash, unpadded_text
from telehealth.supervisor import DemoFacts, DemoInvitation, supervise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telehealth.settings import Config
    from telehealth.store.records import InvitedRole

LAN_PORT = 8443
TOKEN_LIFE = timedelta(hours=24)
CERTIFICATE_LIFE = timedelta(days=7)
LINK_VERSION = 1


class Links(NamedTuple):
    """The fragments behind the addresses: they are secrets, and browsers do not send them."""

    clinician: str
    """`sign-in#<token>`"""
    client: str
    """`join/<invitation>#1.<S>.<room public key>`"""
    guest: str | None
    """The same form, for a second person of the same case."""


def run(
    environment: Mapping[str, str],
    options: Mapping[str, object],
    *,
    lan: bool,
    guest: bool,
    hardened: bool,
    say: Callable[[str], None],
) -> int:
    """Run the demo until it is stopped, and return the exit status. Its folder goes with it.

    Raises ConfigRefused, CannotListen, NoMediaAddress and FirstStartFailed.
    """
    with tempfile.TemporaryDirectory(prefix="telehealth-demo-") as folder:
        given = dict(options) | {"data.dir": folder, "data.key_file": ""}
        if lan:
            given |= lan_options(Path(folder), options.get("server.port"))
        config = load(None, environment, given)
        facts, links = furnishing(datetime.now(UTC), guest=guest)

        def ready(bound: Config) -> None:
            address = bound.server.public_url.rstrip("/")
            say(f"Listening on {address}")
            say(f"Clinician: {address}/{links.clinician}")
            say(f"Client:    {address}/{links.client}")
            if links.guest is not None:
                say(f"Guest:     {address}/{links.guest}")

        return supervise(config, hardened=hardened, demo=facts, ready=ready)


def furnishing(now: datetime, *, guest: bool) -> tuple[DemoFacts, Links]:
    """What the store begins with, and the links whose secrets it does not hold."""
    public_key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    token = new_token()
    roles: tuple[InvitedRole, ...] = ("client", "guest") if guest else ("client",)
    invited = [_invite(role, public_key) for role in roles]
    facts = DemoFacts(
        clinician=_identifier(),
        room=_identifier(),
        public_key=public_key,
        case=_identifier(),
        invitations=tuple(invitation for invitation, _ in invited),
        token_hash=token_hash(token),
        token_expires=(now + TOKEN_LIFE).timestamp(),
    )
    links = [link for _, link in invited]
    return facts, Links(f"sign-in#{token}", links[0], links[1] if guest else None)


def _invite(role: InvitedRole, public_key: bytes) -> tuple[DemoInvitation, str]:
    secret, identifier = secrets.token_bytes(16), _identifier()
    invitation = DemoInvitation(identifier, admission_hash(unpadded_text(admission(secret))), role)
    fragment = f"{LINK_VERSION}.{unpadded_text(secret)}.{unpadded_text(public_key)}"
    return invitation, f"join/{identifier}#{fragment}"


def admission(secret: bytes) -> bytes:
    """A, what a client shows to be let into the waiting room: HKDF-SHA-256(S), 32 bytes."""
    return derived(secret, "admission")


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


def _identifier() -> str:
    return unpadded_text(secrets.token_bytes(16))
