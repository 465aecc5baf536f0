"""The session: who is let in, who is held, and how it ends for one person or for all."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.ids import CaseId, InvitationId
from telehealth.core.messages import Ended
from telehealth.core.pace import Budget
from telehealth.core.participant import CLINICIANS, Participant, Standing
from telehealth.errors import NotNow, OtherCase, ParticipantUnknown, SeatTaken, SessionFull

SESSION = 8
"""People in a session, the host included."""
SEALED_BURST = 1024 * 1024
SEALED_PER_SECOND = 512 * 1024


def new_budget() -> Budget:
    """How many bytes the host, and each person in session, may seal for others."""
    return Budget(SEALED_BURST, SEALED_PER_SECOND)


def admit(draft: Draft, target: Participant) -> None:
    """Let somebody in who waits.

    Raises `NotNow` if they are away, `SeatTaken` if their link is in session from another device,
    `OtherCase` if somebody else's session is on, `SessionFull`.
    """
    roster = draft.roster
    if not target.connected:
        raise NotNow
    if any(person.invitation == target.invitation for person in roster.in_session):
        raise SeatTaken
    if roster.in_session and target.case not in roster.cases:
        raise OtherCase
    if 1 + len(roster.in_session) >= SESSION:
        raise SessionFull
    if target.case is not None:
        roster.cases |= {target.case}
    draft.stand(target.id, Standing.ADMITTED)
    draft.facts.append(Audit("admitted"))


def bring_together(draft: Draft, case: CaseId) -> None:
    """Let another case into the session, as long as it goes on.

    Raises `NotNow` if no session is on, `ParticipantUnknown` if nobody of that case is here.
    """
    if not draft.roster.in_session:
        raise NotNow
    if all(person.case != case for person in draft.roster.by_a_link):
        raise ParticipantUnknown
    draft.roster.cases |= {case}


def leave(draft: Draft, sender: Participant) -> None:
    """Go by oneself. A clinician's page is gone, and if it was the host, the session waits for one."""
    if sender.standing in CLINICIANS:
        if sender.standing is Standing.HOST:
            draft.end_previews()
        draft.roster.forget(sender.id)
    else:
        draft.stand(sender.id, Standing.LEFT)
    draft.tell(sender.id, Ended(draft.room, "left"))


def remove(draft: Draft, target: Participant) -> None:
    """Somebody leaves for good."""
    draft.end_seat(target.id)
    draft.facts.append(Audit("removed"))
    draft.tell(target.id, Ended(draft.room, "removed"))


def refuse(draft: Draft, target: Participant) -> None:
    """The host ends the link that somebody came by."""
    if target.invitation is not None:
        end_link(draft, target.invitation)
    draft.facts.append(Audit("refused"))


def end_link(draft: Draft, invitation: InvitationId) -> None:
    """A link ends, and everybody who came by it leaves for good."""
    for person in draft.roster.of_invitation(invitation):
        draft.end_seat(person.id)
        draft.tell(person.id, Ended(draft.room, "refused"))
    draft.end_invitation(invitation)


def end(draft: Draft) -> None:
    """The session is over for everybody in it. Those who wait stay."""
    for person in draft.roster.in_session:
        draft.stand(person.id, Standing.ENDED)
        draft.tell(person.id, Ended(draft.room, "ended"))


def conclude(draft: Draft) -> None:
    """Say where a session began or ended by what was done. A new one starts with no case in it."""
    was_on, is_on = bool(draft.before.in_session), bool(draft.roster.in_session)
    if is_on and not was_on:
        draft.facts.insert(0, Audit("session_started"))
    if was_on and not is_on:
        draft.facts.append(Audit("session_ended"))
    if not is_on:
        draft.roster.cases = frozenset()
