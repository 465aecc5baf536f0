"""All that is said between the server and a relay worker: the media architecture in one page.

Messages travel as MessagePack, each after its length (4 bytes, big endian), over a Unix socket.
A leg is named by its room and its number in it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct


class Command(Struct, frozen=True, tag_field="do", tag=str.lower):
    """Server → relay, about one room."""

    room: str


class OpenLeg(Command, frozen=True):
    """Prepare a connection with uplink sections (`session`) or none (`preview`); answered by `Offered`."""

    leg: int
    participant: str
    kind: Literal["session", "preview"]


class CloseLeg(Command, frozen=True):
    """End it, with every link from and to it."""

    leg: int


class Link(Command, frozen=True):
    """The receiver's offer gets sections for the sender's tracks; `open` is the router's gate."""

    sender: int
    receiver: int
    open: bool


class Unlink(Command, frozen=True):
    """The sections go, and nothing is forwarded any more."""

    sender: int
    receiver: int


class Answer(Command, frozen=True):
    """The browser's SDP answer to the outstanding offer."""

    leg: int
    sdp: str


class Sends(Command, frozen=True):
    """The leg's page says that packets have just left it: if none arrive, the leg is `Lost`."""

    leg: int


class CloseRoom(Command, frozen=True):
    """Close every leg of the room."""


class Count(Command, frozen=True):
    """Ask for a room's counters; answered by `Counted`."""


class Adopt(Command, frozen=True):
    """To a room of an earlier server: this one knows it too, and it goes on as it is."""


RoomCommand: TypeAlias = OpenLeg | CloseLeg | Link | Unlink | Answer | CloseRoom | Count
"""What a room carries out."""

AnyCommand: TypeAlias = RoomCommand | Adopt | Sends


LossReason: TypeAlias = Literal[
    "handshake_timeout",
    "answer_timeout",
    "bad_answer",
    "dtls_failed",
    "dtls_closed",
    "silent",
    "worn",
    "full",
]


class Event(Struct, frozen=True, tag_field="event", tag=str.lower):
    """Relay → server, about one room."""

    room: str


class Offered(Event, frozen=True):
    """An SDP offer for the browser; the next one comes after its answer."""

    leg: int
    kind: Literal["session", "preview"]
    sdp: str


class Connected(Event, frozen=True):
    """ICE and DTLS are up."""

    leg: int


class Demanded(Event, frozen=True):
    """Which of the leg's own sections somebody receives now."""

    leg: int
    mids: tuple[str, ...]


class Lost(Event, frozen=True):
    """The leg is over by itself. `reason` is for counters and logs, but for two of them.

    `bad_answer` is the page's fault; `full` is a leg that never was: the worker carries as many as it may.
    """

    leg: int
    reason: LossReason


class Counted(Event, frozen=True):
    """Packets and bytes by leg and direction, and what was dropped and why, since the worker started."""

    forwarded: dict[str, int]
    """`"<sender leg>><receiver leg>"` → packets."""
    received: dict[str, int]
    """Leg → RTP and RTCP packets authenticated."""
    received_bytes: dict[str, int]
    dropped: dict[str, int]
    """Reason → datagrams or packets, for the whole worker."""


class KeptLeg(Struct, frozen=True):
    """A leg that goes on without a server."""

    leg: int
    participant: str
    kind: Literal["session", "preview"]
    connected: bool
    mids: tuple[str, ...]
    """Which of its own sections somebody receives."""
    offer: str
    """The SDP that its browser has still to answer, or nothing."""


class KeptLink(Struct, frozen=True):
    """From whom to whom packets pass, if `open`."""

    sender: int
    receiver: int
    open: bool


class Kept(Event, frozen=True):
    """To a server that has just connected: a room of an earlier one, which goes on if it is adopted soon."""

    legs: tuple[KeptLeg, ...]
    links: tuple[KeptLink, ...]


class Greeted(Struct, frozen=True, tag_field="event", tag=str.lower):
    """To a server that has just connected, after every `Kept`."""


RoomEvent: TypeAlias = Offered | Connected | Demanded | Lost | Counted
"""What happens while a server is there."""

AnyEvent: TypeAlias = RoomEvent | Kept | Greeted
