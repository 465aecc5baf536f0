"""All rooms of this process, by id. It finds the room; what happens there is the room's task's."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

import structlog

from telehealth.core.ids import RoomId
from telehealth.errors import MediaUnavailable, SignInNeeded, Stopping, Unavailable, Unknown
from telehealth.relay.commands import CloseRoom
from telehealth.signalling.drain import Drain, Sessions
from telehealth.signalling.keeping import Keeping
from telehealth.signalling.kept_rooms import KeptRooms
from telehealth.signalling.room_task import Owner, RoomTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telehealth.core.ids import ClinicianId, InvitationId, ParticipantId
    from telehealth.core.messages import Act, Sending
    from telehealth.core.opening import Opening
    from telehealth.errors import TelehealthError
    from telehealth.relay.commands import Kept, RoomEvent
    from telehealth.signalling.connections import Connection
    from telehealth.signalling.openings import Openings
    from telehealth.signalling.performer import Means

FULL = "This server carries as many people as it can. Nothing is lost: this page tries again by itself."
TURNED_AWAY = 64
"""Sockets at once that are told why there is no place for them: a refused upgrade tells a page nothing."""

log = structlog.get_logger()


class Capacity(NamedTuple):
    """How much one process holds."""

    sockets: int = 10_000
    rooms: int = 2_000


class Closable(Protocol):
    """A socket, as far as it can be closed from here."""

    sign_in: bytes | None

    @property
    def queued(self) -> int:
        """Messages that are still to be sent."""

    def turn_away(self, error: TelehealthError) -> None:
        """Say the error, then close with its code."""

    def finish(self, error: TelehealthError) -> None:
        """Close with the error's code."""

    async def finished(self) -> None:
        """Return when it is closed."""


class Hub:
    """Rooms come with their first visitor and go when nobody may come back to them.

    It is also what listens to the relay.
    """

    def __init__(self, openings: Openings, means: Means, capacity: Capacity = Capacity()) -> None:  # noqa: B008 (immutable)
        self._openings = openings
        self._means = means
        self._capacity = capacity
        self._rooms: dict[RoomId, RoomTask] = {}
        self._sockets: set[Closable] = set()
        self._stopping = False
        self._drain = Drain(means.clock.now)
        self._kept = KeptRooms(means.clock, self._end_at_relay)
        self._keeping = Keeping(means.store, means.writer, means.clock)

    # ── Sockets ──────────────────────────────────────────────────────────────────────────────────

    def joined(self, socket: Closable) -> None:
        """A socket is open. One too many is turned away. Raises Stopping, and Unavailable for yet more."""
        if self._stopping:
            raise Stopping
        if len(self._sockets) >= self._capacity.sockets + TURNED_AWAY:
            raise Unavailable(FULL)
        self._sockets.add(socket)
        if len(self._sockets) > self._capacity.sockets:
            socket.turn_away(Unavailable(FULL))

    def left(self, socket: Closable) -> None:
        """A socket is closed."""
        self._sockets.discard(socket)

    def signed_out(self, sign_in: bytes) -> None:
        """Close the sockets of this sign-in, in whichever window."""
        for socket in self._sockets:
            if socket.sign_in == sign_in:
                socket.finish(SignInNeeded())

    def signed_in_anew(self, before: bytes, now: bytes) -> None:
        """The browser's cookie was changed for another: its sockets stay, and belong to that."""
        for socket in self._sockets:
            if socket.sign_in == before:
                socket.sign_in = now

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────

    async def open(self, message: Opening, connection: Connection, sign_in: bytes | None) -> None:
        """A page's first message for a room. Raises what `Openings.prove` and the room raise.

        Unavailable, with a text of its own, for a room that would begin while nothing can be kept.
        """
        opened = await self._openings.prove(message, sign_in)
        connection.check(opened.seat)
        owner = await self._owner(opened.seat.room)
        if opened.seat.room not in self._rooms:
            self._drain.check_new_room()
            await self._keeping.check()
        await self._task(opened.seat.room, owner).open(opened, connection)
        for invitation in opened.invitations:
            if await self._openings.is_ended(invitation):
                # It was ended while its holder came in. The room lets those stay whom its host has spared.
                self.end_invitation(opened.seat.room, invitation)

    async def act(
        self, room: RoomId, participant: ParticipantId, act: Act | Sending, connection: Connection
    ) -> None:
        """A page's further message. Raises what the room raises, Unknown for a room that is gone."""
        task = self._rooms.get(room)
        if task is None:
            raise Unknown
        await task.act(participant, act, connection)

    def disconnected(self, room: RoomId, participant: ParticipantId, connection: Connection) -> None:
        """A page's connection is gone."""
        task = self._rooms.get(room)
        if task is not None:
            task.disconnected(participant, connection)

    # ── What the clinician and the operator do elsewhere ─────────────────────────────────────────

    def end_invitation(self, room: RoomId, invitation: InvitationId) -> None:
        """A link was revoked or replaced, and the store knows it: whoever came by it leaves for good."""
        task = self._rooms.get(room)
        if task is not None:
            task.end_invitation(invitation)

    def owners(self) -> frozenset[ClinicianId]:
        """Whose rooms are in memory."""
        return frozenset(task.owner for task in self._rooms.values())

    def close_rooms(self, owner: ClinicianId) -> None:
        """The account is closed or removed: its rooms are no more, and everybody in them is told."""
        for task in list(self._rooms.values()):
            if task.owner == owner:
                task.close()

    async def _owner(self, room: RoomId) -> Owner:
        kept = await self._means.store.room(room)
        clinician = await self._means.store.clinician(kept.owner) if kept is not None else None
        if clinician is None:
            raise Unknown
        return Owner(clinician.id, clinician.public_name)

    def _task(self, room: RoomId, owner: Owner) -> RoomTask:
        """The room's task. Nothing may be awaited between this and queueing something there."""
        if self._stopping:
            raise Stopping
        task = self._rooms.get(room)
        if task is None:
            if len(self._rooms) >= self._capacity.rooms:
                raise Unavailable(FULL)
            self._drain.check_new_room()
            self._keeping.check_writer()
            task = self._rooms[room] = RoomTask(room, owner, self._means, self._gone, self._drain, self._kept)
            task.start()
        return task

    def _gone(self, task: RoomTask) -> None:
        if self._rooms.get(task.id) is task:
            del self._rooms[task.id]

    # ── The relay ────────────────────────────────────────────────────────────────────────────────

    def relay_event(self, event: RoomEvent) -> None:
        """Something happened to a leg; a room that is gone has none."""
        task = self._rooms.get(RoomId(event.room))
        if task is not None and task.has_begun:
            task.relay_event(event)
        else:
            self._kept.note(event)

    def relay_lost(self, worker: int) -> None:
        """The worker's rooms have no legs any more; their pages are told that they cannot get others now."""
        log.error("the relay does not answer", count=worker)
        self._kept.forget_all(lambda room: self._means.relay.worker_of(room) == worker)
        self._renew_legs(worker)

    def relay_back(self, worker: int, kept: Sequence[Kept]) -> None:
        """The worker is connected: its rooms get new legs, but for those of which nobody is back yet."""
        for each in kept:
            task = self._rooms.get(RoomId(each.room))
            if task is not None and task.has_begun:
                self._end_at_relay(RoomId(each.room))
            else:
                self._kept.keep(each)
        self._renew_legs(worker)

    def _end_at_relay(self, room: RoomId) -> None:
        with suppress(MediaUnavailable):
            self._means.relay.send(CloseRoom(room))

    def _renew_legs(self, worker: int) -> None:
        for room, task in self._rooms.items():
            if self._means.relay.worker_of(room) == worker:
                task.relay_lost()

    # ── What there is ────────────────────────────────────────────────────────────────────────────

    def census(self) -> dict[str, int]:
        """Sockets, rooms, people with a place, in session and waiting, and all that is queued somewhere."""
        tasks = self._rooms.values()
        counts = [task.count for task in tasks]
        queued = [task.queued for task in tasks] + [socket.queued for socket in self._sockets]
        return {
            "sockets": len(self._sockets),
            "rooms": len(tasks),
            "people": sum(count.people for count in counts),
            "in_session": sum(count.in_session for count in counts),
            "waiting": sum(count.waiting for count in counts),
            "queued": sum(queued) + self._means.writer.waiting,
        }

    async def is_keeping(self) -> bool:
        """Whether what a new session has to keep would be kept."""
        return await self._keeping.is_possible()

    # ── The end ──────────────────────────────────────────────────────────────────────────────────

    @property
    def is_draining(self) -> bool:
        """Whether the server is to stop, and begins nothing new."""
        return self._drain.is_on

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, and return when no session is on any more; at the latest after so long."""
        self._drain.begin(seconds)
        sessions = self._sessions()
        if not sessions.on or not seconds:
            return
        log.info("the server stops after the sessions that are on", people=sessions.present, seconds=seconds)
        for task in self._rooms.values():
            task.announce_stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._drain.over(self._sessions)
        if people := self._sessions().present:
            log.warning("the server stops while sessions are on", people=people)

    def _sessions(self) -> Sessions:
        counts = [task.count for task in self._rooms.values()]
        return Sessions(sum(count.in_session for count in counts), sum(count.present for count in counts))

    async def stop(self) -> None:
        """Close every socket with 4503, then every room."""
        self._stopping = True
        sockets = list(self._sockets)
        for socket in sockets:
            socket.finish(Stopping())
        await asyncio.gather(*(socket.finished() for socket in sockets))
        tasks, self._rooms = list(self._rooms.values()), {}
        await asyncio.gather(*(task.stop() for task in tasks))
