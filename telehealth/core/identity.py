"""Who somebody is: nobody is let in without the host's word for it, or alone."""

from __future__ import annotations

from telehealth.core.draft import Draft
from telehealth.core.effects import Audit
from telehealth.core.participant import Confirmed, Method, Participant
from telehealth.core.roster import Roster
from telehealth.errors import IdentityOpen, NotNow


def check(roster: Roster, method: Method) -> None:
    """Whether another person may come in, known by this method, as far as identities go.

    Somebody whose identity the host confirms later is alone with them. Raises `IdentityOpen`.
    """
    if any(person.unconfirmed for person in roster):
        raise IdentityOpen
    if method == "later" and roster.in_session:
        raise IdentityOpen(
            "Somebody is in the session already. Please confirm this person's identity before they come in."
        )


def confirm(draft: Draft, target: Participant, method: Confirmed) -> None:
    """The host has found out who it is. Raises `NotNow` for somebody whose identity was confirmed."""
    if not target.unconfirmed:
        raise NotNow
    draft.identify(target.id, method)
    draft.facts.append(Audit("identity_confirmed", method=method))
