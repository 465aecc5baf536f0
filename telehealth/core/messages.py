"""The vocabulary between a page and the server, each message once.

`static/js/messages.js` holds the same names and fields; a test compares the two.
Every message that is about a room carries its id, in both directions.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from telehealth.core.bounds import Base64Url22, Body, ConsentVersion, LegNumber, Sdp
from telehealth.core.ids import LegId, ParticipantId
from telehealth.core.message import InRoom, Message
from telehealth.core.opening import Hello, TakeSeat, Watch
from telehealth.core.participant import Confirmed, Method, ParticipantView

How: TypeAlias = Literal["left", "declined", "ended", "moved", "removed", "refused"]
"""How somebody's part in a session is over."""


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


class Sending(InRoom, frozen=True, tag="sending"):
    """Packets have left the page on this leg within the last half second; said about once a second.

    It changes nothing in the room: it tells the relay when to wonder why none arrive.
    """

    leg: LegNumber


class Preview(InRoom, frozen=True, tag="preview"):
    """The host looks at a waiting person, who is told; or stops looking."""

    participant: Base64Url22
    on: bool


class Admit(InRoom, frozen=True, tag="admit"):
    """The host lets a waiting person in, and says how they know who it is."""

    participant: Base64Url22
    method: Method
    consent: ConsentVersion = ""
    guest: bool = False
    """Somebody else who shares a link: a guest, whose seat does not count as that link's."""


class Confirm(InRoom, frozen=True, tag="confirm"):
    """The host has found out who it is that they admitted to confirm later."""

    participant: Base64Url22
    method: Confirmed


class Move(InRoom, frozen=True, tag="move"):
    """The place in session of one device goes to another of the same link, which waits."""

    participant: Base64Url22
    to: Base64Url22


class Decline(InRoom, frozen=True, tag="decline"):
    """Says "not now": the link lives and the person may check in again."""

    participant: Base64Url22


class Refuse(InRoom, frozen=True, tag="refuse"):
    """The link ends, and with it every seat that was taken by it.

    With `spare`, who is in session by it keeps their seat until they leave or the session ends.
    """

    participant: Base64Url22
    spare: bool = False


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


class Reopen(InRoom, frozen=True, tag="reopen"):
    """The host has the door open again after an end: who was in session is told, and may check in."""


class TakeOver(InRoom, frozen=True, tag="take_over"):
    """A clinician's page that only watches becomes the host; the session ends, those in it wait again."""


class Ping(Message, frozen=True, tag="ping"):
    """Answered with `pong`: the page's own check that the connection lives."""


FromBrowser: TypeAlias = (
    Hello | TakeSeat | Watch | CheckIn | SealedOut | Answer | Renew | Preview | Admit | Confirm | Move
    | Decline | Refuse | Hold | Resume | SendBack | BringTogether | Remove | Leave | End | Reopen | TakeOver
    | Sending | Ping
)  # fmt: skip

# What reaches `Room.handle`: everything that may change a room, but its opening.
Act: TypeAlias = (
    CheckIn | SealedOut | Answer | Renew | Preview | Admit | Confirm | Move | Decline | Refuse | Hold | Resume
    | SendBack | BringTogether | Remove | Leave | End | Reopen | TakeOver
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
    code_word: bool
    """Whether a code word was agreed for this link: the check-in asks for it."""
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

    `left`, `declined`, `ended` and `moved` (to another device of the same link) allow another `check_in`;
    `removed` and `refused` do not.
    """

    how: How


class Reopened(InRoom, frozen=True, tag="reopened"):
    """To those who were in a session that ended: the clinician has the door open again, for a `check_in`."""


class StoppingSoon(InRoom, frozen=True, tag="stopping"):
    """The server stops, in so many seconds at the latest: until then, a session that is on goes on."""

    seconds: int


class Error(Message, frozen=True, tag="error"):
    """A refusal that leaves the connection open. `about` is the type of the refused message."""

    code: str
    text: str
    about: str = ""
    room: str = ""


class Pong(Message, frozen=True, tag="pong"):
    """The answer to `ping`."""


ToBrowser: TypeAlias = (
    Welcome | Changed | Arrived | SealedIn | Offer | Demand | Closed | Ended | Reopened | StoppingSoon | Error
    | Pong
)  # fmt: skip
