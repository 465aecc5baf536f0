"""Random tokens, their hashes, and seats sealed so that only this server can open them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from telehealth.core.seat import Seat
from telehealth.errors import SeatOver

if TYPE_CHECKING:
    from telehealth.security.server_key import ServerKey

TOKEN_BYTES = 32
VERSION = b"\x01"
NONCE_BYTES = 12


def new_token() -> str:
    """256 random bits, base64url without padding (43 characters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def random_id() -> str:
    """128 random bits, base64url without padding (22 characters)."""
    return secrets.token_urlsafe(16)


def random_key() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(32)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token's text: what is stored in its place (the token has 256 bits, so no salt)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def admission_hash(admission: str) -> bytes:
    """SHA-256 of A, which comes as 43 characters of base64url."""
    return hashlib.sha256(unpadded_bytes(admission)).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two hashes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def unpadded_text(data: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unpadded_bytes(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SeatSealer:
    """Turns a Seat into a token and back: version ‖ nonce ‖ AES-256-GCM(seat), as base64url.

    The seat travels as MessagePack; the version byte is authenticated. A token opens nothing by itself:
    whether the seat lives is for the room and the store to say.
    """

    def __init__(self, key: ServerKey) -> None:
        self._cipher = AESGCM(key.derive("seat tokens"))
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Seat)

    def seal(self, seat: Seat) -> str:
        """The token for a page to come back with. No two are alike."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, self._encoder.encode(seat), VERSION)
        return unpadded_text(VERSION + nonce + sealed)

    def open(self, token: str) -> Seat:
        """The seat. Raises SeatOver for a token that this server did not seal."""
        try:
            raw = unpadded_bytes(token)
            if raw[:1] != VERSION or unpadded_text(raw) != token:
                raise SeatOver
            start = len(VERSION) + NONCE_BYTES
            return self._decoder.decode(self._cipher.decrypt(raw[len(VERSION) : start], raw[start:], VERSION))
        except (NotBase64, ValueError, InvalidTag, msgspec.MsgspecError) as error:
            raise SeatOver from error
