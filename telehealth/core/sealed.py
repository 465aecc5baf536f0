"""What one browser seals for another: between whom it passes, and how much of it."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import SealedIn, SealedOut
from telehealth.core.pace import Budget
from telehealth.core.participant import Participant, Standing
from telehealth.core.permissions import Permissions
from telehealth.core.views import sees
from telehealth.errors import ParticipantUnknown, RecipientAway, TooFast

SESSION_BURST = 1024 * 1024
SESSION_PER_SECOND = 512 * 1024
WAITING_BURST = 64 * 1024
WAITING_PER_SECOND = 16 * 1024


class Sealed:
    """Passes on what it cannot open.

    Somebody who waits may seal a card and small talk, no flood; the host and people in session much more.
    """

    def __init__(self, permissions: Permissions) -> None:
        self._permissions = permissions
        self._session = Budget(SESSION_BURST, SESSION_PER_SECOND)
        self._waiting = Budget(WAITING_BURST, WAITING_PER_SECOND)

    def pass_on(self, draft: Draft, sender: Participant, act: SealedOut) -> None:
        """Send it to one other page.

        The same answer for nobody and for somebody whom the sender may not know of: `ParticipantUnknown`.
        Raises `NotNow` where nothing passes, `RecipientAway`, `TooFast`.
        """
        recipient = draft.roster.find(ParticipantId(act.to))
        if recipient is None or not sees(sender, recipient):
            raise ParticipantUnknown
        self._permissions.check_sealed(sender.standing, recipient.standing)
        if not recipient.connected:
            raise RecipientAway
        budget = self._waiting if sender.standing is Standing.WAITING else self._session
        if not budget.allow(sender.id, len(act.body), draft.now):
            raise TooFast
        draft.tell(recipient.id, SealedIn(draft.room, sender.id, act.body), sender.id)
