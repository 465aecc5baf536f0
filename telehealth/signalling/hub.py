"""All rooms of this process, by id. It finds the room; what happens there is the room's task's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import structlog

from telehealth.core.ids import RoomId
from telehealth.errors import SignInNeeded, Stopping, Unknown
from telehealth.signalling.room_task import Owner, RoomTask

if TYPE_CHECKING:
    from telehealth.core.ids import ClinicianId, InvitationId, ParticipantId
    from telehealth.core.messages import Act, Opening
    from telehealth.errors import TelehealthError
    from telehealth.relay.commands import AnyEvent
    from telehealth.signalling.connections import Connection
    from telehealth.signalling.openings import Openings
    from telehealth.signalling.performer import Means

log = structlog.get_logger()


class Closable(Protocol):
    """A socket, as far as it can be closed from here."""

    sign_in: bytes | None

    def finish(self, error: TelehealthError) -> None:
        """Close with the error's code."""

    async def finished(self) -> None:
        """Return when it is closed."""


class Hub:
    """Rooms come with their first visitor and go when nobody may come back to them.

    It is also what listens to the relay.
    """

    def __init__(self, openings: Openings, means: Means) -> None:
        self._openings = openings
        self._means = means
        self._rooms: dict[RoomId, RoomTask] = {}
        self._sockets: set[Closable] = set()
        self._stopping = False

    # ── Sockets ──────────────────────────────────────────────────────────────────────────────────

    def joined(self, socket: Closable) -> None:
        """A socket is open. Raises Stopping."""
        if self._stopping:
            raise Stopping
        self._sockets.add(socket)

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
        """A page's first message for a room. Raises what `Openings.prove` and the room raise."""
        opened = await self._openings.prove(message, sign_in)
        connection.check(opened.seat)
        owner = await self._owner(opened.seat.room)
        await self._task(opened.seat.room, owner).open(opened, connection)
        invitation = opened.seat.invitation
        if invitation is not None and await self._openings.is_ended(invitation):
            # It was ended while its holder came in. The room lets those stay whom its host has spared.
            self.end_invitation(opened.seat.room, invitation)

    async def act(self, room: RoomId, participant: ParticipantId, act: Act, connection: Connection) -> None:
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
            task = self._rooms[room] = RoomTask(room, owner, self._means, self._gone)
            task.start()
        return task

    def _gone(self, task: RoomTask) -> None:
        if self._rooms.get(task.id) is task:
            del self._rooms[task.id]

    # ── The relay ────────────────────────────────────────────────────────────────────────────────

    def relay_event(self, event: AnyEvent) -> None:
        """Something happened to a leg; a room that is gone has none."""
        task = self._rooms.get(RoomId(event.room))
        if task is not None:
            task.relay_event(event)

    def relay_lost(self, worker: int) -> None:
        """The worker's rooms have no legs any more; their pages are told that they cannot get others now."""
        log.error("the relay does not answer", count=worker)
        self._renew_legs(worker)

    def relay_back(self, worker: int) -> None:
        """The worker is connected: its rooms get new legs."""
        self._renew_legs(worker)

    def _renew_legs(self, worker: int) -> None:
        for room, task in self._rooms.items():
            if self._means.relay.worker_of(room) == worker:
                task.relay_lost()

    # ── The end ──────────────────────────────────────────────────────────────────────────────────

    async def stop(self) -> None:
        """Close every socket with 4503, then every room."""
        self._stopping = True
        sockets = list(self._sockets)
        for socket in sockets:
            socket.finish(Stopping())
        await asyncio.gather(*(socket.finished() for socket in sockets))
        tasks, self._rooms = list(self._rooms.values()), {}
        await asyncio.gather(*(task.stop() for task in tasks))
