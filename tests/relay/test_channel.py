"""The Unix socket between server and worker."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from structlog.testing import capture_logs

from telehealth.relay import channel as module
from telehealth.relay.channel import LARGEST, Channel
from telehealth.relay.commands import Answer, AnyCommand, AnyEvent, CloseRoom, Connected, Count


@asynccontextmanager
async def joined() -> AsyncIterator[tuple[Channel[AnyEvent], Channel[AnyCommand], asyncio.StreamWriter]]:
    """The server's end, the worker's, and the server's writer for what is no message."""
    ours, theirs = socket.socketpair()
    server = await asyncio.open_unix_connection(sock=ours)
    worker = await asyncio.open_unix_connection(sock=theirs)
    at_server: Channel[AnyEvent] = Channel(*server, AnyEvent)
    at_worker: Channel[AnyCommand] = Channel(*worker, AnyCommand)
    try:
        yield at_server, at_worker, server[1]
    finally:
        for writer in (server[1], worker[1]):
            writer.close()
            await writer.wait_closed()


async def test_messages_arrive_in_order_both_ways() -> None:
    async with joined() as (server, worker, _):
        sent: list[AnyCommand] = [Count("room"), Answer("room", 1, "v=0\r\n" * 13_000), CloseRoom("room")]
        for command in sent:
            server.send(command)
        assert [await worker.receive() for _ in sent] == sent
        worker.send(Connected("room", 1))
        assert await server.receive() == Connected("room", 1)


async def test_a_closed_end_is_no_message() -> None:
    async with joined() as (server, worker, _):
        server.send(Count("room"))
        server.close()
        assert await worker.receive() == Count("room")
        assert await worker.receive() is None


async def test_a_message_that_breaks_off_is_none() -> None:
    async with joined() as (server, worker, writer):
        writer.write(b"\x00\x00\x00\x20half")
        server.close()
        assert await worker.receive() is None


async def test_a_message_that_is_too_long_is_refused_before_it_is_read() -> None:
    async with joined() as (_, worker, writer):
        writer.write((LARGEST + 1).to_bytes(4, "big"))
        with pytest.raises(ValueError, match="on the relay channel"):
            await worker.receive()


async def test_another_language_is_refused() -> None:
    async with joined() as (_, worker, writer):
        for body, error in [
            (b"\xc1", msgspec.DecodeError),
            (b"", msgspec.DecodeError),
            (b"\x81\xa2do\xa6record", msgspec.ValidationError),
        ]:
            writer.write(len(body).to_bytes(4, "big") + body)
            with pytest.raises(error):
                await worker.receive()


async def test_an_end_that_reads_nothing_is_cut_off_and_costs_no_more_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES_WAITING", 100_000)
    async with joined() as (server, worker, writer):
        with capture_logs() as logs:
            for _ in range(200):
                server.send(Answer("room", 1, "v=0\r\n" * 5_000))
        assert writer.transport.get_write_buffer_size() < 200_000
        assert {line["event"] for line in logs} == {"the other end of the relay channel does not read"}
        while await worker.receive() is not None:
            pass
