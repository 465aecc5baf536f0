"""SFrame: the RFC's own values, and whatever is altered on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.sframe import (
    AES_128_GCM_SHA256_128,
    AES_256_GCM_SHA512_128,
    FrameKey,
    FrameRefused,
    decode_header,
    encode_header,
)

LARGEST = 2**64 - 1
NUMBERS = st.integers(0, LARGEST) | st.integers(0, 300)

# RFC 9605, appendix C.
KID, COUNTER = 0x123, 0x4567
BASE_KEY = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
METADATA = bytes.fromhex("4945544620534672616d65205747")
PLAINTEXT = bytes.fromhex("64726166742d696574662d736672616d652d656e63")
SUITES = {
    AES_128_GCM_SHA256_128: (
        "d34f547f4ca4f9a7447006fe7fcbf768",
        "75234edefe07819026751816",
        "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
    ),
    AES_256_GCM_SHA512_128: (
        "d3e27b0d4a5ae9e55df01a70e6d4d28d969b246e2936f4b7a5d9b494da6b9633",
        "84991c167b8cd23c93708ec7",
        "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
    ),
}
HEADERS = {
    (0, 0): "00",
    (0, 255): "08ff",
    (0, 256): "090100",
    (255, 0): "80ff",
    (256, 256): "9901000100",
    (LARGEST, LARGEST): "ff" * 17,
}


@pytest.mark.parametrize("suite", SUITES)
def test_keys_and_frames_are_those_of_the_rfc(suite: int) -> None:
    key, salt, sealed = SUITES[suite]
    derived = FrameKey.derive(BASE_KEY, KID, suite)
    assert (derived.key.hex(), derived.salt.hex()) == (key, salt)
    assert derived.encrypt(COUNTER, PLAINTEXT, METADATA).hex() == sealed
    assert derived.decrypt(bytes.fromhex(sealed), METADATA) == (COUNTER, PLAINTEXT)


def test_the_nonce_is_that_of_the_rfc() -> None:
    assert FrameKey.derive(BASE_KEY, KID).nonce(COUNTER).hex() == "84991c167b8cd23c9370cba0"


@pytest.mark.parametrize(("numbers", "header"), HEADERS.items(), ids=str)
def test_headers_are_those_of_the_rfc(numbers: tuple[int, int], header: str) -> None:
    assert encode_header(*numbers).hex() == header
    assert decode_header(bytes.fromhex(header)) == (*numbers, len(header) // 2)


@given(NUMBERS, NUMBERS, st.binary(max_size=20))
def test_a_header_is_read_as_it_was_written_whatever_follows(kid: int, counter: int, rest: bytes) -> None:
    header = encode_header(kid, counter)
    assert decode_header(header + rest) == (kid, counter, len(header))
    for end in range(len(header)):
        with pytest.raises(FrameRefused):
            decode_header(header[:end])


@pytest.mark.parametrize("header", ["8007", "0807", "090001", "99000100ff"])
def test_a_header_that_could_be_shorter_is_refused(header: str) -> None:
    with pytest.raises(FrameRefused, match="shorter"):
        decode_header(bytes.fromhex(header))


def test_a_number_of_more_than_64_bits_has_no_header() -> None:
    with pytest.raises(OverflowError):
        encode_header(0, LARGEST + 1)


@given(st.binary(max_size=200), st.binary(max_size=10), NUMBERS, NUMBERS)
def test_what_was_encrypted_decrypts(plaintext: bytes, metadata: bytes, kid: int, counter: int) -> None:
    key = FrameKey.derive(BASE_KEY, kid)
    assert key.decrypt(key.encrypt(counter, plaintext, metadata), metadata) == (counter, plaintext)


@given(st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=10), st.data())
def test_a_frame_with_any_bit_turned_over_is_refused(
    plaintext: bytes, metadata: bytes, data: st.DataObject
) -> None:
    key = FrameKey.derive(BASE_KEY, KID)
    whole = bytearray(metadata + key.encrypt(COUNTER, plaintext, metadata))
    at = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[at // 8] ^= 1 << at % 8
    with pytest.raises(FrameRefused):
        key.decrypt(bytes(whole[len(metadata) :]), bytes(whole[: len(metadata)]))


def test_a_frame_of_another_key_is_refused() -> None:
    sealed = FrameKey.derive(BASE_KEY, KID).encrypt(1, PLAINTEXT)
    with pytest.raises(FrameRefused, match="another"):
        FrameKey.derive(BASE_KEY, KID + 1).decrypt(sealed)
    with pytest.raises(FrameRefused, match="authentic"):
        FrameKey.derive(bytes(16), KID).decrypt(sealed)
