"""What the database holds of accounts opens with the server's key, in its own place, and not otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.security.server_key import ServerKey
from telehealth.security.wrapping import Wrapping

KEY = ServerKey(bytes(range(32)))


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_is_wrapped_comes_back_and_cannot_be_read_before(data: bytes, context: str) -> None:
    wrapped = Wrapping(KEY).wrap(data, context)
    assert Wrapping(KEY).unwrap(wrapped, context) == data
    assert len(data) < 4 or data not in wrapped


def test_the_same_data_is_never_wrapped_alike() -> None:
    wrapping = Wrapping(KEY)
    assert len({wrapping.wrap(b"vault", "vault of ruiz") for _ in range(50)}) == 50


def test_another_place_opens_nothing() -> None:
    wrapped = Wrapping(KEY).wrap(b"verifier", "verifier of ruiz")
    with pytest.raises(ValueError, match="another key, or for another place"):
        Wrapping(KEY).unwrap(wrapped, "verifier of okoro")


def test_another_servers_key_opens_nothing() -> None:
    wrapped = Wrapping(KEY).wrap(b"verifier", "place")
    with pytest.raises(ValueError, match="another key"):
        Wrapping(ServerKey(bytes(32))).unwrap(wrapped, "place")


@pytest.mark.parametrize("position", range(0, 37, 4))
def test_a_changed_bit_is_noticed(position: int) -> None:
    wrapped = bytearray(Wrapping(KEY).wrap(b"verifier", "place"))
    wrapped[position] ^= 1
    with pytest.raises(ValueError, match="wrapped"):
        Wrapping(KEY).unwrap(bytes(wrapped), "place")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_what_is_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(ValueError, match="wrapped"):
        Wrapping(KEY).unwrap(Wrapping(KEY).wrap(b"", "place")[:length], "place")
