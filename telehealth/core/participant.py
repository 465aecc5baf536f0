"""A person in a room, and what others may know of them."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from msgspec import Struct

from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId

Role = Literal["clinician", "client", "guest"]
Confirmed = Literal["recognised", "photo_id", "voice", "code_word", "vouched"]
"""How the host has confirmed who somebody is. The evidence is nobody's but theirs."""
Method = Literal[Confirmed, "later"]
"""The same, or `later`: the host confirms it once they talk."""


class Standing(Enum):
    """Where a person stands in a room. The first two are clinicians' pages, the others come by a link."""

    HOST = "host"
    WATCHING = "watching"
    CHECKING = "checking"
    WAITING = "waiting"
    ADMITTED = "admitted"
    HELD = "held"
    LEFT = "left"
    DECLINED = "declined"
    ENDED = "ended"


IN_SESSION = frozenset({Standing.ADMITTED, Standing.HELD})
CLINICIANS = frozenset({Standing.HOST, Standing.WATCHING})


class Participant(Struct, frozen=True, kw_only=True):
    """One page's place in a room. It outlives the connection (`connected`)."""

    id: ParticipantId
    role: Role
    standing: Standing
    since: float
    """Seconds on the caller's clock at which this standing began."""
    connected: bool = True
    invitation: InvitationId | None = None
    case: CaseId | None = None
    method: Method | None = None
    """How their identity was confirmed for this session; None while they are not in one."""
    shares_link: bool = False
    """Whether they were admitted as somebody else than whose link it is: a guest with a seat of their own."""
    previewed: bool = False
    leg: LegId = LegId(0)
    """The session leg now open for this page, 0 for none."""
    preview_leg: LegId = LegId(0)
    """The host's second leg, on which people who wait are seen."""

    @property
    def in_session(self) -> bool:
        """Whether they are admitted or held."""
        return self.standing in IN_SESSION

    @property
    def unconfirmed(self) -> bool:
        """Whether they are in session and the host has still to find out who they are."""
        return self.in_session and self.method == "later"


class ParticipantView(Struct, frozen=True, kw_only=True):
    """What another page (or one's own) is told of a participant."""

    id: ParticipantId
    role: Role
    standing: Standing
    connected: bool
    previewed: bool
    case: CaseId | None = None
    """To clinicians only."""
    invitation: InvitationId | None = None
    """To clinicians only: which link they came by."""
    waited: float = 0.0
    """To clinicians only: for how many seconds they had been waiting when this was sent."""
    method: Method | None = None
    """To clinicians only: how the identity of somebody in session was confirmed."""
    other_device: bool = False
    """To clinicians, and to the person: their link is in session from another device, and they are not."""
