"""The session: who is let in, how it ends for everybody in it, and how it begins again."""

from __future__ import annotations

from telehealth.core import departure, devices, identity
from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.ids import CaseId
from telehealth.core.messages import Admit, Reopened
from telehealth.core.participant import Participant, Standing
from telehealth.errors import NotNow, OtherCase, ParticipantUnknown, SessionFull

SESSION = 8
"""People in a session, the host included."""
REOPENED_WITHIN = 600.0
"""Seconds after a session's end in which it may be opened again."""


def admit(draft: Draft, target: Participant, act: Admit) -> None:
    """Let somebody in who waits, as whom the link is for or as a guest who shares it.

    Raises `NotNow` if they are away, `SeatTaken` if their link is in session from another device,
    `IdentityOpen` if they or somebody else would not be alone with the host while nobody knows who they
    are, `OtherCase` if somebody else's session is on, `SessionFull`.
    """
    roster = draft.roster
    if not target.connected:
        raise NotNow
    if act.guest:
        draft.share_link(target.id)
    devices.make_way(draft, roster.require(target.id))
    identity.check(roster, act.method)
    if roster.in_session and target.case not in roster.cases:
        raise OtherCase
    if 1 + len(roster.in_session) >= SESSION:
        raise SessionFull
    if target.case is not None:
        roster.cases |= {target.case}
    draft.stand(target.id, Standing.ADMITTED)
    draft.identify(target.id, act.method)
    draft.facts.append(Audit("admitted", act.method, act.consent))


def bring_together(draft: Draft, case: CaseId) -> None:
    """Let another case into the session, as long as it goes on.

    Raises `NotNow` if no session is on, `ParticipantUnknown` if nobody of that case is here.
    """
    if not draft.roster.in_session:
        raise NotNow
    if all(person.case != case for person in draft.roster.by_a_link):
        raise ParticipantUnknown
    draft.roster.cases |= {case}


def end(draft: Draft) -> None:
    """The session is over for everybody in it. Those who wait stay."""
    for person in draft.roster.in_session:
        departure.part(draft, person, Standing.ENDED, "ended")


def reopen(draft: Draft) -> None:
    """Tell those whose session has ended that the door is open again: they wait, and *Admit* is asked again.

    Raises `NotNow` while another session is on, and when the last one ended too long ago.
    """
    roster = draft.roster
    if roster.in_session or draft.now - roster.ended > REOPENED_WITHIN:
        raise NotNow
    draft.facts.append(Audit("session_reopened"))
    for person in roster.by_a_link:
        if person.standing is Standing.ENDED and person.since >= roster.ended:
            draft.tell(person.id, Reopened(draft.room))


def conclude(draft: Draft) -> None:
    """Say where a session began or ended by what was done. A new one starts with no case in it."""
    was_on, is_on = bool(draft.before.in_session), bool(draft.roster.in_session)
    if is_on and not was_on:
        draft.facts.insert(0, Audit("session_restored" if draft.restored else "session_started"))
    if was_on and not is_on:
        draft.facts.append(Audit("session_ended"))
        draft.roster.ended = draft.now
    if not is_on:
        draft.roster.cases = frozenset()
