"""Browsers that have signed in to an account before, told by a cookie, so that nobody else can lock them out.

Wrong tries are counted for each known browser by itself, and for all others together.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from telehealth.security.tokens import same, unpadded_text

if TYPE_CHECKING:
    from telehealth.security.server_key import ServerKey

NONCE_BYTES = 16
NONCE_CHARACTERS = 22


class KnownBrowsers:
    """Gives a browser `nonce.mac`: the MAC is over account, verifier and nonce, and nothing of it is kept.

    With another password every browser is a stranger again, whoever collected marks under the old one.
    """

    def __init__(self, key: ServerKey) -> None:
        self._mark_key = key.derive("known browsers")
        self._bucket_key = secrets.token_bytes(32)

    def mark(self, username: str, verifier: str) -> str:
        """The cookie's value for a browser that has just signed in to this account."""
        nonce = unpadded_text(secrets.token_bytes(NONCE_BYTES))
        return f"{nonce}.{self._mac(username, verifier, nonce)}"

    def bucket(self, username: str, verifier: str, cookie: str) -> bytes:
        """What wrong tries of this browser for this account are counted under. It tells no name."""
        nonce, _, mac = cookie.partition(".")
        is_known = len(nonce) == NONCE_CHARACTERS and same(
            self._mac(username, verifier, nonce).encode(), mac.encode("utf-8", "surrogatepass")
        )
        text = f"{username}\0{nonce if is_known else ''}"
        return hmac.digest(self._bucket_key, text.encode("utf-8", "surrogatepass"), "sha256")[:16]

    def _mac(self, username: str, verifier: str, nonce: str) -> str:
        text = f"{username}\0{verifier}\0{nonce}".encode("utf-8", "surrogatepass")
        return unpadded_text(hmac.digest(self._mark_key, text, "sha256"))
