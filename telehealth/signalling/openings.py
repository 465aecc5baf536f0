"""The first message for a room: who may come in, as far as links, seats and sign-ins say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from telehealth.core.draft import Greeting
from telehealth.core.ids import InvitationId, ParticipantId, RoomId
from telehealth.core.opening import Hello, TakeSeat, Watch
from telehealth.core.participant import Standing
from telehealth.core.restoring import Claimed
from telehealth.core.seat import Seat
from telehealth.errors import (
    InvitationOver,
    InvitationUnknown,
    NotAllowed,
    SeatOver,
    SignInNeeded,
    TelehealthError,
    Unknown,
)
from telehealth.security.tokens import admission_hash, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telehealth.core.ids import ClinicianId
    from telehealth.core.invitation import Window
    from telehealth.core.opening import Opening, Seated
    from telehealth.security.tokens import SeatSealer
    from telehealth.signalling.clock import Clock
    from telehealth.store.records import InvitationRecord
    from telehealth.store.store import Store

NO_HASH = bytes(32)
"""What an admission is compared with when there is no such invitation: as slowly as with a wrong one."""


class Opened(NamedTuple):
    """A right that was proved: the seat, and what its page is to be greeted with."""

    message: Opening
    seat: Seat
    greeting: Greeting
    new: bool
    """Whether the seat is to be written down."""
    closed: TelehealthError | None = None
    """Why the link lets nobody in now; who is in the room may come back to their place all the same."""
    ended: bool = False
    """Whether it is closed for good: of those in the room, only who was spared may come back."""
    people: tuple[Claimed, ...] | None = None
    """Where everybody was, as a page says that hosted before the server was restarted."""

    @property
    def invitations(self) -> set[InvitationId]:
        """The links by which somebody comes in."""
        seats = [self.seat, *(claimed.seat for claimed in self.people or ())]
        return {seat.invitation for seat in seats if seat.invitation is not None}


class Openings:
    """Checks proofs against the store. What the room itself thinks of it comes after."""

    def __init__(self, store: Store, sealer: SeatSealer, clock: Clock, window: Window) -> None:
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._window = window

    async def prove(self, message: Opening, sign_in: bytes | None) -> Opened:
        """The right that this message proves. `sign_in` is the hash of the connection's cookie.

        Raises InvitationUnknown, InvitationEarly, InvitationOver, SeatOver, SignInNeeded, NotAllowed and
        Unknown.
        """
        match message:
            case Hello():
                return await self._hello(message)
            case TakeSeat():
                return await self._take_seat(message, sign_in)
            case Watch():
                return await self._watch(message, sign_in)
            case _:
                assert_never(message)

    async def _hello(self, hello: Hello) -> Opened:
        kept = await self._store.invitation(InvitationId(hello.invitation))
        expected = kept.admission_hash if kept is not None else NO_HASH
        proved = same(admission_hash(hello.admission), expected)
        if kept is None or not proved:
            raise InvitationUnknown
        self._window.check(kept.appointment, kept.ended, self._clock.wall())
        await self._check_open(kept.room)
        seat = Seat(
            room=kept.room,
            participant=ParticipantId(hello.participant),
            role=kept.role,
            invitation=kept.id,
            case=kept.case,
        )
        if await self._check_seat(seat):
            # Whoever was here comes back by the seat: another device with the same link must not take it.
            raise NotAllowed
        return Opened(hello, seat, self._greeting(seat, kept), new=True)

    async def _take_seat(self, message: TakeSeat, sign_in: bytes | None) -> Opened:
        seat = self._sealer.open(message.seat)
        kept, closed, people = None, None, None
        if seat.clinician is not None:
            if seat.clinician != await self.signed_in(sign_in):
                raise SignInNeeded
            await self._check_owner(seat.room, seat.clinician)
            if message.hosts:
                people = await self._claimed(seat.room, message.people)
        else:
            if message.hosts or message.people:
                raise NotAllowed
            if seat.invitation is None:
                raise SeatOver
            kept = await self._store.invitation(seat.invitation)
            if kept is None:
                raise SeatOver
            await self._check_open(kept.room)
            await self._check_seat(seat)
            closed = self._closed(kept)
        ended = kept is not None and kept.ended is not None
        greeting = self._greeting(seat, kept)
        return Opened(message, seat, greeting, new=False, closed=closed, ended=ended, people=people)

    async def _claimed(self, room: RoomId, people: Sequence[Seated]) -> tuple[Claimed, ...]:
        """Those of them who have a seat in this room, as far as the store knows.

        A seat that was ended is none, nor is one whose link was, also if its holder was spared then: that
        they were is in the memory of a room alone. A link whose hours are over ends nobody's session.
        """
        claimed = []
        for each in people:
            seat = await self._claimed_seat(room, each)
            if seat is not None:
                standing, waited = Standing(each.standing), each.waited
                claimed.append(
                    Claimed(seat=seat, standing=standing, method=each.method, guest=each.guest, waited=waited)
                )
        return tuple(claimed)

    async def _claimed_seat(self, room: RoomId, claimed: Seated) -> Seat | None:
        link = await self._store.invitation(InvitationId(claimed.invitation))
        if link is None or link.room != room or link.ended is not None:
            return None
        seat = Seat(
            room=room,
            participant=ParticipantId(claimed.participant),
            role=link.role,
            invitation=link.id,
            case=link.case,
        )
        try:
            await self._check_seat(seat)
        except (SeatOver, NotAllowed):
            return None
        return seat

    def _greeting(self, seat: Seat, kept: InvitationRecord | None = None) -> Greeting:
        return Greeting(self._sealer.seal(seat), kept is not None and kept.code_word)

    def _closed(self, kept: InvitationRecord) -> TelehealthError | None:
        if kept.ended is not None:
            return SeatOver()
        try:
            self._window.check(kept.appointment, kept.ended, self._clock.wall())
        except TelehealthError as error:
            return error
        return None

    async def _watch(self, message: Watch, sign_in: bytes | None) -> Opened:
        clinician = await self.signed_in(sign_in)
        room = RoomId(message.room)
        await self._check_owner(room, clinician)
        seat = Seat(
            room=room, participant=ParticipantId(message.participant), role="clinician", clinician=clinician
        )
        return Opened(message, seat, self._greeting(seat), new=False)

    async def signed_in(self, sign_in: bytes | None) -> ClinicianId:
        """Whose sign-in this is. Raises SignInNeeded."""
        kept = await self._store.sign_in(sign_in, self._clock.wall()) if sign_in is not None else None
        if kept is None:
            raise SignInNeeded
        return kept.clinician

    async def is_ended(self, invitation: InvitationId) -> bool:
        """Whether this link is over for good."""
        kept = await self._store.invitation(invitation)
        return kept is None or kept.ended is not None

    async def _check_open(self, room: RoomId) -> None:
        """A closed account's links are over. Raises InvitationOver."""
        kept = await self._store.room(room)
        owner = await self._store.clinician(kept.owner) if kept is not None else None
        if owner is None or owner.is_closed(self._clock.wall()):
            raise InvitationOver

    async def _check_owner(self, room: RoomId, clinician: ClinicianId) -> None:
        """Somebody else's room is answered like one that is not there."""
        kept = await self._store.room(room)
        if kept is None or kept.owner != clinician:
            raise Unknown

    async def _check_seat(self, seat: Seat) -> bool:
        """Whether the seat is written down already. Raises SeatOver, NotAllowed."""
        kept = await self._store.seat(seat.participant)
        if kept is None:
            return False
        if kept.invitation != seat.invitation:
            raise NotAllowed
        if kept.dead:
            raise SeatOver
        return True
