"""What proves and opens an account."""

from __future__ import annotations

import msgspec
import pytest

from telehealth.errors import BadInput
from telehealth.security.passwords import Passwords
from telehealth.security.tokens import unpadded_text
from telehealth.web.credentials import NewCredentials

GIVEN = NewCredentials("k" * 43, "r" * 43, unpadded_text(b"p" * 60), unpadded_text(b"c" * 60))


async def test_keys_become_verifiers_and_wraps_stay_as_they_are() -> None:
    passwords = Passwords()
    kept = await GIVEN.to_keep(passwords)
    assert (kept.password_wrap, kept.recovery_wrap) == (b"p" * 60, b"c" * 60)
    assert await passwords.check(kept.verifier, GIVEN.key)
    assert await passwords.check(kept.recovery_verifier, GIVEN.recovery_key)
    assert not await passwords.check(kept.verifier, GIVEN.recovery_key)
    assert "k" * 43 not in repr(kept)
    passwords.close()


async def test_a_wrap_that_is_no_bytes_is_bad_input() -> None:
    passwords = Passwords()
    with pytest.raises(BadInput):
        await msgspec.structs.replace(GIVEN, recovery_wrap="A" * 79 + "é").to_keep(passwords)
    passwords.close()
