"""The demo's links and its certificate. What the running demo does is in test_cli.py."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from telehealth import demo
from telehealth.addresses import NoMediaAddress
from telehealth.config import load
from telehealth.demo import admission, furnishing, lan_options, write_certificate
from telehealth.security.tokens import token_hash, unpadded_bytes

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_admission_is_hkdf_of_the_links_secret() -> None:
    secret = bytes(range(16))
    pseudo_random_key = hmac.digest(bytes(32), secret, "sha256")  # RFC 5869, section 2.2
    expected = hmac.digest(pseudo_random_key, b"telehealth/1 admission\x01", "sha256")
    assert admission(secret) == expected


def test_a_client_link_has_a_version_a_secret_and_the_rooms_public_key() -> None:
    facts, links = furnishing(NOW, guest=False)
    path, fragment = links.client.split("#")
    version, secret, public_key = fragment.split(".")
    (invitation,) = facts.invitations
    assert path == f"join/{invitation.id}"
    assert version == "1"
    assert len(unpadded_bytes(secret)) == 16
    assert unpadded_bytes(public_key) == facts.public_key
    assert hashlib.sha256(admission(unpadded_bytes(secret))).digest() == invitation.admission_hash


def test_the_server_is_given_no_secret_of_a_link() -> None:
    facts, links = furnishing(NOW, guest=True)
    assert links.guest is not None
    for link in (links.client, links.guest):
        secret = link.split(".")[1]
        assert secret not in repr(facts)
        assert unpadded_bytes(secret) not in {one.admission_hash for one in facts.invitations}
    token = links.clinician.removeprefix("sign-in#")
    assert token not in repr(facts)
    assert facts.token_hash == token_hash(token)


def test_every_demo_and_every_link_is_another_one() -> None:
    first, second = (furnishing(NOW, guest=True)[1] for _ in range(2))
    assert len({*first, *second}) == 6
    assert furnishing(NOW, guest=False)[1].guest is None


def test_the_certificate_is_for_this_address_and_localhost_and_only_we_read_its_key(tmp_path: Path) -> None:
    certificate_path, key_path = write_certificate(tmp_path, "192.0.2.1")
    certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name) for name in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.1", "127.0.0.1"]
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert stat.S_IMODE(key_path.stat().st_mode) == 0o600
    assert certificate.not_valid_after_utc - datetime.now(UTC) < timedelta(days=8)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate_path, key_path)


@pytest.mark.parametrize(
    ("address", "port", "url"),
    [
        ("192.0.2.1", None, "https://192.0.2.1:8443"),
        ("192.0.2.1", 9000, "https://192.0.2.1:9000"),
        ("2001:db8::1", None, "https://[2001:db8::1]:8443"),
    ],
)
def test_on_the_local_network_it_is_https_on_this_machines_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, port: int | None, url: str
) -> None:
    monkeypatch.setattr(demo, "default_route_address", lambda: address)
    config = load(None, {}, lan_options(tmp_path, port))
    assert config.server.public_url == url
    assert config.server.host == address
    assert Path(config.server.tls_certificate).is_file()


def test_without_a_network_there_is_none_to_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "default_route_address", lambda: None)
    with pytest.raises(NoMediaAddress):
        lan_options(tmp_path, None)
