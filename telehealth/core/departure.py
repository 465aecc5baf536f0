"""How people go: by themselves, by the host's word, or with the link they came by."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.ids import InvitationId
from telehealth.core.messages import Ended, How
from telehealth.core.participant import CLINICIANS, Participant, Standing


def part(draft: Draft, person: Participant, standing: Standing, how: How) -> None:
    """Somebody's part is over for now. Of who was spared when their link ended, it is over for good."""
    if draft.roster.is_spared(person):
        draft.end_seat(person.id)
        draft.tell(person.id, Ended(draft.room, "refused"))
    else:
        draft.stand(person.id, standing)
        draft.tell(person.id, Ended(draft.room, how))


def leave(draft: Draft, sender: Participant) -> None:
    """Go by oneself. A clinician's page is gone, and if it was the host, the session waits for one."""
    if sender.standing not in CLINICIANS:
        part(draft, sender, Standing.LEFT, "left")
        return
    if sender.standing is Standing.HOST:
        draft.end_previews()
    draft.roster.forget(sender.id)
    draft.tell(sender.id, Ended(draft.room, "left"))


def decline(draft: Draft, target: Participant) -> None:
    """Not now: the link lives on."""
    draft.facts.append(Audit("declined"))
    part(draft, target, Standing.DECLINED, "declined")


def remove(draft: Draft, target: Participant) -> None:
    """Somebody leaves for good."""
    draft.end_seat(target.id)
    draft.facts.append(Audit("removed"))
    draft.tell(target.id, Ended(draft.room, "removed"))


def refuse(draft: Draft, target: Participant, *, spare: bool) -> None:
    """The host ends the link that somebody came by, for everybody or for all but those in session."""
    if target.invitation is not None:
        _end_link(draft, target.invitation, spare=spare)
    draft.facts.append(Audit("refused"))


def revoke(draft: Draft, invitation: InvitationId) -> None:
    """The link was ended elsewhere. Whom the host has spared when they ended it stays."""
    if invitation not in draft.roster.over:
        _end_link(draft, invitation, spare=False)


def _end_link(draft: Draft, invitation: InvitationId, *, spare: bool) -> None:
    """A link ends, and everybody who came by it leaves for good, unless in session and to be spared."""
    for person in draft.roster.of_invitation(invitation):
        if not (spare and person.in_session):
            draft.end_seat(person.id)
            draft.tell(person.id, Ended(draft.room, "refused"))
    draft.end_invitation(invitation)
