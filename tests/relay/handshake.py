"""Two ends of a DTLS handshake in memory, with a scripted loss."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from aiortc import RTCCertificate, RTCIceTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport

from telehealth.relay.dtls import Dtls, HandshakeFailed
from telehealth.relay.srtp import Protection

PATIENCE = 10.0

Loses = Callable[[int], bool]
"""Whether the datagram of this number is lost, counted from 0 in its direction."""


def nothing(_number: int) -> bool:
    """A good network."""
    return False


class _Ice:
    """The browser's way to the relay and back."""

    role = "controlling"

    def __init__(self, ends: Ends, loses: Loses) -> None:
        self._ends = ends
        self._loses = loses
        self._sent = 0
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue()

    async def _recv(self) -> bytes:
        return await self.incoming.get()

    async def _send(self, data: bytes) -> None:
        self._sent += 1
        if not self._loses(self._sent - 1):
            assert self._ends.relay.feed(data)


class Ends:
    """The relay's end of a connection, and a browser's."""

    def __init__(self, *, to_relay: Loses = nothing, to_browser: Loses = nothing) -> None:
        self.sent: list[bytes] = []
        """Datagrams of the relay's, whether they arrive or not."""
        self._loses = to_browser
        self.relay = Dtls(self._send)
        self._ice = _Ice(self, to_relay)
        self.browser = RTCDtlsTransport(
            cast("RTCIceTransport", self._ice), [RTCCertificate.generateCertificate()]
        )
        self.browser._set_role("client")

    def _send(self, datagram: bytes) -> None:
        self.sent.append(datagram)
        if not self._loses(len(self.sent) - 1):
            self._ice.incoming.put_nowait(datagram)

    @property
    def fingerprint(self) -> str:
        """The browser's."""
        return self.browser.getLocalParameters().fingerprints[0].value

    async def connect(self, fingerprint: str | None = None) -> Protection:
        """Both sides at once; the relay expects the browser's fingerprint, or another."""
        announced = RTCDtlsParameters([RTCDtlsFingerprint("sha-256", self.relay.fingerprint)])
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as both:
            both.create_task(self.browser.start(announced))
            relay = both.create_task(self._shake(fingerprint or self.fingerprint))
        outcome = relay.result()
        if isinstance(outcome, HandshakeFailed):
            raise outcome
        return outcome

    async def _shake(self, fingerprint: str) -> Protection | HandshakeFailed:
        """A failure on one side leaves the other its time to notice."""
        try:
            return await self.relay.handshake(fingerprint)
        except HandshakeFailed as failure:
            return failure

    async def close(self) -> None:
        """Both say goodbye."""
        await self.relay.close()
        await self.browser.stop()
