"""Which addresses carry media."""

from __future__ import annotations

import ipaddress

import pytest

from telehealth.addresses import NoMediaAddress, default_route_address, media_addresses


def test_addresses_that_were_configured_are_used_as_they_are() -> None:
    advertised = ("192.0.2.1", "2001:db8::1", "192.0.2.1")
    assert media_addresses(advertised, local=True, default_route=lambda: "10.0.0.2") == advertised[:2]


def test_without_any_it_is_the_default_routes() -> None:
    assert media_addresses((), local=False, default_route=lambda: "10.0.0.2") == ("10.0.0.2",)


def test_on_localhost_the_loopback_address_stands_beside_it() -> None:
    assert media_addresses((), local=True, default_route=lambda: "10.0.0.2") == ("10.0.0.2", "127.0.0.1")


def test_on_localhost_a_machine_without_a_network_still_works() -> None:
    assert media_addresses((), local=True, default_route=lambda: None) == ("127.0.0.1",)
    assert media_addresses((), local=True, default_route=lambda: "127.0.0.1") == ("127.0.0.1",)


def test_elsewhere_a_machine_without_a_route_is_told_what_to_set() -> None:
    with pytest.raises(NoMediaAddress, match=r"media\.advertise"):
        media_addresses((), local=False, default_route=lambda: None)


def test_the_default_routes_address_is_one_of_this_machine_or_none() -> None:
    address = default_route_address()
    assert address is None or not ipaddress.ip_address(address).is_unspecified
