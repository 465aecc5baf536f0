"""What every message between a page and the server is."""

from __future__ import annotations

from msgspec import Struct

from telehealth.core.bounds import Base64Url22


class Message(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Anything that travels over the WebSocket, as one JSON object with its `type`."""


class InRoom(Message, frozen=True):
    """A message about one room."""

    room: Base64Url22
