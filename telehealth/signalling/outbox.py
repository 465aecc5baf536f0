"""What is to be sent on one WebSocket, in order and within bounds."""

from __future__ import annotations

import asyncio
from collections import deque

from telehealth.errors import TelehealthError

MOST_MESSAGES = 512
MOST_BYTES = 2 << 20
"""A snapshot, an offer and a burst of sealed messages for everybody fit many times over."""


class Outbox:
    """Messages put in by whoever has some, taken out by the one task that writes."""

    def __init__(self) -> None:
        self._messages: deque[bytes] = deque()
        self._bytes = 0
        self._ready = asyncio.Event()
        self._end: TelehealthError | None = None

    def __len__(self) -> int:
        """Messages that are still to be sent."""
        return len(self._messages)

    def put(self, message: bytes) -> bool:
        """Queue a message; False if the reader is so slow that it does not fit any more."""
        if self._end is not None:
            return True
        if len(self._messages) >= MOST_MESSAGES or self._bytes + len(message) > MOST_BYTES:
            return False
        self._messages.append(message)
        self._bytes += len(message)
        self._ready.set()
        return True

    def offer(self, message: bytes) -> bool:
        """Queue a message only if half of the room is left for others; False if it is not."""
        if 2 * len(self._messages) >= MOST_MESSAGES or 2 * self._bytes >= MOST_BYTES:
            return self._end is not None
        return self.put(message)

    @property
    def ended(self) -> bool:
        """Whether nothing more is taken."""
        return self._end is not None

    def end(self, error: TelehealthError) -> None:
        """Nothing more after what is queued; the first end counts."""
        if self._end is None:
            self._end = error
        self._ready.set()

    async def take(self) -> bytes | TelehealthError:
        """The next message, or how it ends."""
        while not self._messages:
            if self._end is not None:
                return self._end
            self._ready.clear()
            await self._ready.wait()
        message = self._messages.popleft()
        self._bytes -= len(message)
        return message
