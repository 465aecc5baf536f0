"""Who a request comes from."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from telehealth.errors import Unavailable
from telehealth.security.passwords import Passwords
from telehealth.security.tokens import token_hash
from telehealth.store.records import AuditRow
from telehealth.web import proof
from telehealth.web.keys import STORE, WRITER
from telehealth.web.proof import new_sign_in
from tests.practice import COOKIE, RUIZ
from tests.web.running import Running, until
from tests.web.sql_practice import KEY, RECOVERY_KEY


async def sign_in(server: Running, key: str, username: str = "ruiz", **headers: str) -> tuple[int, str]:
    status, answer = await server.ask(
        "POST", "/api/sign-in", {"username": username, "key": key}, cookie="", **headers
    )
    return status, answer["error"]["code"] if answer else ""


def test_no_two_sign_ins_are_alike_and_the_token_is_not_in_what_is_kept() -> None:
    made = [new_sign_in(RUIZ) for _ in range(10)]
    for kind in ("id", "token_hash", "page_half"):
        assert len({getattr(kept, kind) for _, kept in made}) == 10
    for token, kept in made:
        assert kept.token_hash == token_hash(token)
        assert token not in repr(kept)


async def test_after_five_wrong_tries_even_the_right_one_waits(server: Running) -> None:
    for _ in range(6):
        assert await sign_in(server, RECOVERY_KEY) == (401, "sign_in_refused")
    url, body = f"{server.url}/api/sign-in", {"username": "ruiz", "key": KEY}
    async with server.session.post(url, json=body, headers=server.ours) as answer:
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "1"
        assert (await answer.json())["error"]["code"] == "too_fast"


async def test_refusals_are_answered_in_beats_and_tell_nothing_by_their_time(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    now = iter((10.0, 10.03, 20.0, 20.25))

    async def sleep(seconds: float) -> None:
        paused.append(round(seconds, 6))

    monkeypatch.setattr(proof, "time", SimpleNamespace(time=time.time, monotonic=lambda: next(now)))
    monkeypatch.setattr(proof, "asyncio", SimpleNamespace(sleep=sleep))
    for username in ("ruiz", "nobody"):
        assert await sign_in(server, RECOVERY_KEY, username) == (401, "sign_in_refused")
    assert paused == [0.07, 0.05]


async def test_a_right_try_forgets_the_wrong_ones(server: Running) -> None:
    for _ in range(3):
        for _ in range(4):
            await sign_in(server, RECOVERY_KEY)
        assert await sign_in(server, KEY) == (204, "")


async def test_a_server_with_too_much_to_do_says_so_and_counts_nothing(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:

        async def refuse(*_arguments: object) -> bool:
            raise Unavailable

        busy.setattr(Passwords, "check", refuse)
        for _ in range(20):
            assert await sign_in(server, RECOVERY_KEY) == (503, "unavailable")
    assert await sign_in(server, KEY) == (204, "")


async def test_a_closed_account_is_told_to_who_knows_its_password_alone(server: Running) -> None:
    row = AuditRow(time=time.time(), event="test", staff=RUIZ)
    await server.app[STORE].close_clinician(RUIZ, time.time() - 1, row)
    assert await sign_in(server, RECOVERY_KEY) == (401, "sign_in_refused")
    assert await sign_in(server, KEY) == (403, "account_closed")
    assert (await server.ask("GET", "/api/rooms", cookie=COOKIE))[0] == 401


async def test_right_and_wrong_sign_ins_stand_in_the_audit_log_and_unknown_names_do_not(
    server: Running,
) -> None:
    await sign_in(server, KEY)
    await sign_in(server, RECOVERY_KEY)
    await sign_in(server, KEY, "nobody")
    await until(server.app[WRITER]._queue.empty)
    rows = [entry.row async for entry in server.app[STORE].audit() if entry.row.event == "signed_in"]
    assert [(row.staff, row.outcome) for row in rows] == [(RUIZ, "done"), (RUIZ, "refused")]
