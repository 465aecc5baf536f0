"""The demo's account and its certificate. What the running demo does is in test_cli.py."""

from __future__ import annotations

import ssl
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from telehealth import demo
from telehealth.addresses import NoMediaAddress
from telehealth.administration import opened_store
from telehealth.config import load
from telehealth.demo import lan_options, write_certificate
from telehealth.security.tokens import token_hash


async def test_the_demos_link_sets_up_its_one_account(tmp_path: Path) -> None:
    database, key = tmp_path / "telehealth.sqlite3", tmp_path / "server.key"
    token = await demo.enrolment(database, key)
    async with opened_store(database, key) as (store, _key):
        meant = await store.enrolling(token_hash(token), time.time())
        assert meant is not None
        assert meant.username == demo.USERNAME
        assert len(await store.clinicians()) == 1


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
