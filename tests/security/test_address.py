"""Whose address a request comes from, and how it is counted."""

from __future__ import annotations

import pytest

from telehealth.security.address import AddressKeys, ClientAddresses

PROXY, CLIENT, SPOOFED = "10.0.0.5", "203.0.113.7", "198.51.100.9"


@pytest.fixture
def addresses() -> ClientAddresses:
    return ClientAddresses(["10.0.0.0/24", "2001:db8:1::1"])


def test_whoever_is_no_proxy_of_ours_is_who_they_are(addresses: ClientAddresses) -> None:
    assert addresses.of(CLIENT, [SPOOFED]) == CLIENT


def test_our_proxy_says_who_it_speaks_for(addresses: ClientAddresses) -> None:
    assert addresses.of(PROXY, [CLIENT]) == CLIENT


def test_what_a_client_puts_before_is_not_believed(addresses: ClientAddresses) -> None:
    assert addresses.of(PROXY, [f"{SPOOFED}, {CLIENT}"]) == CLIENT
    assert addresses.of(PROXY, [SPOOFED, CLIENT]) == CLIENT


def test_proxies_behind_proxies_are_passed_through(addresses: ClientAddresses) -> None:
    assert addresses.of(PROXY, [f"{SPOOFED}, {CLIENT}, 10.0.0.6, 2001:db8:1::1"]) == CLIENT


@pytest.mark.parametrize("header", ["", "unknown", "203.0.113.7:1234", "<script>", "999.1.1.1"])
def test_what_is_no_address_leaves_the_proxys(addresses: ClientAddresses, header: str) -> None:
    assert addresses.of(PROXY, [header]) == PROXY


def test_a_chain_without_end_is_looked_at_for_a_while_only(addresses: ClientAddresses) -> None:
    assert addresses.of(PROXY, [", ".join([CLIENT] + ["10.0.0.6"] * 100_000)]) == "10.0.0.6"


def test_an_ipv4_address_inside_ipv6_is_the_ipv4_address(addresses: ClientAddresses) -> None:
    assert addresses.of("::ffff:10.0.0.5", [f"::ffff:{CLIENT}"]) == CLIENT
    assert addresses.trusts("::ffff:10.0.0.5")


def test_a_socket_without_an_address_has_none(addresses: ClientAddresses) -> None:
    assert addresses.of("", [CLIENT]) == ""
    assert not addresses.trusts("")


def test_a_key_stands_for_an_address_and_does_not_contain_it() -> None:
    keys = AddressKeys(lambda: 0.0)
    assert keys.key(CLIENT) == keys.key(CLIENT)
    assert keys.key(CLIENT) != keys.key(SPOOFED)
    assert CLIENT.encode() not in keys.key(CLIENT)
    assert AddressKeys(lambda: 0.0).key(CLIENT) != keys.key(CLIENT)


def test_ipv6_counts_by_the_network_that_a_household_has() -> None:
    keys = AddressKeys(lambda: 0.0)
    assert keys.key("2001:db8:0:1::1") == keys.key("2001:db8:0:1:ffff::2")
    assert keys.key("2001:db8:0:1::1") != keys.key("2001:db8:0:2::1")
    assert keys.key("fe80::1%eth0") == keys.key("fe80::2")


def test_a_key_is_another_one_the_next_day() -> None:
    now = 0.0
    keys = AddressKeys(lambda: now)
    today = keys.key(CLIENT)
    now = 86_399.0
    assert keys.key(CLIENT) == today
    now = 86_400.0
    assert keys.key(CLIENT) != today
