"""DTLS of one leg (RFC 6347, RFC 5764), by aiortc's `RTCDtlsTransport` on datagrams we hand to it.

The private names of aiortc that this and `srtp` need are in `PRIVATE_NAMES`; a test guards them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from aiortc import RTCCertificate, RTCIceTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from OpenSSL import SSL

from telehealth.relay.srtp import Protection

PRIVATE_NAMES = frozenset(
    {
        # of RTCDtlsTransport
        "_do_handshake",
        "_write_ssl",
        "_set_role",
        "_rx_srtp",
        "_tx_srtp",
        "_ssl",
        "_task",
        "_transport",
        # of RTCIceTransport, which it reads from and writes to
        "_recv",
        "_send",
    }
)
LARGEST_DATAGRAM = 1_200
"""Bytes of a datagram of a flight: fits every path's MTU (RFC 8261 and QUIC settled on the same)."""
RECORD_HEADER = 13
BACKLOG = 32


class HandshakeFailed(Exception):
    """The peer's certificate is not the announced one, or no handshake came about."""


class _Datagrams:
    """What aiortc takes for its ICE transport: a queue in, a function out."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue(BACKLOG)
        self._send_datagram = send

    def end(self) -> None:
        """Hold on to nobody any more."""
        self._send_datagram = _lose

    async def _recv(self) -> bytes:
        return await self.incoming.get()

    async def _send(self, data: bytes) -> None:
        for datagram in split_flight(data):
            self._send_datagram(datagram)


def _lose(_datagram: bytes) -> None:
    """The network of a connection that is over."""


class _Transport(RTCDtlsTransport):
    """aiortc's transport, writing whole records in datagrams of a bounded size."""

    @property
    def _connection(self) -> SSL.Connection:
        return cast("SSL.Connection", self._ssl)

    async def _do_handshake(self) -> None:
        self._connection.set_ciphertext_mtu(LARGEST_DATAGRAM)
        await super()._do_handshake()

    async def _write_ssl(self) -> None:
        flight = b""
        while True:
            try:
                flight += self._connection.bio_read(65_536)
            except SSL.Error:
                break
        if flight:
            await self._transport._send(flight)


class Dtls:
    """The server's side of one handshake, and the connection after it."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._datagrams = _Datagrams(send)
        self._transport = _Transport(
            cast("RTCIceTransport", self._datagrams), [RTCCertificate.generateCertificate()]
        )
        self._transport._set_role("server")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of our certificate as SDP writes it (RFC 8122)."""
        fingerprints = self._transport.getLocalParameters().fingerprints
        return next(entry.value for entry in fingerprints if entry.algorithm == "sha-256")

    def feed(self, datagram: bytes) -> bool:
        """Hand over a DTLS datagram. False when it is none, or too many wait already; then it is dropped.

        aiortc reads the first byte without a look at the length, and ends at what it cannot read.
        """
        if not datagram or not 20 <= datagram[0] <= 63:
            return False
        try:
            self._datagrams.incoming.put_nowait(datagram)
        except asyncio.QueueFull:
            return False
        return True

    async def handshake(self, fingerprint: str) -> Protection:
        """Wait for the peer whose certificate has this SHA-256 fingerprint.

        Raises `HandshakeFailed`. The caller bounds the time.
        """
        parameters = RTCDtlsParameters(fingerprints=[RTCDtlsFingerprint("sha-256", fingerprint)])
        await self._transport.start(parameters)
        if self._transport.state != "connected":
            raise HandshakeFailed("the DTLS handshake did not succeed")
        return Protection(self._transport._rx_srtp, self._transport._tx_srtp)

    async def closed(self) -> None:
        """Return when the peer has ended the connection (close_notify)."""
        task = self._transport._task
        if task is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        """Say goodbye and stop. Nothing of OpenSSL's is kept until a garbage collector comes by."""
        await self._transport.stop()
        self._datagrams.end()


def split_flight(data: bytes) -> list[bytes]:
    """Datagrams of at most 1,200 bytes, each of whole DTLS records (RFC 6347, section 4.1.1)."""
    datagrams: list[bytes] = []
    current = b""
    while data:
        length = RECORD_HEADER + int.from_bytes(data[11:13], "big")
        record, data = data[:length], data[length:]
        if current and len(current) + len(record) > LARGEST_DATAGRAM:
            datagrams.append(current)
            current = b""
        current += record
    return [*datagrams, current] if current else datagrams
