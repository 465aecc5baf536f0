"""What a room wants done. `signalling/hub.py` performs these in order and never waits for one."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from telehealth.core.ids import InvitationId, LegId, ParticipantId
from telehealth.core.messages import ToBrowser
from telehealth.core.participant import Method

LegKind = Literal["session", "preview"]


class Effect(Struct, frozen=True):
    """One thing to do."""


class Send(Effect, frozen=True):
    """A message to one person's page, if it is connected."""

    to: ParticipantId
    message: ToBrowser
    sender: ParticipantId | None = None
    """Whose words these are, if not the server's: nobody's page is dropped for being slow to read them."""


class OpenLeg(Effect, frozen=True):
    """Prepare a media connection; its offer comes back as an event."""

    leg: LegId
    participant: ParticipantId
    kind: LegKind


class CloseLeg(Effect, frozen=True):
    """End a media connection, with all that is forwarded from and to it."""

    leg: LegId


class Link(Effect, frozen=True):
    """`receiver`'s offer gets sections for `sender`'s tracks; packets pass only when `open`.

    Said again with another `open`, it moves the gate and nothing else.
    """

    sender: LegId
    receiver: LegId
    open: bool


class Unlink(Effect, frozen=True):
    """The sections for `sender`'s tracks leave `receiver`'s offer."""

    sender: LegId
    receiver: LegId


class PassAnswer(Effect, frozen=True):
    """Hand a page's SDP answer to the relay."""

    leg: LegId
    sdp: str


class Sends(Effect, frozen=True):
    """Tell the relay that a page says that packets leave it on this leg."""

    leg: LegId


class SetTimer(Effect, frozen=True):
    """Call `Room.timeout(name)` after so many seconds; the same name again replaces it."""

    name: str
    seconds: float


class CancelTimer(Effect, frozen=True):
    """Forget a timer, whether it was set or not."""

    name: str


class EndSeat(Effect, frozen=True):
    """Write down that this seat, taken by this link, is dead."""

    participant: ParticipantId
    invitation: InvitationId | None


class EndInvitation(Effect, frozen=True):
    """Write down that this link is over."""

    invitation: InvitationId


class Audit(Effect, frozen=True):
    """One row of the audit log: what staff did, never about whom."""

    event: Literal[
        "session_started",
        "session_restored",
        "admitted",
        "identity_confirmed",
        "moved",
        "declined",
        "refused",
        "removed",
        "session_ended",
        "session_reopened",
        "hosting_taken_over",
    ]
    method: Method | None = None
    """How somebody's identity was confirmed."""
    consent_version: str = ""


class Dispose(Effect, frozen=True):
    """Nobody is here any more: the room leaves memory."""


AnyEffect: TypeAlias = (
    Send | OpenLeg | CloseLeg | Link | Unlink | PassAnswer | Sends | SetTimer | CancelTimer
    | EndSeat | EndInvitation | Audit | Dispose
)  # fmt: skip
