"""Who of a room's people is connected, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from telehealth.core.ids import ParticipantId, RoomId
    from telehealth.core.messages import ToBrowser
    from telehealth.core.seat import Seat


class Connection(Protocol):
    """One page's way to the server, as a room sees it. No method waits."""

    def send(self, message: ToBrowser) -> None:
        """Send, in order; a connection that cannot take it is dropped."""

    def offer(self, message: ToBrowser) -> bool:
        """Send, in order, unless the connection has fallen behind. Whether it was sent."""

    def check(self, seat: Seat) -> None:
        """Raises NotAllowed if the page may not hold this place beside those it has."""

    def seated(self, seat: Seat) -> None:
        """The page holds this place now."""

    def displaced(self, room: RoomId) -> None:
        """The page's place went to another window."""

    def evicted(self, room: RoomId) -> None:
        """The page's id is another's, who has come by a better right: it has no place any more."""

    def dismissed(self, room: RoomId) -> None:
        """The page has no place in this room any more, because the room is gone."""


class Connections:
    """The connected people of one room."""

    def __init__(self, room: RoomId) -> None:
        self._room = room
        self._by_participant: dict[ParticipantId, Connection] = {}
        self._seats: dict[ParticipantId, Seat] = {}

    def seat(self, seat: Seat, connection: Connection) -> None:
        """The seat's page speaks through this connection now; an earlier one of whomever goes."""
        earlier = self._by_participant.get(seat.participant)
        same = self._seats.get(seat.participant) == seat
        self._by_participant[seat.participant] = connection
        self._seats[seat.participant] = seat
        if earlier is not None and earlier is not connection:
            if same:
                earlier.displaced(self._room)
            else:
                earlier.evicted(self._room)
        connection.seated(seat)

    def holds(self, participant: ParticipantId, connection: Connection) -> bool:
        """Whether the participant speaks through exactly this connection."""
        return self._by_participant.get(participant) is connection

    def leave(self, participant: ParticipantId, connection: Connection) -> bool:
        """Forget the connection; False if the participant has another one by now."""
        if not self.holds(participant, connection):
            return False
        del self._by_participant[participant], self._seats[participant]
        return True

    def send(self, participant: ParticipantId, message: ToBrowser) -> None:
        """Send to a participant, if connected."""
        connection = self._by_participant.get(participant)
        if connection is not None:
            connection.send(message)

    def offer(self, participant: ParticipantId, message: ToBrowser) -> bool:
        """Send to a participant, if connected, unless they have fallen behind: False then."""
        connection = self._by_participant.get(participant)
        return connection is None or connection.offer(message)

    def send_all(self, message: ToBrowser) -> None:
        """Send to everybody who is connected."""
        for connection in list(self._by_participant.values()):
            connection.send(message)

    def dismiss(self) -> None:
        """Let everybody go."""
        connections = list(self._by_participant.values())
        self._by_participant.clear()
        self._seats.clear()
        for connection in connections:
            connection.dismissed(self._room)
