"""SFrame (RFC 9605): headers, keys, and frames of the suites 4 and 5. The room uses suite 5.

 0 1 2 3 4 5 6 7
+-+-+-+-+-+-+-+-+---------------+---------------+
|X|  K  |Y|  C  |   KID...      |   CTR...      |
+-+-+-+-+-+-+-+-+---------------+---------------+
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128 = 4, 5
TAG, NONCE = 16, 12
_KEY = {AES_128_GCM_SHA256_128: 16, AES_256_GCM_SHA512_128: 32}
_HASH = {AES_128_GCM_SHA256_128: SHA256, AES_256_GCM_SHA512_128: SHA512}


class FrameRefused(Exception):
    """No frame of this key."""


@dataclass(frozen=True)
class FrameKey:
    """What is derived from a base key for one key id (section 4.4.2)."""

    kid: int
    key: bytes
    salt: bytes

    @classmethod
    def derive(cls, base_key: bytes, kid: int, suite: int = AES_256_GCM_SHA512_128) -> FrameKey:
        def derived(what: bytes, length: int) -> bytes:
            info = b"SFrame 1.0 Secret " + what + b" " + kid.to_bytes(8, "big") + suite.to_bytes(2, "big")
            return HKDF(_HASH[suite](), length, salt=b"", info=info).derive(base_key)

        return cls(kid, derived(b"key", _KEY[suite]), derived(b"salt", NONCE))

    def nonce(self, counter: int) -> bytes:
        """The salt, with the counter's bits in its end turned over (section 4.4.3)."""
        return (int.from_bytes(self.salt, "big") ^ counter).to_bytes(NONCE, "big")

    def encrypt(self, counter: int, plaintext: bytes, metadata: bytes = b"") -> bytes:
        """Header, ciphertext and tag. A counter is used once a key: the caller sees to that."""
        header = encode_header(self.kid, counter)
        return header + AESGCM(self.key).encrypt(self.nonce(counter), plaintext, header + metadata)

    def decrypt(self, data: bytes, metadata: bytes = b"") -> tuple[int, bytes]:
        """The counter and the plaintext. Raises FrameRefused."""
        kid, counter, length = decode_header(data)
        if kid != self.kid:
            raise FrameRefused("another key's")
        header, ciphertext = data[:length], data[length:]
        try:
            aead = AESGCM(self.key)
            return counter, aead.decrypt(self.nonce(counter), ciphertext, header + metadata)
        except (InvalidTag, ValueError) as error:
            raise FrameRefused("not authentic") from error


def _field(value: int) -> tuple[int, bytes]:
    """A flag with its three bits, and the bytes that follow."""
    if value < 8:
        return value, b""
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return 8 | len(data) - 1, data


def encode_header(kid: int, counter: int) -> bytes:
    """Section 4.3, each number in as few bytes as it needs. Raises OverflowError above 64 bits."""
    (first, kid_bytes), (second, counter_bytes) = _field(kid), _field(counter)
    if max(len(kid_bytes), len(counter_bytes)) > 8:
        raise OverflowError("a number of more than 64 bits")
    return bytes([first << 4 | second]) + kid_bytes + counter_bytes


def decode_header(data: bytes) -> tuple[int, int, int]:
    """Key id, counter, and how many bytes they took. Raises FrameRefused for one cut off, or too long."""
    if not data:
        raise FrameRefused("nothing")
    kid, at = _read_field(data, data[0] >> 4, 1)
    counter, at = _read_field(data, data[0] & 15, at)
    if data[:at] != encode_header(kid, counter):
        raise FrameRefused("a header that could be shorter")
    return kid, counter, at


def _read_field(data: bytes, bits: int, at: int) -> tuple[int, int]:
    if bits < 8:
        return bits, at
    end = at + (bits & 7) + 1
    if len(data) < end:
        raise FrameRefused("a header that was cut off")
    return int.from_bytes(data[at:end], "big"), end
