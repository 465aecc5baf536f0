"""The Unix socket between server and worker: a length and a MessagePack message, both ways."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

import msgspec
import structlog

from telehealth.relay.commands import AnyCommand, AnyEvent

LARGEST = 1 << 20
"""Bytes a message may have: an SDP of 64 KiB fits many times over."""
MOST_BYTES_WAITING = 8 << 20
"""Another end that has not read this much is not working."""

log = structlog.get_logger()

Incoming = TypeVar("Incoming", AnyCommand, AnyEvent)


class Channel(Generic[Incoming]):
    """One end of the socket. `Incoming` is the union of messages that this end accepts."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, accepts: object) -> None:
        self._reader = reader
        self._writer = writer
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(accepts)

    def send(self, message: AnyCommand | AnyEvent) -> None:
        """Queue one message; the socket's own buffer holds it if the other end is slow.

        One that reads nothing any more is cut off, and connects again if it lives. To one that is gone
        nothing can be said.
        """
        if self._writer.transport.is_closing():
            return
        if self._writer.transport.get_write_buffer_size() > MOST_BYTES_WAITING:
            log.error("the other end of the relay channel does not read")
            self._writer.transport.abort()
            return
        body = self._encoder.encode(message)
        self._writer.write(len(body).to_bytes(4, "big") + body)

    async def receive(self) -> Incoming | None:
        """The next message, or None when the other end is gone.

        Raises `msgspec.ValidationError` or `ValueError` when the other end speaks another language.
        """
        try:
            length = int.from_bytes(await self._reader.readexactly(4), "big")
            if length > LARGEST:
                raise ValueError(f"a message of {length} bytes on the relay channel")
            message: Incoming = self._decoder.decode(await self._reader.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return message

    def close(self) -> None:
        """End this side."""
        self._writer.close()
