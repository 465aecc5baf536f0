"""All that is kept, and for how long: `/kept` and docs/KEPT.md show it, and the purge forgets by it."""

from __future__ import annotations

from msgspec import Struct

HOUR = 3600.0
DAY = 24 * HOUR

INVITATION_SECONDS = 24 * HOUR
"""After its end: when it was ended, or when its window closed."""
ENROLMENT_SECONDS = 72 * HOUR
SIGN_IN_SECONDS = 12 * HOUR
REPLACED_VAULT_SECONDS = 30 * DAY
AUDIT_SECONDS = 2192 * DAY
"""Six years, unless configured otherwise."""
AUDIT_PURGED_EVERY = DAY
"""Every purge leaves a row of its own, so rows that are due go together, a day's at a time."""


class Retained(Struct, frozen=True, kw_only=True):
    """One kind of thing that is kept, in words for people."""

    kind: str
    what: str
    kept: str
    """For how long."""
    tables: tuple[str, ...]
    """Where: every table belongs to one kind."""


RETENTION = (
    Retained(
        kind="installation",
        what="a random name of this installation, a check that the server's key is the right one, "
        "and the version of the database",
        kept="as long as the database",
        tables=("installation",),
    ),
    Retained(
        kind="clinician",
        what="username, public name, when the account closes; what checks the password and the recovery "
        "code, and the wrapped key of the vault (all three sealed)",
        kept="until the account is removed",
        tables=("clinicians", "credentials"),
    ),
    Retained(
        kind="vault",
        what="the clinician's vault, sealed in the browser: this server cannot open it",
        kept="until the account is removed; a version that was replaced, 30 days",
        tables=("vaults",),
    ),
    Retained(
        kind="enrolment link",
        what="a hash of the link with which an account is set up, and when it expires",
        kept="until it is used, 72 hours at most",
        tables=("enrolments",),
    ),
    Retained(
        kind="sign-in",
        what="a hash of the browser's cookie, when it began and expires, and half of a key that the browser "
        "alone can use",
        kept="until sign-out, 12 hours at most",
        tables=("sign_ins",),
    ),
    Retained(
        kind="room",
        what="a random id, whose room it is, and its public key",
        kept="until the account is removed",
        tables=("rooms",),
    ),
    Retained(
        kind="link",
        what="random ids of the link and of the people who may meet by it, a hash of its proof, whether it "
        "is for a client or a guest, whether it asks for a code word, when the appointment is, when it was "
        "ended",
        kept="24 hours after its end",
        tables=("invitations",),
    ),
    Retained(
        kind="seat",
        what="a random id of a place in a room, the link it was taken by, and whether it was ended",
        kept="as long as its link",
        tables=("seats",),
    ),
    Retained(
        kind="audit row",
        what="what a clinician or the operator did, and when: event, their id, a pseudonym of the room, "
        "outcome, method of verification, version of the consent text; never about whom",
        kept="as configured, 6 years by default, and at most a day longer",
        tables=("audit",),
    ),
)
