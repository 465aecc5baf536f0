"""Checks read and answered, and nothing that a datagram can do beside."""

from __future__ import annotations

import secrets

import pytest
from aioice import stun as theirs
from hypothesis import example, given
from hypothesis import strategies as st

from telehealth.relay.stun import Check, Credentials, is_authentic, read_check, success
from tests.relay.checks import check

CREDENTIALS = Credentials("fragment", "p" * 32)
VALID = check(CREDENTIALS.fragment, CREDENTIALS.password, transaction=bytes(range(12)))


def read(datagram: bytes) -> Check:
    found = read_check(datagram)
    assert found is not None
    return found


def with_attributes(body: bytes) -> bytes:
    """A binding request of these attributes, its length right."""
    return b"\x00\x01" + len(body).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12) + body


def test_a_check_names_its_leg_and_nominates() -> None:
    found = read(VALID)
    assert (found.fragment, found.nominates, found.transaction) == ("fragment", True, bytes(range(12)))
    assert not read(check("fragment", "p" * 32, nominates=False)).nominates


def test_a_check_is_authentic_with_its_own_legs_password_only() -> None:
    assert is_authentic(read(VALID), CREDENTIALS.password)
    assert not is_authentic(read(VALID), "q" * 32)


def test_a_check_without_integrity_is_not_authentic() -> None:
    bare = theirs.Message(theirs.Method.BINDING, theirs.Class.REQUEST, None, {"USERNAME": "fragment:browser"})
    assert not is_authentic(read(bytes(bare)), CREDENTIALS.password)


def test_a_nomination_written_behind_the_integrity_does_not_count() -> None:
    unnominated = check("fragment", "p" * 32, nominates=False)
    without_fingerprint = unnominated[:-8]
    forged = bytearray(without_fingerprint + b"\x00\x25\x00\x00")
    forged[2:4] = (len(forged) - 20).to_bytes(2, "big")
    assert not read(bytes(forged)).nominates


@pytest.mark.parametrize("source", [("192.0.2.9", 40_000), ("2001:db8::9", 40_001)])
def test_the_response_tells_a_browser_its_address(source: tuple[str, int]) -> None:
    response = theirs.parse_message(success(read(VALID), CREDENTIALS.password, source))
    assert response.message_class is theirs.Class.RESPONSE
    assert response.transaction_id == bytes(range(12))
    assert response.attributes["XOR-MAPPED-ADDRESS"] == source
    assert response.check_message_integrity(CREDENTIALS.password.encode())
    assert "FINGERPRINT" in response.attributes


def test_an_ipv4_browser_on_an_ipv6_socket_is_told_its_own_form() -> None:
    response = theirs.parse_message(success(read(VALID), CREDENTIALS.password, ("::ffff:192.0.2.9", 4)))
    assert response.attributes["XOR-MAPPED-ADDRESS"] == ("192.0.2.9", 4)
    other = theirs.parse_message(success(read(VALID), CREDENTIALS.password, ("::ffff:9:1", 4)))
    assert other.attributes["XOR-MAPPED-ADDRESS"] == ("::ffff:9:1", 4)


def test_credentials_are_long_enough_and_never_the_same() -> None:
    made = [Credentials.fresh() for _ in range(50)]
    assert len({each.password for each in made} | {each.fragment for each in made}) == 100
    assert all(len(each.fragment) * 4 >= 24 and len(each.password) * 4 >= 128 for each in made)


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x24\x00\x01\x01\x00\x00\x00",  # PRIORITY of one byte
        b"\x80\x2a\x00\x02\x00\x00\x00\x00",  # ICE-CONTROLLING of two
        b"\x00\x20\x00\x00",  # an address without bytes
        b"\x00\x20\x00\x04\x00\x03\x00\x00",  # an address of a third family
        b"\x00\x01\x00\x08\x00\x02\x00\x00\x00\x00\x00\x00",  # IPv6 of four bytes
        b"\x00\x06\x00\x02\xff\xfe\x00\x00",  # USERNAME that is no UTF-8
        b"\x00\x09\x00\x02\x00\x00\x00\x00",  # ERROR-CODE without a code
        b"\x80\x28\x00\x04\x00\x00\x00\x00",  # a FINGERPRINT that is wrong
        b"\x00\x06\xff\xff",  # longer than the datagram
        b"\x00\x06\x00\x01\x41\x00\x00\x00",  # USERNAME without a colon
        b"",
    ],
)
def test_malformed_attributes_are_no_check(body: bytes) -> None:
    assert read_check(with_attributes(body)) is None


def test_anything_but_a_binding_request_is_no_check() -> None:
    for message_class in (theirs.Class.RESPONSE, theirs.Class.ERROR, theirs.Class.INDICATION):
        message = theirs.Message(theirs.Method.BINDING, message_class, None, {"USERNAME": "fragment:browser"})
        assert read_check(bytes(message)) is None
    assert read_check(VALID[:2] + b"\x00\x00" + VALID[4:]) is None
    assert read_check(VALID[:4] + bytes(4) + VALID[8:]) is None
    assert read_check(VALID[:-1]) is None
    assert read_check(VALID + b"\x00") is None


@given(st.binary(max_size=200))
def test_random_bytes_are_no_check(datagram: bytes) -> None:
    assert read_check(datagram) is None


@given(st.binary(max_size=120))
@example(b"\x00\x08\x00\x00")
def test_random_attributes_never_raise_and_are_never_authentic(body: bytes) -> None:
    found = read_check(with_attributes(body))
    assert found is None or not is_authentic(found, CREDENTIALS.password)


@given(
    st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(1, 255)), min_size=1, max_size=6),
    st.integers(0, len(VALID)),
)
@example([(len(VALID) - 8, 1)], 0)
@example([(len(VALID) - 6, 1)], 0)
def test_a_mutated_check_is_never_authentic(flips: list[tuple[int, int]], cut: int) -> None:
    datagram = bytearray(VALID)
    for place, bits in flips:
        datagram[place] ^= bits
    for mutated in (bytes(datagram), VALID[:cut], bytes(datagram[:cut])):
        if mutated != VALID and (found := read_check(mutated)) is not None:
            assert not is_authentic(found, CREDENTIALS.password)


def test_a_check_with_another_legs_name_and_password_swapped_is_not_authentic() -> None:
    foreign = check(CREDENTIALS.fragment, secrets.token_hex(16))
    assert not is_authentic(read(foreign), CREDENTIALS.password)
