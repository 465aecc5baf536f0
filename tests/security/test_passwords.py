"""Verifiers: made, checked, and never more at once than the machine can bear."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from telehealth.errors import Unavailable
from telehealth.security.passwords import Passwords


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


async def test_the_right_secret_is_the_one_and_no_other(passwords: Passwords) -> None:
    verifier = await passwords.verifier("right")
    assert await passwords.check(verifier, "right")
    assert not await passwords.check(verifier, "wrong")
    assert not await passwords.check(verifier, "")


async def test_a_verifier_is_argon2id_of_19_mebibytes_and_two_rounds(passwords: Passwords) -> None:
    verifier = await passwords.verifier("right")
    assert verifier.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "right" not in verifier


async def test_nobodys_verifier_fits_nothing(passwords: Passwords) -> None:
    assert not await passwords.check(None, "anything")


async def test_a_verifier_that_is_none_fits_nothing(passwords: Passwords) -> None:
    assert not await passwords.check("damaged", "anything")


async def test_too_many_at_once_are_refused_for_now() -> None:
    passwords = Passwords(most_waiting=0)
    tries = [passwords.check(None, "anything") for _ in range(passwords._most + 3)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(answer) for answer in answers].count(Unavailable) == 3
    assert not await passwords.check(None, "anything")
    passwords.close()
