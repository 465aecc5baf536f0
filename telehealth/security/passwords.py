"""Verifiers of what a page derives from a password or a recovery code: argon2id (RFC 9106).

The page sends 256 bits that PBKDF2 has made of the password; what it made of is never sent. Argon2 here keeps
whoever reads a verifier from signing in with it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from telehealth.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

KIBIBYTES = 19 * 1024
ITERATIONS = 2
MOST_WAITING = 64
"""Beyond these, a sign-in is refused for now: each takes 19 MiB and some 30 ms of a core."""

Result = TypeVar("Result")


class Passwords:
    """Makes and checks verifiers, as many at once as there are cores, in threads that hold no Python code."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        cores = os.cpu_count() or 1
        self._hasher = PasswordHasher(time_cost=ITERATIONS, memory_cost=KIBIBYTES, parallelism=1)
        self._threads = ThreadPoolExecutor(cores, thread_name_prefix="argon2")
        self._most = cores + most_waiting
        self._under_way = 0
        self._nobodys = self._hasher.hash(secrets.token_bytes(32))

    async def verifier(self, secret: str) -> str:
        """What to keep in the secret's place, as a PHC string. Raises Unavailable when too many wait."""
        return await self._run(lambda: self._hasher.hash(secret))

    async def check(self, verifier: str | None, secret: str) -> bool:
        """Whether the secret is the one. Without a verifier it takes as long to say no.

        Raises Unavailable when too many wait.
        """
        return (
            await self._run(lambda: self._check(verifier or self._nobodys, secret)) and verifier is not None
        )

    def _check(self, verifier: str, secret: str) -> bool:
        try:
            return self._hasher.verify(verifier, secret)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._under_way >= self._most:
            raise Unavailable
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(cancel_futures=True)
