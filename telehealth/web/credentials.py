"""What proves and opens an account: at enrolment, at a change of password, and after a recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telehealth.store.records import Credentials
from telehealth.web.fields import Body, Bytes32, Wrap, raw

if TYPE_CHECKING:
    from telehealth.security.passwords import Passwords


class NewCredentials(Body, frozen=True):
    """Made in the browser from a password and a recovery code, of which the server sees neither."""

    key: Bytes32
    """The password's authentication key."""
    recovery_key: Bytes32
    password_wrap: Wrap
    """The vault's data key, under the password's wrapping key."""
    recovery_wrap: Wrap

    async def to_keep(self, passwords: Passwords) -> Credentials:
        """The keys become verifiers. Raises Unavailable."""
        return Credentials(
            verifier=await passwords.verifier(self.key),
            recovery_verifier=await passwords.verifier(self.recovery_key),
            password_wrap=raw(self.password_wrap),
            recovery_wrap=raw(self.recovery_wrap),
        )
