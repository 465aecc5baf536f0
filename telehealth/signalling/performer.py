"""Does what a room wants done. Nothing here waits: what takes time comes back through the room's queue."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, assert_never

from telehealth.core import effects
from telehealth.core.effects import AnyEffect
from telehealth.core.ids import ClinicianId, RoomId
from telehealth.core.messages import Error
from telehealth.errors import MediaUnavailable, TelehealthError, TooFast
from telehealth.relay import commands
from telehealth.store.records import AuditRow, SeatRecord
from telehealth.store.store import AlreadyThere

if TYPE_CHECKING:
    from collections.abc import Callable

    from telehealth.core.seat import Seat
    from telehealth.relay.commands import AnyCommand
    from telehealth.signalling.clock import Clock
    from telehealth.signalling.connections import Connections
    from telehealth.signalling.timers import Timers
    from telehealth.signalling.writer import Writer
    from telehealth.store.store import Store


class Media(Protocol):
    """The relay, as far as rooms know it."""

    def send(self, command: AnyCommand) -> None:
        """Say something to the room's worker. Raises MediaUnavailable while it is away."""

    def worker_of(self, room: str) -> int:
        """Which worker carries this room."""


class Means(NamedTuple):
    """What every room's effects are performed with."""

    relay: Media
    store: Store
    writer: Writer
    clock: Clock
    pseudonym: Callable[[RoomId], str]


class Performer:
    """Performs one room's effects, in order."""

    def __init__(
        self, room: RoomId, owner: ClinicianId, means: Means, connections: Connections, timers: Timers
    ) -> None:
        self._room = room
        self._owner = owner
        self._means = means
        self._connections = connections
        self._timers = timers

    def perform(self, effect: AnyEffect) -> None:
        """Do one thing. `Dispose` is for the room's task."""
        match effect:
            case effects.Send():
                self._send(effect)
            case effects.SetTimer():
                self._timers.set(effect.name, effect.seconds)
            case effects.CancelTimer():
                self._timers.cancel(effect.name)
            case effects.EndSeat() | effects.EndInvitation() | effects.Audit():
                self._write(effect)
            case effects.Dispose():
                pass
            case _:
                self._tell_relay(effect)

    def _send(self, effect: effects.Send) -> None:
        """A slow reader is dropped for what the server says, but never for what another page says."""
        if effect.sender is None:
            self._connections.send(effect.to, effect.message)
        elif not self._connections.offer(effect.to, effect.message):
            about = str(effect.message.__struct_config__.tag)
            self._connections.send(effect.sender, _refusal(TooFast(), about, self._room))

    def remember(self, seat: Seat) -> None:
        """Write down that this seat was taken."""
        self._means.writer.write("seat", partial(self._add_seat, seat))

    async def _add_seat(self, seat: Seat) -> None:
        if seat.invitation is None:
            return
        try:
            await self._means.store.add_seat(SeatRecord(id=seat.participant, invitation=seat.invitation))
        except AlreadyThere:
            # The page said hello twice before the first was written.
            return

    def adopt_room(self) -> None:
        """The relay goes on with the room as it is. A worker that is away has lost it, and says so."""
        with suppress(MediaUnavailable):
            self._means.relay.send(commands.Adopt(self._room))

    def close_room(self) -> None:
        """The relay forgets the room. A worker that is away comes back without any."""
        with suppress(MediaUnavailable):
            self._means.relay.send(commands.CloseRoom(self._room))

    def _tell_relay(self, effect: RelayEffect) -> None:
        try:
            self._means.relay.send(command(self._room, effect))
        except MediaUnavailable as error:
            # When the worker is back, the room gives everybody a new leg. Until then one person is told.
            if isinstance(effect, effects.OpenLeg):
                self._connections.send(effect.participant, _refusal(error, "offer", self._room))

    def _write(self, effect: effects.EndSeat | effects.EndInvitation | effects.Audit) -> None:
        store, now = self._means.store, self._means.clock.wall()
        match effect:
            case effects.EndSeat():
                if effect.invitation is not None:
                    ended = SeatRecord(id=effect.participant, invitation=effect.invitation, dead=True)
                    self._means.writer.write("seat", partial(store.end_seat, ended))
            case effects.EndInvitation():
                self._means.writer.write("invitation", partial(store.end_invitation, effect.invitation, now))
            case effects.Audit():
                row = AuditRow(
                    time=now,
                    event=effect.event,
                    staff=self._owner,
                    room=self._means.pseudonym(self._room),
                    method=effect.method or "",
                    consent_version=effect.consent_version,
                )
                self._means.writer.write("audit", partial(store.append_audit, row))
            case _:
                assert_never(effect)


def _refusal(error: TelehealthError, about: str, room: RoomId) -> Error:
    return Error(code=error.code, text=str(error), about=about, room=room)


RelayEffect = (
    effects.OpenLeg | effects.CloseLeg | effects.Link | effects.Unlink | effects.PassAnswer | effects.Sends
)


def command(room: RoomId, effect: RelayEffect) -> AnyCommand:
    """The effect in the relay's words."""
    match effect:
        case effects.OpenLeg():
            return commands.OpenLeg(room, effect.leg, effect.participant, effect.kind)
        case effects.CloseLeg():
            return commands.CloseLeg(room, effect.leg)
        case effects.Link():
            return commands.Link(room, effect.sender, effect.receiver, effect.open)
        case effects.Unlink():
            return commands.Unlink(room, effect.sender, effect.receiver)
        case effects.PassAnswer():
            return commands.Answer(room, effect.leg, effect.sdp)
        case effects.Sends():
            return commands.Sends(room, effect.leg)
        case _:
            assert_never(effect)
