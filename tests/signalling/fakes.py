"""A clock, a relay and pages that tests hold in their hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from telehealth.core.ids import ParticipantId, RoomId
from telehealth.core.messages import ToBrowser
from telehealth.core.seat import Seat
from telehealth.errors import MediaUnavailable, NotAllowed, TelehealthError
from telehealth.relay.commands import AnyCommand
from telehealth.signalling.clock import Handle

Kind = TypeVar("Kind")


@dataclass
class Alarm:
    """Something that is to happen at a time."""

    at: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class FakeClock:
    """See `Clock`. Time passes when a test says so."""

    time: float = 0.0
    date: float = 999_000.0
    alarms: list[Alarm] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return self.date

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        alarm = Alarm(self.time + seconds, callback)
        self.alarms.append(alarm)
        return alarm

    def pass_seconds(self, seconds: float) -> None:
        self.time += seconds
        self.date += seconds
        due = [alarm for alarm in self.alarms if alarm.at <= self.time]
        self.alarms = [alarm for alarm in self.alarms if alarm.at > self.time]
        for alarm in due:
            if not alarm.cancelled:
                alarm.callback()


@dataclass
class FakeMedia:
    """See `Media`: it writes down what it is told."""

    told: list[AnyCommand] = field(default_factory=list)
    away: bool = False

    def send(self, command: AnyCommand) -> None:
        if self.away:
            raise MediaUnavailable
        self.told.append(command)

    def worker_of(self, room: str) -> int:
        return len(room) % 2

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [command for command in self.told if isinstance(command, kind)]


@dataclass(eq=False)
class Page:
    """See `Connection`: it keeps what it is sent."""

    sign_in: bytes | None = None
    received: list[ToBrowser] = field(default_factory=list)
    places: dict[RoomId, ParticipantId] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    closed: TelehealthError | None = None
    full: bool = False
    behind: bool = False

    def offer(self, message: ToBrowser) -> bool:
        if not self.behind:
            self.received.append(message)
        return not self.behind

    def send(self, message: ToBrowser) -> None:
        self.received.append(message)

    def check(self, seat: Seat) -> None:
        if self.full:
            raise NotAllowed(f"no place for {seat.role}")

    def seated(self, seat: Seat) -> None:
        self.places[seat.room] = seat.participant

    def displaced(self, room: RoomId) -> None:
        self.lost.append(f"displaced {room}")

    def evicted(self, room: RoomId) -> None:
        self.lost.append(f"evicted {room}")

    def dismissed(self, room: RoomId) -> None:
        self.lost.append(f"dismissed {room}")

    @property
    def queued(self) -> int:
        return 0

    def turn_away(self, error: TelehealthError) -> None:
        self.finish(error)

    def finish(self, error: TelehealthError) -> None:
        self.closed = error

    async def finished(self) -> None:
        assert self.closed is not None

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [message for message in self.received if isinstance(message, kind)]
