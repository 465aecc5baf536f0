"""A room with its pages, a relay and a clock, all of them fakes that live by the room's effects alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from telehealth.core.draft import NO_LEG, Greeting
from telehealth.core.effects import (
    AnyEffect,
    Audit,
    CancelTimer,
    CloseLeg,
    Dispose,
    EndInvitation,
    EndSeat,
    Link,
    OpenLeg,
    PassAnswer,
    Send,
    Sends,
    SetTimer,
    Unlink,
)
from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId, RoomId
from telehealth.core.messages import (
    Act,
    Admit,
    Changed,
    CheckIn,
    End,
    Ended,
    Hold,
    Leave,
    Preview,
    Reopen,
    TakeOver,
    ToBrowser,
    Welcome,
)
from telehealth.core.participant import Method, ParticipantView, Role, Standing
from telehealth.core.permissions import PERMISSIONS, Permissions, Targeted
from telehealth.core.restoring import Claimed
from telehealth.core.room import Room
from telehealth.core.seat import Seat
from telehealth.errors import TelehealthError
from tests.core.relay import FakeRelay

ROOM = RoomId("room".ljust(22, "-"))
M = TypeVar("M", bound=ToBrowser)

_PLACES = {
    EndSeat: 0, EndInvitation: 0, Audit: 0,
    CloseLeg: 1, OpenLeg: 2, Unlink: 3, Link: 3, PassAnswer: 4, Sends: 4,
    Send: 5, SetTimer: 6, CancelTimer: 6, Dispose: 7,
}  # fmt: skip


def greeting(of: str = "somebody", *, code_word: bool = False) -> Greeting:
    return Greeting(f"seat of {of}", code_word)


def participant(name: str) -> ParticipantId:
    return ParticipantId(name.ljust(22, "-"))


def invitation(name: str) -> InvitationId:
    return InvitationId(f"link-{name}".ljust(22, "-"))


def case(name: str) -> CaseId:
    return CaseId(f"case-{name}".ljust(22, "-"))


class Page:
    """What a browser keeps of a room: the last welcome with every change since, and all it was told."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.connected = False
        self.inbox: list[ToBrowser] = []
        self.version = 0
        self.host: ParticipantId | None = None
        self.people: dict[ParticipantId, ParticipantView] = {}

    def receive(self, message: ToBrowser) -> None:
        self.inbox.append(message)
        match message:
            case Welcome():
                self.version, self.host = message.version, message.host
                self.people = {person.id: person for person in message.people}
            case Changed():
                self._change(message)
            case _:
                pass

    def _change(self, message: Changed) -> None:
        assert message.version == self.version + 1, "a change is missing"
        news = {person.id for person in message.people}
        assert news or message.gone or message.host != self.host, "a change that changes nothing"
        assert set(message.gone) <= set(self.people), "somebody unknown is gone"
        assert not news & set(message.gone)
        self.version, self.host = message.version, message.host
        self.people |= {person.id: person for person in message.people}
        for gone in message.gone:
            del self.people[gone]

    def got(self, kind: type[M]) -> list[M]:
        return [message for message in self.inbox if isinstance(message, kind)]


class Scene:
    """Plays a room. Names are short words; `dr` is the clinician's page that opens it."""

    def __init__(self, permissions: Permissions = PERMISSIONS, first_leg: int = 1) -> None:
        self.room = Room(ROOM, "Dr Ruiz", count(first_leg), permissions)
        self.relay = FakeRelay()
        self.pages: dict[ParticipantId, Page] = {}
        self.timers: dict[str, float] = {}
        self.facts: list[EndSeat | EndInvitation | Audit] = []
        self._disposed = False
        self.now = 1_000.0

    # ── Effects ──────────────────────────────────────────────────────────────────────────────────

    def perform(self, effects: list[AnyEffect]) -> list[AnyEffect]:
        places = [_PLACES[type(effect)] for effect in effects]
        assert places == sorted(places), f"out of order: {effects}"
        for effect in effects:
            self._perform(effect)
        return effects

    def _perform(self, effect: AnyEffect) -> None:
        match effect:
            case Send():
                page = self.pages[effect.to]
                assert page.connected, "a message for a page that is away"
                page.receive(effect.message)
            case SetTimer():
                self.timers[effect.name] = self.now + effect.seconds
            case CancelTimer():
                self.timers.pop(effect.name, None)
            case Audit() | EndSeat() | EndInvitation():
                self.facts.append(effect)
            case Dispose():
                self._disposed = True
            case _:
                self.relay.perform(effect)

    def is_disposed(self) -> bool:
        return self._disposed

    def audited(self) -> list[str]:
        return [fact.event for fact in self.facts if isinstance(fact, Audit)]

    def wait(self, seconds: float) -> None:
        """Let time pass, with every timer that fires in it."""
        end = self.now + seconds
        while self.timers and min(self.timers.values()) <= end:
            name = min(self.timers, key=lambda each: self.timers[each])
            self.now = max(self.now, self.timers.pop(name))
            self.perform(self.room.timeout(name, self.now))
        self.now = end

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────

    def seat(self, name: str, *, link: str = "", of: str = "", role: Role = "client") -> Seat:
        """A seat by the link and for the case of that name, else of the person's own name."""
        if role == "clinician":
            return Seat(room=ROOM, participant=participant(name), role=role)
        return Seat(
            room=ROOM,
            participant=participant(name),
            role=role,
            invitation=invitation(link or name),
            case=case(of or link or name),
        )

    def clinician(self, name: str = "dr") -> ParticipantId:
        """A clinician's page opens the room."""
        seat = self.seat(name, role="clinician")
        self.perform(self._through(seat, lambda: self.room.watch(seat, greeting(name), self.now)))
        return seat.participant

    def client(self, name: str, *, link: str = "", of: str = "", role: Role = "client") -> ParticipantId:
        """Somebody comes by a link, and checks in no further."""
        seat = self.seat(name, link=link, of=of, role=role)
        self.perform(self._through(seat, lambda: self.room.enter(seat, greeting(name), self.now)))
        return seat.participant

    def waiting(self, name: str, *, link: str = "", of: str = "", role: Role = "client") -> ParticipantId:
        """Somebody comes by a link and waits."""
        person = self.client(name, link=link, of=of, role=role)
        self.do(person, CheckIn)
        return person

    def admitted(
        self, name: str, *, link: str = "", of: str = "", method: Method = "recognised", guest: bool = False
    ) -> ParticipantId:
        """Somebody comes by a link and is let in by the host."""
        person = self.waiting(name, link=link, of=of)
        self.admit(person, method, guest=guest)
        return person

    def held(self, name: str, *, of: str = "") -> ParticipantId:
        """Somebody in session is held."""
        person = self.admitted(name, of=of)
        self.to(Hold, person)
        return person

    def go(self, person: ParticipantId) -> None:
        """A connection ends."""
        self.pages[person].connected = False
        self.perform(self.room.disconnected(person, self.now))

    def back(
        self, person: ParticipantId, leg: LegId = NO_LEG, people: tuple[Claimed, ...] | None = None
    ) -> list[AnyEffect]:
        """A page takes its seat again; one that hosts may say where people were."""
        seat = self.pages[person].seat
        return self.perform(
            self._through(seat, lambda: self.room.come_back(seat, greeting(), leg, self.now, people))
        )

    def _open(self, seat: Seat) -> None:
        self.pages.setdefault(seat.participant, Page(seat)).connected = True

    def _through(self, seat: Seat, call: Callable[[], list[AnyEffect]]) -> list[AnyEffect]:
        """A refused opening leaves the connection that was there before it, or none."""
        page = self.pages.get(seat.participant)
        before = page is not None and page.connected
        self._open(seat)
        try:
            return call()
        except TelehealthError:
            self.pages[seat.participant].connected = before
            raise

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────

    def act(self, sender: ParticipantId, act: Act) -> list[AnyEffect]:
        return self.perform(self.room.handle(sender, act, self.now))

    def do(
        self, sender: ParticipantId, kind: type[CheckIn | Leave | End | Reopen | TakeOver]
    ) -> list[AnyEffect]:
        """An act without a target."""
        return self.act(sender, kind(ROOM))

    def to(self, kind: type[Targeted], target: ParticipantId, by: str = "dr") -> list[AnyEffect]:
        """An act of the host on somebody, who is recognised if that is asked."""
        fields: dict[str, Any] = (
            {"on": True} if kind is Preview else {"method": "recognised"} if kind is Admit else {}
        )
        return self.act(participant(by), kind(ROOM, target, **fields))

    def admit(
        self, target: ParticipantId, method: Method = "recognised", *, guest: bool = False, by: str = "dr"
    ) -> list[AnyEffect]:
        """The host lets somebody in."""
        return self.act(participant(by), Admit(ROOM, target, method, guest=guest))

    # ── What is to be seen ───────────────────────────────────────────────────────────────────────

    def standing(self, person: ParticipantId, seen_by: str = "dr") -> Standing | None:
        """Where somebody stands, as a clinician's page was told; None if nobody of that name is here."""
        view = self.pages[participant(seen_by)].people.get(person)
        return None if view is None else view.standing

    def leg(self, person: ParticipantId, kind: str = "session") -> LegId:
        return self.relay.leg_of(person, kind)

    def got(self, person: ParticipantId, kind: type[M]) -> list[M]:
        return self.pages[person].got(kind)

    def endings(self, person: ParticipantId) -> list[str]:
        return [message.how for message in self.got(person, Ended)]
