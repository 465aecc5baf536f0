"""One WebSocket's life, from the upgrade to the close code."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import WSMsgType, web

from telehealth.core.ids import RoomId
from telehealth.core.messages import Error, Ping, Pong
from telehealth.core.opening import Hello, TakeSeat, Watch
from telehealth.errors import (
    BadMessage,
    NotAllowed,
    Over,
    ParticipantUnknown,
    SeatMoved,
    TelehealthError,
    TooFast,
    TooLarge,
    Unknown,
)
from telehealth.security.limits import TokenBucket
from telehealth.signalling.codec import LARGEST, Codec
from telehealth.signalling.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import WSMessage

    from telehealth.core.ids import ParticipantId
    from telehealth.core.messages import Act, FromBrowser, Sending, ToBrowser
    from telehealth.core.opening import Opening
    from telehealth.core.seat import Seat
    from telehealth.signalling.hub import Hub

MOST_ROOMS = 32
"""Rooms of one clinician that a page may watch at once."""

PLACE_TAKEN = "This page has lost its place. Reload it to go on."


class Pace(NamedTuple):
    """How patient a socket is, in seconds, and how many messages a second it takes."""

    opening: float = 10.0
    heartbeat: float = 20.0
    writing: float = 20.0
    closing: float = 2.0
    messages_per_second: float = 20.0


class Socket:
    """A page's connection. It holds one place for a client, and one a room for a clinician."""

    def __init__(
        self,
        hub: Hub,
        codec: Codec,
        pace: Pace,
        sign_in: bytes | None,
        attempt: Callable[[], None],
    ) -> None:
        self._hub = hub
        self._codec = codec
        self._pace = pace
        self.sign_in = sign_in
        self._attempt = attempt
        self._clock = asyncio.get_running_loop().time
        self._places: dict[RoomId, ParticipantId] = {}
        self._outbox = Outbox()
        self._bucket = TokenBucket(pace.messages_per_second, 2 * pace.messages_per_second, self._clock)
        self._too_fast = 0.0
        self._slowed = self._clock()
        self._clinician = False
        self._transport: asyncio.Transport | None = None
        self._closed = asyncio.Event()
        # Twice the limit, so that it is we who say 4413 to what is a little too large.
        self._web = web.WebSocketResponse(
            timeout=pace.closing,
            heartbeat=pace.heartbeat,
            autoping=False,
            compress=False,
            max_msg_size=2 * LARGEST,
        )

    # ── What rooms do with it ────────────────────────────────────────────────────────────────────

    def send(self, message: ToBrowser) -> None:
        """See `Connection`. A reader that is too slow is dropped."""
        if not self._outbox.put(self._codec.encode(message)):
            self._abort()

    def offer(self, message: ToBrowser) -> bool:
        """See `Connection`."""
        return self._outbox.offer(self._codec.encode(message))

    def check(self, seat: Seat) -> None:
        """See `Connection`. Only a clinician's page may be in several rooms, once in each."""
        held = self._places.get(seat.room, seat.participant)
        several = self._clinician and seat.role == "clinician" and len(self._places) < MOST_ROOMS
        if held != seat.participant or (self._places and seat.room not in self._places and not several):
            raise NotAllowed

    def seated(self, seat: Seat) -> None:
        """See `Connection`."""
        self._places[seat.room] = seat.participant
        self._clinician = seat.role == "clinician"

    def displaced(self, room: RoomId) -> None:
        """See `Connection`."""
        self._lose(room, SeatMoved())

    def evicted(self, room: RoomId) -> None:
        """See `Connection`."""
        self._lose(room, ParticipantUnknown(PLACE_TAKEN))

    def dismissed(self, room: RoomId) -> None:
        """See `Connection`."""
        self._lose(room, Over())

    @property
    def queued(self) -> int:
        """Messages that are still to be sent."""
        return len(self._outbox)

    def turn_away(self, error: TelehealthError) -> None:
        """Say the error, then close with its code; nothing more is read."""
        self._refuse(error)
        self.finish(error)

    def finish(self, error: TelehealthError) -> None:
        """Send what is queued, then close with the error's code."""
        self._outbox.end(error)

    async def finished(self) -> None:
        """Return when it is closed."""
        await self._closed.wait()

    def _lose(self, room: RoomId, error: TelehealthError) -> None:
        self._places.pop(room, None)
        self._refuse(error, room=room)
        if not self._places:
            self.finish(error)

    # ── Its life ─────────────────────────────────────────────────────────────────────────────────

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        """From the upgrade to the end. Raises Stopping before the upgrade."""
        self._hub.joined(self)
        try:
            await self._web.prepare(request)
            self._transport = request.transport
            writing = asyncio.create_task(self._write())
            try:
                await self._read()
            finally:
                await self._end(writing)
        finally:
            self._hub.left(self)
            self._closed.set()
        return self._web

    async def _end(self, writing: asyncio.Task[None]) -> None:
        """Leave every room at once; give the last words a moment; then the connection goes, read or not."""
        for room, participant in self._places.items():
            self._hub.disconnected(room, participant, self)
        self._outbox.end(Over())
        await asyncio.wait({writing}, timeout=self._pace.closing)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        transport = self._transport
        if transport is not None and transport.get_write_buffer_size() == 0:
            transport.close()
        else:
            self._abort()

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(self._pace.opening):
                while self._reads and not self._places:
                    await self._take(await self._web.receive())
        except TimeoutError:
            self.turn_away(BadMessage())
        while self._reads:
            await self._take(await self._web.receive())

    @property
    def _reads(self) -> bool:
        return not (self._web.closed or self._outbox.ended)

    async def _write(self) -> None:
        while True:
            match await self._outbox.take():
                case bytes() as message:
                    try:
                        async with asyncio.timeout(self._pace.writing):
                            await self._web.send_frame(message, WSMsgType.TEXT)
                    except (TimeoutError, ConnectionError):
                        self._abort()
                        return
                case error:
                    await self._web.close(code=error.close_code, message=error.code.encode("ascii"))
                    return

    def _abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    # ── What comes in ────────────────────────────────────────────────────────────────────────────

    async def _take(self, message: WSMessage) -> None:
        """One frame. This and `_answer` are where errors become answers."""
        if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
            return
        if not self._bucket.take():
            self._slow_down()
            return
        match message.type:
            case WSMsgType.TEXT:
                await self._hear(message.data)
            case WSMsgType.PING:
                await self._pong(message.data)
            case WSMsgType.PONG:
                pass
            case _:
                self.turn_away(BadMessage())

    async def _pong(self, data: bytes) -> None:
        try:
            async with asyncio.timeout(self._pace.writing):
                await self._web.pong(data)
        except (TimeoutError, ConnectionError):
            self._abort()

    def _slow_down(self) -> None:
        """Say so, and close if it goes on. One message too many is forgotten every second."""
        now = self._clock()
        self._too_fast = 1 + max(0.0, self._too_fast - (now - self._slowed))
        self._slowed = now
        if self._too_fast == 1:
            self._refuse(TooFast())
        elif self._too_fast > 2 * self._pace.messages_per_second:
            self.turn_away(TooFast())

    async def _hear(self, text: str) -> None:
        try:
            message = self._codec.decode(text)
        except (BadMessage, TooLarge) as error:
            self.turn_away(error)
            return
        try:
            await self._answer(message)
        except TelehealthError as error:
            tag = str(message.__struct_config__.tag)
            self._refuse(error, about=tag, room=getattr(message, "room", ""))
            if not self._places:
                self.finish(error)

    async def _answer(self, message: FromBrowser) -> None:
        if isinstance(message, Ping):
            self.send(Pong())
        elif isinstance(message, Hello | TakeSeat | Watch):
            await self._open(message)
        else:
            await self._act(message)

    async def _open(self, message: Opening) -> None:
        self._attempt()
        await self._hub.open(message, self, self.sign_in)

    async def _act(self, act: Act | Sending) -> None:
        room = RoomId(act.room)
        participant = self._places.get(room)
        if participant is None:
            raise Unknown
        await self._hub.act(room, participant, act, self)

    def _refuse(self, error: TelehealthError, about: str = "", room: str = "") -> None:
        self.send(Error(code=error.code, text=str(error), about=about, room=room))
