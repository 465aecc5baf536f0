"""A browser's half of a leg, written from the standards: its socket, STUN, aiortc's DTLS and SRTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import cast

from aioice import stun
from aiortc import RTCCertificate, RTCIceTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport

from tests.relay.answers import answer
from tests.relay.checks import check

RELAY_SSRC = 0xFEEDBEEF
"""What the relay of these tests signs its own RTCP with."""
PATIENCE = 5.0
"""Seconds after which something on the loopback interface counts as lost."""


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, page: Page) -> None:
        self._page = page

    def datagram_received(self, data: bytes, _addr: object) -> None:
        self._page.take(data)


class _Ice:
    """What aiortc's DTLS reads from and writes to."""

    role = "controlling"

    def __init__(self, page: Page) -> None:
        self._page = page

    async def _recv(self) -> bytes:
        return await self._page.dtls_datagrams.get()

    async def _send(self, data: bytes) -> None:
        self._page.send(data)


class Page:
    """One leg as its browser has it. `received` holds decrypted RTP, `reports` decrypted RTCP."""

    def __init__(self, offer: str, transport: asyncio.DatagramTransport | None = None) -> None:
        self.offer = offer
        self.transport = transport
        self.dtls_datagrams: asyncio.Queue[bytes] = asyncio.Queue()
        self.responses: asyncio.Queue[stun.Message] = asyncio.Queue()
        self.received: list[bytes] = []
        self.reports: list[bytes] = []
        self.ssrcs: dict[str, tuple[int, int]] = {}
        self.answers = 1
        """How many offers of its leg it has answered."""
        self.news = asyncio.Event()
        self.dtls = RTCDtlsTransport(
            cast("RTCIceTransport", _Ice(self)), [RTCCertificate.generateCertificate()]
        )
        self.dtls._set_role("client")
        self.fragment, self.password = _one(r"a=ice-ufrag:(\S+)", offer), _one(r"a=ice-pwd:(\S+)", offer)
        found = re.search(r"a=candidate:1 1 udp \d+ (\S+) (\d+) typ host", offer)
        assert found is not None
        self.server = (found[1], int(found[2]))

    @classmethod
    @asynccontextmanager
    async def opened(cls, offer: str, local: str = "127.0.0.1") -> AsyncIterator[Page]:
        """A page with a socket of its own."""
        page = cls(offer)
        loop = asyncio.get_running_loop()
        page.transport, _ = await loop.create_datagram_endpoint(lambda: _Socket(page), (local, 0))
        try:
            yield page
        finally:
            await page.dtls.stop()
            page.transport.close()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the page's certificate."""
        return self.dtls.getLocalParameters().fingerprints[0].value

    def answer(self, ssrcs: Mapping[str, tuple[int, int]] | None = None, offer: str | None = None) -> str:
        """The answer to its offer, or to a later one."""
        return answer(offer or self.offer, ssrcs, self.fingerprint)

    # ── Datagrams ────────────────────────────────────────────────────────────────────────────────

    def send(self, datagram: bytes) -> None:
        """Something from this page's address."""
        assert self.transport is not None
        self.transport.sendto(datagram, self.server)

    def take(self, datagram: bytes) -> None:
        """Something from the relay."""
        if datagram[0] < 4:
            self.responses.put_nowait(stun.parse_message(datagram))
        elif datagram[0] < 64:
            self.dtls_datagrams.put_nowait(datagram)
        elif 192 <= datagram[1] <= 223:
            self.reports.append(self.dtls._rx_srtp.unprotect_rtcp(datagram))
        else:
            self.received.append(self.dtls._rx_srtp.unprotect(datagram))
        self.news.set()

    # ── A connection ─────────────────────────────────────────────────────────────────────────────

    def check(self, *, nominates: bool = True) -> None:
        """Send a connectivity check."""
        self.send(check(self.fragment, self.password, nominates=nominates))

    async def checked(self) -> stun.Message:
        """Send a check, and wait for the response."""
        self.check()
        return await asyncio.wait_for(self.responses.get(), PATIENCE)

    async def handshake(self) -> None:
        """DTLS as the client, until the relay's side has the keys too."""
        expected = _one(r"a=fingerprint:sha-256 (\S+)", self.offer)
        parameters = RTCDtlsParameters([RTCDtlsFingerprint("sha-256", expected)])
        await asyncio.wait_for(self.dtls.start(parameters), PATIENCE)

    @property
    def heard_of_others(self) -> list[bytes]:
        """RTCP that the relay has not made itself."""
        return [report for report in self.reports if report[4:8] != RELAY_SSRC.to_bytes(4, "big")]

    @property
    def is_connected(self) -> bool:
        return self.dtls.state == "connected"

    def send_rtp(self, packet: bytes) -> None:
        """Protect and send."""
        self.send(self.dtls._tx_srtp.protect(packet))

    def send_rtcp(self, compound: bytes) -> None:
        """Protect and send."""
        self.send(self.dtls._tx_srtp.protect_rtcp(compound))

    async def until_received(self, count: int) -> list[bytes]:
        """Wait until so many RTP packets have come."""
        await self.until(lambda: len(self.received) >= count)
        return self.received

    async def until_reported(self, count: int = 1) -> list[bytes]:
        """Wait until so many RTCP compounds have come."""
        await self.until(lambda: len(self.reports) >= count)
        return self.reports

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is true that a datagram makes true."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self.news.clear()
                await self.news.wait()


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None
    return found[1]
