"""What the audit log calls a room: the same name each time, and nobody without the key knows whose."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telehealth.core.ids import RoomId
    from telehealth.security.server_key import ServerKey


class Pseudonyms:
    """HMAC-SHA-256 of a room's id under a key of the server's own, cut to 128 bits."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key.derive("room pseudonyms")

    def of(self, room: RoomId) -> str:
        """32 hexadecimal digits."""
        return hmac.digest(self._key, room.encode("utf-8"), "sha256").hex()[:32]
