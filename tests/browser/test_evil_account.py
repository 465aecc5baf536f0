"""A server that would have passwords guessed cheaply, and gives out an older copy of a practice."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from telehealth.security.tokens import unpadded_text
from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until
from tests.browser.evil_day import EvilDay, evil_day
from tests.browser.evil_pages import Hole
from tests.browser.media import RUIZ, Recordings
from tests.office import PASSWORD
from tests.vault_format import hkdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVED_ROUNDS = Hole(
    "password.js",
    "const ROUNDS = 600_000;",
    'const { rounds: ROUNDS } = await (await fetch("/api/site")).json();',
)
"""The page derives its keys as the server says."""
NO_MEMORY = Hole(
    "vault_copy.js", 'if (verdict === "older" || verdict === "forked") throw', "if (false) throw"
)
"""The browser takes whatever copy it is given."""
OFFERED = {"rounds": 1, "iterations": 1, "kdf": {"name": "PBKDF2", "iterations": 1}, "salt": "A" * 43}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


def cheap_key(day: EvilDay) -> str:
    """What is sent of a password that was stretched once: it can be guessed 600,000 times faster."""
    office = day.server.office
    salt = hashlib.sha256(f"telehealth/1 password{office.installation}{office.username}".encode()).digest()
    typed = unicodedata.normalize("NFKC", PASSWORD).encode()
    return unpadded_text(
        hkdf(hashlib.pbkdf2_hmac("sha256", typed, salt, 1), "telehealth/1 password authentication")
    )


async def sent_key(day: EvilDay, person: ChromiumPerson) -> str:
    """What is sent of the password when the clinician signs in on this device."""
    await person.open(f"{day.evil.url}/sign-in")
    await person.fill("Username", day.server.office.username)
    await person.fill("Password", PASSWORD)
    day.evil.requests.clear()
    await person.press("Sign in")

    async def sent() -> str | None:
        bodies = [body for _method, path, body in day.evil.requests if path == "/api/sign-in"]
        return str(json.loads(bodies[0])["key"]) if bodies else None

    return await until(sent, "the key is sent")


def with_rounds(served: Any) -> Any:  # noqa: ANN401 (any JSON)
    """An answer of the real server's, and what the page never asked for."""
    return served | OFFERED


async def test_the_server_has_no_say_in_how_keys_are_derived(day: EvilDay) -> None:
    day.evil.alter_json = dict.fromkeys(("/api/site", "/api/vault"), with_rounds)
    other = await day.device(RUIZ)
    with day.evil.defences.without(SERVED_ROUNDS):
        assert await sent_key(day, other) == cheap_key(day)
    # The real server does not know that key, and Chromium's console tells of it.
    await other.reads(re.compile("not go together"))
    other.complaints[:] = [text for text in other.complaints if "401" not in text]
    assert await sent_key(day, other) == day.server.office.keys().authentication
    await other.sees("heading", "Today")
    day.evil.alter_json = {}


async def test_an_older_copy_is_not_taken_for_the_newest(day: EvilDay) -> None:
    ruiz, older = day.ruiz, dict[str, Any]()

    def keep(served: Any) -> Any:  # noqa: ANN401 (any JSON)
        older.update(served)
        return served

    day.evil.alter_json = {"/api/vault": keep}
    await ruiz.reload()
    await ruiz.sees("heading", "Today")
    day.evil.alter_json = {}
    await day.link("Nora")
    day.evil.alter_json = {"/api/vault": lambda _served: older}
    with day.evil.defences.without(NO_MEMORY):
        await ruiz.reload()
        await ruiz.sees("heading", "Today")
        await ruiz.sees_no("article", "Nora")
    # Nothing was written meanwhile: what this browser has seen is still the newest.
    await ruiz.reload()
    await ruiz.sees("heading", "An older copy")
    await ruiz.reads("restored from a backup")
    await ruiz.sees_no("article", "Nora")
    day.evil.alter_json = {}
    await ruiz.reload()
    await ruiz.sees("article", "Nora")
