"""A person in a room, and what others may know of them."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from msgspec import Struct

from telehealth.core.ids import CaseId, InvitationId, LegId, ParticipantId

Role = Literal["clinician", "client", "guest"]


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
    previewed: bool = False
    leg: LegId = LegId(0)
    """The session leg now open for this page, 0 for none."""
    preview_leg: LegId = LegId(0)
    """The host's second leg, on which people who wait are seen."""


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
