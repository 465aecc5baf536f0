"""One room, one queue, one task: everything that happens to a room happens here, one thing at a time."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

import structlog

from telehealth import alarms
from telehealth.core.effects import AnyEffect, Dispose, Send
from telehealth.core.ids import ClinicianId, InvitationId, LegId, ParticipantId, RoomId
from telehealth.core.messages import Sending
from telehealth.core.opening import Hello, TakeSeat, Watch
from telehealth.core.room import Room
from telehealth.core.roster import Count
from telehealth.errors import SeatMoved, Stopping, TelehealthError, Unavailable, Unknown
from telehealth.relay import commands
from telehealth.signalling.connections import Connections
from telehealth.signalling.performer import Means, Performer
from telehealth.signalling.timers import Timers

if TYPE_CHECKING:
    from telehealth.core.messages import Act
    from telehealth.relay.commands import RoomEvent
    from telehealth.signalling.connections import Connection
    from telehealth.signalling.drain import Drain
    from telehealth.signalling.kept_rooms import KeptRoom, KeptRooms
    from telehealth.signalling.openings import Opened

LEG_NUMBERS = 1 << 40
"""So many that none comes twice."""

Happening: TypeAlias = Callable[[Room, float], list[AnyEffect]]
log = structlog.get_logger()


def leg_numbers() -> Iterator[int]:
    """Random ones: from a counter's gaps, somebody who waits could tell that others come and go."""
    while True:
        yield secrets.randbelow(LEG_NUMBERS) + 1


class Item(NamedTuple):
    """Something that happened, and whoever waits to hear that it was taken."""

    happening: Happening
    taken: asyncio.Future[None] | None
    opens: bool


class Owner(NamedTuple):
    """Whose room it is, and the name that people who wait are shown."""

    id: ClinicianId
    public_name: str


class RoomTask:
    """Holds the room while anybody may come back to it; `gone` is called when nothing is left to do.

    The queue needs no bound of its own: a connection waits until its message was taken before it reads
    the next, a room has few timers, and a leg few events.
    """

    def __init__(
        self,
        room: RoomId,
        owner: Owner,
        means: Means,
        gone: Callable[[RoomTask], None],
        drain: Drain,
        kept: KeptRooms,
    ) -> None:
        self.id = room
        self._owner = owner
        self._clock = means.clock
        self._gone = gone
        self._drain = drain
        self._kept = kept
        self._room: Room | None = None
        self._queue: asyncio.Queue[Item] = asyncio.Queue()
        self._connections = Connections(room)
        self._timers = Timers(means.clock, self._timer_fired)
        self._performer = Performer(room, owner.id, means, self._connections, self._timers)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take what is queued."""
        self._task = asyncio.create_task(self._run())
        alarms.watch(self._task, "room")

    async def stop(self) -> None:
        """Take nothing more."""
        self._timers.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        while not self._queue.empty():
            _answer(self._queue.get_nowait(), Stopping())

    # ── What pages do ────────────────────────────────────────────────────────────────────────────

    async def open(self, opened: Opened, connection: Connection) -> None:
        """A page comes in. Raises what the room raises."""
        await self._submit(partial(self._opening, opened, connection), opens=True)

    def _opening(self, opened: Opened, connection: Connection, room: Room, now: float) -> list[AnyEffect]:
        message, seat, greeting = opened.message, opened.seat, opened.greeting
        if opened.closed is not None and not _may_stay(room, opened):
            raise opened.closed
        self._drain.check_opening(message, room)
        match message:
            case Hello():
                wanted = room.enter(seat, greeting, now)
            case Watch():
                wanted = room.watch(seat, greeting, now)
            case TakeSeat():
                wanted = room.come_back(seat, greeting, LegId(message.leg), now, opened.people)
            case _:
                assert_never(message)
        self._connections.seat(seat, connection)
        if opened.new:
            self._performer.remember(seat)
        return [*wanted, *(Send(seat.participant, news) for news in self._drain.news(self.id))]

    async def act(self, participant: ParticipantId, act: Act | Sending, connection: Connection) -> None:
        """A page does something. Raises what the room raises, SeatMoved from a page that was displaced."""
        await self._submit(partial(self._acting, participant, act, connection))

    def _acting(
        self, participant: ParticipantId, act: Act | Sending, connection: Connection, room: Room, now: float
    ) -> list[AnyEffect]:
        if not self._connections.holds(participant, connection):
            raise SeatMoved
        if isinstance(act, Sending):
            return room.sending(participant, LegId(act.leg))
        self._drain.check_act(act, room)
        return room.handle(participant, act, now)

    def disconnected(self, participant: ParticipantId, connection: Connection) -> None:
        """A page's connection is gone; its seat stays."""
        self._post(partial(self._leaving, participant, connection))

    def _leaving(
        self, participant: ParticipantId, connection: Connection, room: Room, now: float
    ) -> list[AnyEffect]:
        if not self._connections.leave(participant, connection):
            return []
        return room.disconnected(participant, now)

    # ── What the clinician and the operator do elsewhere ─────────────────────────────────────────

    @property
    def owner(self) -> ClinicianId:
        """Whose room it is."""
        return self._owner.id

    @property
    def has_begun(self) -> bool:
        """Whether somebody has come in."""
        return self._room is not None

    @property
    def count(self) -> Count:
        """How many people are in the room."""
        return self._room.count if self._room is not None else Count(0, 0, 0)

    @property
    def queued(self) -> int:
        """What has happened and was not taken yet."""
        return self._queue.qsize()

    def end_invitation(self, invitation: InvitationId) -> None:
        """The link was revoked or replaced."""
        self._post(lambda room, now: room.end_invitation(invitation, now))

    def announce_stop(self) -> None:
        """The server is to stop: everybody connected is told."""
        for news in self._drain.news(self.id):
            self._connections.send_all(news)

    def close(self) -> None:
        """The room is no more."""
        self._post(lambda room, _now: room.close())

    # ── What the relay and the clock say ─────────────────────────────────────────────────────────

    def relay_event(self, event: RoomEvent) -> None:
        """Something happened to one of the room's legs."""
        match event:
            case commands.Offered():
                self._post(lambda room, _now: room.offered(LegId(event.leg), event.kind, event.sdp))
            case commands.Demanded():
                self._post(lambda room, _now: room.demanded(LegId(event.leg), event.mids))
            case commands.Lost():
                full = event.reason == "full"
                self._post(lambda room, now: room.leg_lost(LegId(event.leg), now, full=full))
            case commands.Connected():
                self._post(lambda room, now: room.connected(LegId(event.leg), now))
            case commands.Counted():
                pass
            case _:
                assert_never(event)

    def relay_lost(self) -> None:
        """Every leg of the room is gone."""
        self._post(Room.relay_lost)

    def _timer_fired(self, name: str, number: int) -> None:
        self._post(partial(self._timing, name, number))

    def _timing(self, name: str, number: int, room: Room, now: float) -> list[AnyEffect]:
        return room.timeout(name, now) if self._timers.take(name, number) else []

    # ── The queue ────────────────────────────────────────────────────────────────────────────────

    def _post(self, happening: Happening) -> None:
        self._queue.put_nowait(Item(happening, None, opens=False))

    async def _submit(self, happening: Happening, *, opens: bool = False) -> None:
        taken = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(Item(happening, taken, opens))
        await taken

    async def _run(self) -> None:
        while True:
            item = await self._queue.get()
            if item.taken is not None and item.taken.cancelled():
                continue  # whoever asked is gone
            try:
                self._take(item)
            except TelehealthError as error:
                _answer(item, error)
            except Exception as error:
                log.critical("a room failed", exc_info=True)
                _answer(item, Unavailable(), error)
            else:
                _answer(item, None)
            self._drain.stir()
            if self._room is None and self._queue.empty():
                self._gone(self)
                return

    def _take(self, item: Item) -> None:
        room, now, kept = self._room, self._clock.now(), None
        adopted: list[AnyEffect] = []
        if room is None:
            if not item.opens:
                raise Unknown
            room = Room(self.id, self._owner.public_name, leg_numbers())
            kept = self._kept.of(self.id)
            if kept is not None:
                adopted = room.adopt(kept.carried, kept.until, now)
        wanted = item.happening(room, now)
        # Only now: a room whose first visitor was refused is none.
        self._room = room
        if kept is not None:
            self._go_on_with(kept)
        for effect in [*adopted, *wanted]:
            self._performer.perform(effect)
            if isinstance(effect, Dispose):
                self._dispose()

    def _go_on_with(self, kept: KeptRoom) -> None:
        """The relay's legs of before are this room's now, with what has happened to them meanwhile."""
        self._kept.forget(self.id)
        self._performer.adopt_room()
        for event in kept.events:
            self.relay_event(event)

    def _dispose(self) -> None:
        self._room = None
        self._timers.clear()
        self._connections.dismiss()
        self._performer.close_room()


def _may_stay(room: Room, opened: Opened) -> bool:
    """Who comes by a closed link: taking a place that nobody has here any more is coming in."""
    participant = opened.seat.participant
    return room.spares(participant) if opened.ended else room.knows(participant)


def _answer(item: Item, error: TelehealthError | None, cause: Exception | None = None) -> None:
    if item.taken is None:
        if error is not None and cause is None:
            log.info("a room refused what nobody waits to hear", code=error.code)
    elif not item.taken.done():
        if error is None:
            item.taken.set_result(None)
        else:
            error.__cause__ = cause
            item.taken.set_exception(error)
