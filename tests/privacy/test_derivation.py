"""What is derived: the published vectors of HKDF, and that everything named differently differs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.security.tokens import random_id, unpadded_text
from tests import vault_format
from tests.privacy.derivation import (
    Label,
    Link,
    base_key,
    commitment,
    hkdf,
    key_id,
    load_of,
    prologue,
    read_key_id,
    safety_words,
)

# RFC 5869, appendix A: input keying material, salt, info, length, output.
VECTORS = [
    (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(80)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        82,
        (
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
    ),
    (
        "0b" * 22,
        "",
        "",
        42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
]


@pytest.mark.parametrize(("ikm", "salt", "info", "length", "output"), VECTORS)
def test_hkdf_is_that_of_the_rfc(ikm: str, salt: str, info: str, length: int, output: str) -> None:
    derived = hkdf(bytes.fromhex(ikm), bytes.fromhex(info), bytes.fromhex(salt), length)
    assert derived.hex() == output


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=40), st.binary(max_size=40))
def test_hkdf_of_one_block_is_two_hmacs(ikm: bytes, info: bytes, salt: bytes) -> None:
    extracted = hmac.digest(salt or bytes(32), ikm, "sha256")
    assert hkdf(ikm, info, salt) == hmac.digest(extracted, info + b"\1", "sha256")


def test_a_link_is_read_and_leads_into_the_waiting_room() -> None:
    invitation, secret, key = random_id(), random_id(), unpadded_text(secrets.token_bytes(32))
    link = Link.read(vault_format.link("https://practice.example", invitation, secret, key))
    assert (link.origin, link.invitation) == ("https://practice.example", invitation)
    assert (unpadded_text(link.secret), unpadded_text(link.room_key)) == (secret, key)
    assert link.admission == vault_format.admission(secret)


def test_a_link_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="another version"):
        Link.read(f"https://practice.example/join/{random_id()}#2.{random_id()}.{'A' * 43}")


def test_the_keys_of_a_link_are_all_different_and_none_is_the_proof() -> None:
    link = Link("", random_id(), bytes(16), bytes(32))
    seats = [link.key_of_seat(bytes(32)), link.key_of_seat(b"\1" * 32)]
    keys = [link.first_key, *seats, hkdf(link.secret, b"telehealth/1 admission")]
    assert len(set(keys)) == len(keys)


def test_a_prologue_names_the_place_and_both_people() -> None:
    ids = [random_id() for _ in range(4)]
    whole = prologue(ids[0], ids[1], ids[2], ids[3])
    assert len(whole) == 12 + 4 * 16
    assert whole.startswith(b"telehealth/1")
    for at in range(4):
        other = [*ids[:at], random_id(), *ids[at + 1 :]]
        assert prologue(other[0], other[1], other[2], other[3]) != whole


def test_a_commitment_is_a_hash_with_its_own_name() -> None:
    assert commitment(bytes(32)) == hashlib.sha256(b"telehealth/1 commit" + bytes(32)).digest()


def test_safety_words_are_four_bytes_of_what_both_ends_know() -> None:
    random, handshake = secrets.token_bytes(32), secrets.token_bytes(32)
    extracted = hmac.digest(handshake, random, "sha256")
    expected = hmac.digest(extracted, b"telehealth/1 safety words\1", "sha256")[:4]
    assert safety_words(random, handshake) == tuple(expected)
    assert safety_words(random, secrets.token_bytes(32)) != safety_words(random, handshake)
    assert load_of(handshake) == handshake[:16]


def test_no_two_streams_of_any_epochs_have_one_base_key() -> None:
    secret, loads = bytes(32), [bytes(16), b"\1" * 16]
    labels: list[Label] = ["media", "chat"]
    places = list(product(loads, labels, [1, 2, 257, 1 << 24], [0, 1, 255], [0, 1, 255]))
    keys = {
        base_key(secret, load, label, epoch, sender, stream) for load, label, epoch, sender, stream in places
    }
    assert len(keys) == len(places)


def test_a_base_key_is_hkdf_over_the_bytes_of_its_place() -> None:
    extracted = hmac.digest(b"L" * 16, b"S" * 32, "sha256")
    info = b"telehealth/1 media" + bytes([0, 0, 1, 2, 3, 4])
    expected = hmac.digest(extracted, info + b"\1", "sha256")
    assert base_key(b"S" * 32, b"L" * 16, "media", 258, 3, 4) == expected


@given(st.integers(1, 2**32 - 1), st.integers(0, 255), st.integers(0, 255))
def test_a_key_id_is_read_as_it_was_made(epoch: int, sender: int, stream: int) -> None:
    assert read_key_id(key_id(epoch, sender, stream)) == (epoch % 256, sender, stream)


def test_a_key_id_of_more_than_three_bytes_is_none_of_ours() -> None:
    assert read_key_id(1 << 24) is None
