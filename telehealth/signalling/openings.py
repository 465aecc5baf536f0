"""The first message for a room: who may come in, as far as links, seats and sign-ins say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from telehealth.core.draft import Greeting
from telehealth.core.ids import InvitationId, ParticipantId, RoomId
from telehealth.core.messages import Hello, TakeSeat, Watch
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
    from telehealth.core.ids import ClinicianId
    from telehealth.core.invitation import Window
    from telehealth.core.messages import Opening
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
        kept, closed = None, None
        if seat.clinician is not None:
            if seat.clinician != await self.signed_in(sign_in):
                raise SignInNeeded
            await self._check_owner(seat.room, seat.clinician)
        else:
            if seat.invitation is None:
                raise SeatOver
            kept = await self._store.invitation(seat.invitation)
            if kept is None:
                raise SeatOver
            await self._check_open(kept.room)
            await self._check_seat(seat)
            closed = self._closed(kept)
        ended = kept is not None and kept.ended is not None
        return Opened(message, seat, self._greeting(seat, kept), new=False, closed=closed, ended=ended)

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
