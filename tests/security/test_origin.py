"""Which Origin and Host this server answers to."""

from __future__ import annotations

import pytest

from telehealth.errors import ForeignOrigin, HostUnknown
from telehealth.security.origin import Site


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://Sessions.Example.org", "https://sessions.example.org"),
        ("https://sessions.example.org:443/", "https://sessions.example.org"),
        ("https://sessions.example.org:8443", "https://sessions.example.org:8443"),
        ("http://localhost:80", "http://localhost"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://praxis-müller.example", "https://xn--praxis-mller-klb.example"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    Site.at(url).check_origin([origin])


@pytest.mark.parametrize(
    "origins",
    [
        [],
        [""],
        ["null"],
        ["http://sessions.example.org"],
        ["https://sessions.example.org:8443"],
        ["https://sessions.example.org."],
        ["https://sessions.example.org/"],
        ["https://SESSIONS.example.org"],
        ["https://evil.example"],
        ["https://sessions.example.org.evil.example"],
        ["https://evil.example", "https://sessions.example.org"],
        ["https://sessions.example.org", "https://sessions.example.org"],
    ],
)
def test_any_other_origin_is_foreign(origins: list[str]) -> None:
    with pytest.raises(ForeignOrigin):
        Site.at("https://sessions.example.org").check_origin(origins)


@pytest.mark.parametrize("host", ["sessions.example.org", "sessions.example.org:443", "Sessions.Example.Org"])
def test_the_host_is_the_public_name_with_or_without_its_default_port(host: str) -> None:
    Site.at("https://sessions.example.org").check_host([host])


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["sessions.example.org:80"],
        ["sessions.example.org."],
        ["192.0.2.1"],
        ["evil.example"],
        ["sessions.example.org", "evil.example"],
    ],
)
def test_any_other_host_is_unknown(hosts: list[str]) -> None:
    with pytest.raises(HostUnknown):
        Site.at("https://sessions.example.org").check_host(hosts)


def test_a_port_that_is_not_the_default_belongs_to_the_host() -> None:
    with pytest.raises(HostUnknown):
        Site.at("http://localhost:8080").check_host(["localhost"])


def test_only_https_is_secure() -> None:
    assert Site.at("https://example.org").secure
    assert not Site.at("http://localhost:8080").secure
