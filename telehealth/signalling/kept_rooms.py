"""What the relay carries of rooms that this server does not know: those of a server that was killed.

A room that a page comes back to takes over what there is of it. What nobody comes back to is ended.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import structlog

from telehealth.core.ids import LegId, ParticipantId, RoomId
from telehealth.core.orphans import KEPT_FOR, Carried, CarriedLeg
from telehealth.core.roster import Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from telehealth.relay.commands import Kept, RoomEvent
    from telehealth.signalling.clock import Clock, Handle

MOST_ROOMS = 1_000
MOST_EVENTS = 256
"""Of one room, before anybody comes back to it."""

log = structlog.get_logger()


class KeptRoom(NamedTuple):
    """One room's legs, and what has become of them since."""

    carried: Carried
    until: float
    """On the clock that only ever grows."""
    events: list[RoomEvent]
    end: Handle


class KeptRooms:
    """By room, each for as long as its people may be on their way. `close` ends one at the relay."""

    def __init__(self, clock: Clock, close: Callable[[RoomId], None]) -> None:
        self._clock = clock
        self._close = close
        self._kept: dict[RoomId, KeptRoom] = {}

    def keep(self, kept: Kept) -> None:
        """The relay carries this room. One too many is ended at once."""
        room = RoomId(kept.room)
        self.forget(room)
        if len(self._kept) >= MOST_ROOMS:
            log.error("more rooms than can be kept over a restart")
            self._close(room)
            return
        end = self._clock.call_later(KEPT_FOR, partial(self._end, room))
        self._kept[room] = KeptRoom(_carried(kept), self._clock.now() + KEPT_FOR, [], end)

    def note(self, event: RoomEvent) -> None:
        """Something happened in a room, which may be one of these."""
        room = RoomId(event.room)
        kept = self._kept.get(room)
        if kept is None:
            return
        kept.events.append(event)
        if len(kept.events) > MOST_EVENTS:
            self._end(room)

    def of(self, room: RoomId) -> KeptRoom | None:
        """What there is of a room."""
        return self._kept.get(room)

    def forget(self, room: RoomId) -> None:
        """It is in memory now, or the relay has it no more."""
        kept = self._kept.pop(room, None)
        if kept is not None:
            kept.end.cancel()

    def forget_all(self, which: Callable[[RoomId], bool]) -> None:
        """The relay has these no more."""
        for room in [room for room in self._kept if which(room)]:
            self.forget(room)

    def __len__(self) -> int:
        return len(self._kept)

    def _end(self, room: RoomId) -> None:
        self.forget(room)
        self._close(room)


def _carried(kept: Kept) -> Carried:
    return Carried(
        legs=tuple(
            CarriedLeg(
                leg=LegId(each.leg),
                slot=Slot(ParticipantId(each.participant), each.kind),
                connected=each.connected,
                demand=each.mids,
                offer=each.offer,
            )
            for each in kept.legs
        ),
        links={(LegId(each.sender), LegId(each.receiver)): each.open for each in kept.links},
    )
