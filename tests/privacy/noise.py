"""Noise_NKpsk0_25519_AESGCM_SHA256, both ends, from the Noise Protocol Framework (revision 34).

<- s
...
-> psk, e, es
<- e, ee
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.privacy.derivation import hkdf

NAME = b"Noise_NKpsk0_25519_AESGCM_SHA256"
"""As long as a hash, so it is the first one itself (section 5.2)."""
KEY, TAG = 32, 16


class NoiseRefused(Exception):
    """A message that is not from who it should be from, or was altered."""


class Cipher:
    """One key; whoever uses it counts."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def encrypt(self, nonce: int, plaintext: bytes, data: bytes = b"") -> bytes:
        return self._aead.encrypt(_nonce(nonce), plaintext, data)

    def decrypt(self, nonce: int, ciphertext: bytes, data: bytes = b"") -> bytes:
        """Raises NoiseRefused."""
        try:
            return self._aead.decrypt(_nonce(nonce), ciphertext, data)
        except (InvalidTag, ValueError) as error:
            raise NoiseRefused("not authentic") from error


def _nonce(number: int) -> bytes:
    """Section 12.4: four zero bytes, then eight of the number, the highest first."""
    return bytes(4) + number.to_bytes(8, "big")


@dataclass(frozen=True)
class Transport:
    """What a finished handshake leaves at one end."""

    sending: Cipher
    receiving: Cipher
    handshake: bytes
    """h, the handshake's hash: 32 bytes."""


class _Symmetric:
    """Section 5.2, with the cipher's state of section 5.1 in it."""

    def __init__(self, prologue: bytes, responder: bytes) -> None:
        self.chaining = self.hash = NAME
        self._cipher: Cipher | None = None
        self._nonce = 0
        self.mix_hash(prologue)
        self.mix_hash(responder)

    def mix_hash(self, data: bytes) -> None:
        self.hash = hashlib.sha256(self.hash + data).digest()

    def _expand(self, material: bytes, outputs: int) -> list[bytes]:
        """Noise's HKDF (section 4.3) is that of RFC 5869 without an `info`."""
        derived = hkdf(material, b"", self.chaining, outputs * KEY)
        return [derived[at : at + KEY] for at in range(0, len(derived), KEY)]

    def mix_key(self, material: bytes) -> None:
        self.chaining, key = self._expand(material, 2)
        self._cipher, self._nonce = Cipher(key), 0

    def mix_key_and_hash(self, material: bytes) -> None:
        self.chaining, hashed, key = self._expand(material, 3)
        self.mix_hash(hashed)
        self._cipher, self._nonce = Cipher(key), 0

    def encrypt(self, plaintext: bytes) -> bytes:
        assert self._cipher is not None
        ciphertext = self._cipher.encrypt(self._nonce, plaintext, self.hash)
        self._nonce += 1
        self.mix_hash(ciphertext)
        return ciphertext

    def decrypt(self, ciphertext: bytes) -> bytes:
        assert self._cipher is not None
        plaintext = self._cipher.decrypt(self._nonce, ciphertext, self.hash)
        self._nonce += 1
        self.mix_hash(ciphertext)
        return plaintext

    def split(self) -> tuple[Cipher, Cipher]:
        first, second = self._expand(b"", 2)
        return Cipher(first), Cipher(second)


def public(key: X25519PrivateKey) -> bytes:
    """The public half, as it travels."""
    return key.public_key().public_bytes_raw()


def _shared(own: X25519PrivateKey, other: bytes) -> bytes:
    try:
        return own.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError as error:
        # A point of low order, whose result is all zeros, or no point at all.
        raise NoiseRefused("no key to share one with") from error


class Initiator:
    """The end that holds a link. An ephemeral key is given by tests of vectors alone."""

    def __init__(
        self, responder: bytes, prologue: bytes, psk: bytes, ephemeral: X25519PrivateKey | None = None
    ) -> None:
        self._responder = responder
        self._psk = psk
        self._ephemeral = ephemeral or X25519PrivateKey.generate()
        self._state = _Symmetric(prologue, responder)

    def first(self, payload: bytes) -> bytes:
        """Message 1."""
        state, own = self._state, public(self._ephemeral)
        state.mix_key_and_hash(self._psk)
        state.mix_hash(own)
        state.mix_key(own)
        state.mix_key(_shared(self._ephemeral, self._responder))
        return own + state.encrypt(payload)

    def finish(self, message: bytes) -> tuple[bytes, Transport]:
        """What message 2 carries, and the transport. Raises NoiseRefused, and may then be called again."""
        before = self._state.__dict__.copy()
        state, other = self._state, message[:KEY]
        try:
            state.mix_hash(other)
            state.mix_key(other)
            state.mix_key(_shared(self._ephemeral, other))
            payload = state.decrypt(message[KEY:])
        except NoiseRefused:
            state.__dict__.update(before)
            raise
        sending, receiving = state.split()
        return payload, Transport(sending, receiving, state.hash)


class Responder:
    """The end that has the room's private key."""

    def __init__(
        self,
        static: X25519PrivateKey,
        prologue: bytes,
        psk: bytes,
        ephemeral: X25519PrivateKey | None = None,
    ) -> None:
        self._static = static
        self._psk = psk
        self._ephemeral = ephemeral or X25519PrivateKey.generate()
        self._other = b""
        self._state = _Symmetric(prologue, public(static))

    def read(self, message: bytes) -> bytes:
        """What message 1 carries. Raises NoiseRefused."""
        state, self._other = self._state, message[:KEY]
        state.mix_key_and_hash(self._psk)
        state.mix_hash(self._other)
        state.mix_key(self._other)
        state.mix_key(_shared(self._static, self._other))
        return state.decrypt(message[KEY:])

    def answer(self, payload: bytes) -> tuple[bytes, Transport]:
        """Message 2, and the transport. Raises NoiseRefused for a client's key that is none."""
        state, own = self._state, public(self._ephemeral)
        state.mix_hash(own)
        state.mix_key(own)
        state.mix_key(_shared(self._ephemeral, self._other))
        message = own + state.encrypt(payload)
        receiving, sending = state.split()
        return message, Transport(sending, receiving, state.hash)
