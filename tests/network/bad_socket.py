"""A UDP socket with a bad network behind it: as much of a socket as the relay uses."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections import deque

from tests.network.nat import Address
from tests.network.network import Network

SLOT = 2_048


class BadSocket:
    """Reads the real socket at once, and is readable itself when something is due."""

    def __init__(self, index: int, real: socket.socket, network: Network) -> None:
        self._index = index
        self._socket = real
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._arrived: deque[tuple[bytes, Address]] = deque()
        self._bell = os.eventfd(0, os.EFD_NONBLOCK)
        self._loop.add_reader(real, self._read)

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self._socket.fileno() >= 0

    def fileno(self) -> int:
        """What the relay's loop watches."""
        return self._bell

    def getsockname(self) -> Address:
        """The real one's."""
        name: Address = self._socket.getsockname()
        return name

    def recvfrom(self, _size: int) -> tuple[bytes, Address]:
        """The next datagram that is due. Raises `BlockingIOError` when there is none."""
        if not self._arrived:
            with contextlib.suppress(BlockingIOError):  # it has not rung
                os.eventfd_read(self._bell)
            raise BlockingIOError
        return self._arrived.popleft()

    def sendto(self, datagram: bytes, address: Address) -> int:
        """Send it on its way, whatever becomes of it there."""
        delivery = self._network.goes((self._index, address), self._loop.time(), len(datagram))
        if delivery is None:
            return len(datagram)
        if delivery.at <= self._loop.time():
            return self._socket.sendto(datagram, delivery.address)
        self._loop.call_at(delivery.at, self._send, bytes(datagram), delivery.address)
        return len(datagram)

    def close(self) -> None:
        """Close it; what is on its way is lost."""
        self._loop.remove_reader(self._socket)
        self._socket.close()
        os.close(self._bell)

    def _send(self, datagram: bytes, address: Address) -> None:
        # A network tells nobody what it loses: a buffer that is full, a browser that is gone.
        if self.is_open:
            with contextlib.suppress(OSError):
                self._socket.sendto(datagram, address)

    def _read(self) -> None:
        while True:
            try:
                datagram, source = self._socket.recvfrom(SLOT)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                # An ICMP error of an earlier send, as in the relay's own loop.
                continue
            now = self._loop.time()
            delivery = self._network.came((self._index, source[:2]), datagram, now)
            if delivery is None:
                continue
            if delivery.at <= now:
                self._deliver(datagram, delivery.address)
            else:
                self._loop.call_at(delivery.at, self._deliver, datagram, delivery.address)

    def _deliver(self, datagram: bytes, source: Address) -> None:
        if self.is_open:
            self._arrived.append((datagram, source))
            os.eventfd_write(self._bell, 1)
