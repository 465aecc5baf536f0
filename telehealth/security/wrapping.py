"""What the database holds of accounts, closed under the server's own key: alone it is worth nothing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from telehealth.security.server_key import ServerKey

VERSION = b"\x01"
NONCE_BYTES = 12


class Wrapping:
    """version ‖ nonce ‖ AES-256-GCM(data), authenticated with the version and the context.

    The context names the column and the row, so that what was wrapped for one place opens in no other.
    """

    def __init__(self, key: ServerKey) -> None:
        self._cipher = AESGCM(key.derive("stored secrets"))

    def wrap(self, data: bytes, context: str) -> bytes:
        """The data, readable only with the server's key and the same context."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, data, _bound(context))

    def unwrap(self, data: bytes, context: str) -> bytes:
        """What was wrapped. Raises ValueError: another key, another context, or damage."""
        start = len(VERSION) + NONCE_BYTES
        if data[: len(VERSION)] != VERSION:
            raise ValueError("this was not wrapped by this version of the server")
        try:
            return self._cipher.decrypt(data[len(VERSION) : start], data[start:], _bound(context))
        except (InvalidTag, ValueError) as error:
            raise ValueError("this was wrapped under another key, or for another place") from error


def _bound(context: str) -> bytes:
    return VERSION + context.encode()
