"""The vocabulary between a page and the server, each message once.

`static/js/messages.js` holds the same names and fields; a test compares the two.
Every message that is about a room carries its id, in both directions.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from telehealth.core.ids import (
    CaseId,
    InvitationId,
    LegId,
    ParticipantId,
    RoomId,
)
from telehealth.core.participant import ParticipantView, Standing

Base64Url22 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{22}\Z")]
Admission = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{43}\Z")]
"""A = HKDF(S, "telehealth/1 admission"): 256 bits as base64url, proof that the link is held."""

LONGEST_SEAT_TOKEN = 1024
LONGEST_SDP = 65_536
SeatToken = Annotated[str, Meta(min_length=1, max_length=LONGEST_SEAT_TOKEN)]
Sdp = Annotated[str, Meta(max_length=LONGEST_SDP)]
Body = Annotated[str, Meta(max_length=65_536, pattern=r"\A[A-Za-z0-9_-]*\Z")]
"""What one browser seals for another. The server passes it on and has no code that opens it."""

LegNumber = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""As far as JavaScript counts exactly: numbers are never used twice, so no room may run out of them."""


class Message(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Anything that travels over the WebSocket, as one JSON object with its `type`."""


class InRoom(Message, frozen=True):
    """A message about one room."""

    room: Base64Url22


# ── Opening: the first message for a room ────────────────────────────────────────────────────────


class Hello(Message, frozen=True, tag="hello"):
    """A client or guest shows that they hold the link, and takes a new place (`checking`)."""

    invitation: Base64Url22
    admission: Admission
    participant: Base64Url22


class TakeSeat(Message, frozen=True, tag="take_seat"):
    """Anybody comes back to the place they had; `leg` is the one the page still has open, or 0.

    A clinician's page needs its sign-in cookie as well.
    """

    seat: SeatToken
    leg: LegNumber = 0


class Watch(InRoom, frozen=True, tag="watch"):
    """A signed-in clinician's page opens one of their rooms. The first page hosts it."""

    participant: Base64Url22


# ── Browser → server, inside a room ──────────────────────────────────────────────────────────────


class CheckIn(InRoom, frozen=True, tag="check_in"):
    """The page is ready: from `checking`, or back again after leaving, a decline or the end, to `waiting`."""


class SealedOut(InRoom, frozen=True, tag="sealed"):
    """Something private for one other person."""

    to: Base64Url22
    body: Body


class Answer(InRoom, frozen=True, tag="answer"):
    """The SDP answer (RFC 8829) to the last offer of this leg."""

    leg: LegNumber
    sdp: Sdp


class Renew(InRoom, frozen=True, tag="renew"):
    """The page's connection for this leg is broken: close it and open a new one."""

    leg: LegNumber


class Preview(InRoom, frozen=True, tag="preview"):
    """The host looks at a waiting person, who is told; or stops looking."""

    participant: Base64Url22
    on: bool


class Admit(InRoom, frozen=True, tag="admit"):
    """The host lets a waiting person in."""

    participant: Base64Url22


class Decline(InRoom, frozen=True, tag="decline"):
    """Says "not now": the link lives and the person may check in again."""

    participant: Base64Url22


class Refuse(InRoom, frozen=True, tag="refuse"):
    """The link ends, and with it every seat that was taken by it."""

    participant: Base64Url22


class Hold(InRoom, frozen=True, tag="hold"):
    """An admitted person neither sends nor receives until resumed."""

    participant: Base64Url22


class Resume(InRoom, frozen=True, tag="resume"):
    """A held person is back in the session."""

    participant: Base64Url22


class SendBack(InRoom, frozen=True, tag="send_back"):
    """An admitted or held person goes back to the waiting room."""

    participant: Base64Url22


class BringTogether(InRoom, frozen=True, tag="bring_together"):
    """The host lets another case into the session that is going on."""

    case: Base64Url22


class Remove(InRoom, frozen=True, tag="remove"):
    """A person leaves for good: the seat is dead."""

    participant: Base64Url22


class Leave(InRoom, frozen=True, tag="leave"):
    """A person goes by themselves, and may check in again. A host who leaves ends nothing."""


class End(InRoom, frozen=True, tag="end"):
    """The host ends the session for everybody admitted or held. Those who wait stay."""


class TakeOver(InRoom, frozen=True, tag="take_over"):
    """A clinician's page that only watches becomes the host; the session ends, those in it wait again."""


class Ping(Message, frozen=True, tag="ping"):
    """Answered with `pong`: the page's own check that the connection lives."""


FromBrowser: TypeAlias = (
    Hello | TakeSeat | Watch | CheckIn | SealedOut | Answer | Renew | Preview | Admit | Decline
    | Refuse | Hold | Resume | SendBack | BringTogether | Remove | Leave | End | TakeOver | Ping
)  # fmt: skip

Opening: TypeAlias = Hello | TakeSeat | Watch

# What reaches `Room.handle`: everything about a room but its opening.
Act: TypeAlias = (
    CheckIn | SealedOut | Answer | Renew | Preview | Admit | Decline | Refuse | Hold | Resume
    | SendBack | BringTogether | Remove | Leave | End | TakeOver
)  # fmt: skip


# ── Server → browser ─────────────────────────────────────────────────────────────────────────────


class Welcome(InRoom, frozen=True, tag="welcome"):
    """The whole of what this page may know of the room, and the token to come back with."""

    version: int
    you: ParticipantId
    clinician: str
    seat: str
    leg: LegId
    """The session leg that goes on, 0 for none: the page closes every other one it has."""
    host: ParticipantId | None
    people: tuple[ParticipantView, ...]


class Changed(InRoom, frozen=True, tag="changed"):
    """What is different since `version - 1`: people who are new or other, and those who are gone."""

    version: int
    host: ParticipantId | None
    people: tuple[ParticipantView, ...] = ()
    gone: tuple[ParticipantId, ...] = ()


class Arrived(InRoom, frozen=True, tag="arrived"):
    """To clinicians: somebody has just begun to wait."""

    participant: ParticipantId


class SealedIn(InRoom, frozen=True, tag="sealed"):
    """Something private from one other person. The sender's id is the server's word."""

    sender: ParticipantId
    body: str


class Offer(InRoom, frozen=True, tag="offer"):
    """An SDP offer of the relay. A leg the page does not know is a new connection.

    A `session` leg sends and receives; a `preview` leg only receives people who wait.
    """

    leg: LegId
    kind: Literal["session", "preview"]
    sdp: str


class Demand(InRoom, frozen=True, tag="demand"):
    """Which of this leg's own sections (by mid) somebody receives now: the page sends these and no others."""

    leg: LegId
    mids: tuple[str, ...]


class Closed(InRoom, frozen=True, tag="closed"):
    """This leg is over: the page closes its connection."""

    leg: LegId


class Ended(InRoom, frozen=True, tag="ended"):
    """This page's part in the session is over, and how: to whom it is said, it is said once.

    `left`, `declined` and `ended` allow another `check_in`; `removed` and `refused` do not.
    """

    how: Literal["left", "declined", "ended", "removed", "refused"]


class Error(Message, frozen=True, tag="error"):
    """A refusal that leaves the connection open. `about` is the type of the refused message."""

    code: str
    text: str
    about: str = ""
    room: str = ""


class Pong(Message, frozen=True, tag="pong"):
    """The answer to `ping`."""


ToBrowser: TypeAlias = Welcome | Changed | Arrived | SealedIn | Offer | Demand | Closed | Ended | Error | Pong

__all__ = ["CaseId", "InvitationId", "RoomId", "Standing"]
