"""Passwords guessed at the door, sessions put under somebody, and what answers tell."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from telehealth.security.delays import FREE_TRIES
from telehealth.security.passwords import Passwords
from telehealth.security.tokens import unpadded_text
from telehealth.web.keys import DELAYS, STORE
from tests.practice import COOKIE, OTHER_COOKIE, RUIZ
from tests.web.running import Running, running
from tests.web.sql_practice import BLOB, KEY, RECOVERY_KEY, TOKEN

FREE_AND_ONE = FREE_TRIES + 1
"""So many are judged before anybody has to wait."""


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """A server for which no second passes: how fast this machine is changes nothing."""
    async with running(tmp_path, limits__attempts_per_minute=100_000) as started:
        monkeypatch.setattr(started.app[DELAYS], "_clock", lambda: 0.0)
        yield started


async def tried(
    server: Running, username: str, key: str = RECOVERY_KEY, mark: str = ""
) -> tuple[int, str, str]:
    """Status, body and the mark of a known browser, if one was given."""
    headers = server.ours | ({"Cookie": f"telehealth-browser={mark}"} if mark else {})
    url, body = f"{server.url}/api/sign-in", {"username": username, "key": key}
    async with server.session.post(url, json=body, headers=headers) as answer:
        named = answer.cookies.get("telehealth-browser")
        return answer.status, await answer.text(), named.value if named is not None else ""


async def test_a_thousand_guesses_at_once_are_a_handful(server: Running) -> None:
    answers = await asyncio.gather(*(tried(server, "ruiz", secrets.token_urlsafe(32)) for _ in range(1000)))
    statuses = [status for status, _, _ in answers]
    assert set(statuses) == {401, 429}
    assert statuses.count(401) == FREE_AND_ONE


async def test_unknown_names_wait_as_known_ones_do(server: Running) -> None:
    seen = {}
    for username in ("ruiz", "nobody"):
        seen[username] = [await tried(server, username) for _ in range(8)]
    assert seen["ruiz"] == seen["nobody"]


async def test_whoever_guesses_locks_nobody_out_of_a_browser_they_know(server: Running) -> None:
    _, _, mark = await tried(server, "ruiz", KEY)
    await asyncio.gather(*(tried(server, "ruiz") for _ in range(100)))
    assert (await tried(server, "ruiz", KEY))[0] == 429
    assert (await tried(server, "ruiz", KEY, mark))[0] == 204


async def test_a_mark_stolen_from_one_account_or_invented_is_no_way_round_the_delay(server: Running) -> None:
    _, _, mark = await tried(server, "ruiz", KEY)
    statuses = [
        (await tried(server, "okoro", mark=chosen))[0]
        for chosen in (mark, *(secrets.token_urlsafe(16) + "." + secrets.token_urlsafe(32) for _ in range(9)))
    ]
    assert statuses.count(401) == FREE_AND_ONE


async def test_the_same_work_is_done_for_names_that_are_there_and_names_that_are_not(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times are measured by benchmarks/refusals.py; here, what takes them: argon2 and the database."""
    work: list[str] = []
    check, named = Passwords._check, type(server.app[STORE]).clinician_named
    credentials = type(server.app[STORE]).credentials

    def counted(self: Passwords, verifier: str, secret: str) -> bool:
        work.append(verifier.rpartition("$")[0].rpartition("$")[0])
        return check(self, verifier, secret)

    async def looked_up(*arguments: object) -> object:
        work.append("name")
        return await named(*arguments)  # type: ignore[arg-type]

    async def opened(*arguments: object) -> object:
        work.append("credentials")
        return await credentials(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Passwords, "_check", counted)
    monkeypatch.setattr(type(server.app[STORE]), "clinician_named", looked_up)
    monkeypatch.setattr(type(server.app[STORE]), "credentials", opened)
    done = {}
    for username in ("ruiz", "new", "nobody", "", "\ud7ff" * 200):
        work.clear()
        await tried(server, username)
        done[username] = list(work)
    assert len({str(one) for one in done.values()}) == 1
    assert done["ruiz"][-1] == "$argon2id$v=19$m=19456,t=2,p=1"


async def test_nobody_puts_a_session_under_somebody_else(server: Running) -> None:
    """A cookie that was there before, known to an attacker, is not what is signed in (fixation)."""
    planted = secrets.token_urlsafe(32)
    url, body = f"{server.url}/api/sign-in", {"username": "ruiz", "key": KEY}
    headers = server.ours | {"Cookie": f"telehealth={planted}"}
    async with server.session.post(url, json=body, headers=headers) as answer:
        assert answer.cookies["telehealth"].value != planted
    assert (await server.ask("GET", "/api/rooms", cookie=planted))[0] == 401


async def test_a_sign_in_of_one_account_is_not_used_to_enter_another(server: Running) -> None:
    url, body = f"{server.url}/api/sign-in", {"username": "ruiz", "key": KEY}
    async with server.session.post(url, json=body, headers=server.as_(OTHER_COOKIE)) as answer:
        assert answer.status == 204
    assert (await server.ask("GET", "/api/rooms", cookie=OTHER_COOKIE))[0] == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/sign-in"), ("POST", "/api/sign-out"), ("POST", "/api/enrolment"),
        ("POST", "/api/enrol"),
        ("DELETE", "/api/sign-ins/x"), ("PUT", "/api/vault"), ("POST", "/api/credentials"),
        ("POST", "/api/recovery"), ("PUT", "/api/recovery"), ("POST", "/api/invitations"),
        ("DELETE", "/api/invitations/x"),
    ],
)  # fmt: skip
async def test_nothing_is_changed_for_a_page_of_another_site(server: Running, method: str, path: str) -> None:
    for changes in (
        {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": ""}, {"X-Telehealth": ""},
    ):  # fmt: skip
        headers = server.as_() | changes | {"If-Match": '"1"'}
        async with server.session.request(method, server.url + path, json={}, headers=headers) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers
    headers = server.as_() | {"Content-Type": "text/plain", "If-Match": '"1"'}
    async with server.session.request(method, server.url + path, data=b"{}", headers=headers) as answer:
        assert answer.status == 400
    assert (await server.ask("GET", "/api/rooms", cookie=COOKIE))[0] == 200


async def test_an_enrolment_link_is_used_once_and_guessed_never(server: Running) -> None:
    guesses = await asyncio.gather(
        *(
            server.ask("POST", "/api/enrolment", {"token": secrets.token_urlsafe(32)}, cookie="")
            for _ in range(500)
        )
    )
    assert {status for status, _ in guesses} == {410}
    assert len({str(answer) for _, answer in guesses}) == 1
    assert (await server.ask("POST", "/api/enrolment", {"token": TOKEN}, cookie=""))[0] == 200


async def test_a_revoked_sign_in_is_revoked_at_once(server: Running) -> None:
    desk = await server.desk()
    (own,) = await server.app[STORE].sign_ins_of(RUIZ, time.time())
    assert (await server.ask("DELETE", f"/api/sign-ins/{own.id}"))[0] == 204
    assert await desk.closed() == 4401
    assert (await server.ask("GET", "/api/vault"))[0] == 401


async def test_what_is_counted_holds_no_name(server: Running) -> None:
    await tried(server, "ruiz")
    await tried(server, "a-very-special-name")
    kept = repr(server.app[DELAYS]._failures)
    assert "ruiz" not in kept
    assert "special" not in kept


async def test_the_old_password_opens_nothing_while_it_is_being_changed(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thief who signs in again and again: one try is always between its proof and its sign-in."""
    check = Passwords.check
    changed = {
        "key": KEY,
        "parent": unpadded_text(hashlib.sha256(BLOB).digest()),
        "blob": unpadded_text(b"x" * 60),
        "credentials": {
            "key": unpadded_text(b"K" * 32), "recovery_key": unpadded_text(b"R" * 32),
            "password_wrap": unpadded_text(b"P" * 60), "recovery_wrap": unpadded_text(b"C" * 60),
        },
    }  # fmt: skip

    async def meanwhile(self: Passwords, verifier: str | None, secret: str) -> bool:
        proved = await check(self, verifier, secret)
        monkeypatch.setattr(Passwords, "check", check)
        assert (await server.ask("POST", "/api/credentials", changed, If_Match='"1"'))[0] == 204
        return proved

    monkeypatch.setattr(Passwords, "check", meanwhile)
    assert (await tried(server, "ruiz", KEY))[0] == 401
    assert len(await server.app[STORE].sign_ins_of(RUIZ, time.time())) == 1
