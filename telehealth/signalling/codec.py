"""JSON ⇄ messages. Shape is checked here; whether somebody may say it is for `core`."""

from __future__ import annotations

import msgspec

from telehealth.core.messages import FromBrowser, ToBrowser
from telehealth.errors import BadMessage, TooLarge

LARGEST = 96 * 1024
"""Bytes of one message (UTF-8)."""


class Codec:
    """Holds the compiled decoder and encoder."""

    def __init__(self) -> None:
        self._decoder: msgspec.json.Decoder[FromBrowser] = msgspec.json.Decoder(FromBrowser)
        self._encoder = msgspec.json.Encoder()

    def decode(self, text: str) -> FromBrowser:
        """The message. Raises BadMessage for anything but one, TooLarge above 96 KiB.

        Of a key that stands twice in one object the last counts.
        """
        if len(text) > LARGEST:
            raise TooLarge
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise BadMessage from error
        if len(data) > LARGEST:
            raise TooLarge
        try:
            return self._decoder.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise BadMessage from error

    def encode(self, message: ToBrowser) -> bytes:
        """The message as UTF-8 JSON."""
        return self._encoder.encode(message)
