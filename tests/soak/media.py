"""One leg of a page that is a program: DTLS and SRTP over a socket of its own, and counts, not frames."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from pylibsrtp import Error

from tests.relay.packets import rtp, sender_report, video
from tests.relay.page import Page

CONNECTED_WITHIN = 15.0


class Media(Page):
    """A connection of one offer. What it sends means nothing: the relay could not read it anyway."""

    def __init__(self, offer: str, leg: int, *, sends: bool) -> None:
        super().__init__(offer)
        self.got = 0
        """RTP packets of others."""
        self.is_over = False
        self._connecting: asyncio.Task[None] | None = None
        self._number = secrets.randbelow(0x8000)
        if sends:
            fresh = [secrets.randbits(31) + 1 for _ in range(5)]
            self.ssrcs = {
                f"a{leg}": (fresh[0], 0),
                f"v{leg}": (fresh[1], fresh[2]),
                f"t{leg}": (fresh[3], fresh[4]),
            }

    async def open(self) -> None:
        """Have a socket."""
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: _Socket(self), ("127.0.0.1", 0))

    def connect(self) -> None:
        """Begin the handshake. Whoever waits for media notices if nothing comes of it."""
        self._connecting = asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            self.check()
            async with asyncio.timeout(CONNECTED_WITHIN):
                await self.handshake()

    def send(self, datagram: bytes) -> None:
        """Unless the connection is over."""
        if not self.is_over:
            super().send(datagram)

    def take(self, datagram: bytes) -> None:
        """Count it; what came before the handshake was over, or after the end, is lost as on any network."""
        first = datagram[0] if datagram else 0
        if 20 <= first <= 63:
            self.dtls_datagrams.put_nowait(datagram)
        elif 128 <= first <= 191 and self.is_connected and not 192 <= datagram[1] <= 223:
            try:
                self.dtls._rx_srtp.unprotect(datagram)
            except Error:
                return
            self.got += 1

    def talk(self) -> None:
        """A packet of sound, one of a picture, and now and then a report."""
        self._number = (self._number + 1) & 0xFFFF
        for mid, (ssrc, _) in self.ssrcs.items():
            if mid[0] == "a":
                self.send_rtp(rtp(ssrc, self._number, secrets.token_bytes(80)))
                if self._number % 10 == 0:
                    self.send_rtcp(sender_report(ssrc))
            elif mid[0] == "v":
                self.send_rtp(video(ssrc, self._number, b"\x10\x00\x9d\x01\x2a" + secrets.token_bytes(600)))

    def fall_silent(self) -> None:
        """The network is gone: nothing is sent any more, not even a goodbye."""
        self.is_over = True

    async def close(self) -> None:
        """Say goodbye, unless the network is gone, and have no socket any more."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        reading = self.dtls._task
        await self.dtls.stop()
        if reading is not None:
            await asyncio.wait([reading])
        self.is_over = True
        if self.transport is not None:
            self.transport.close()


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, media: Media) -> None:
        self._media = media

    def datagram_received(self, data: bytes, _addr: object) -> None:
        self._media.take(data)
