"""The vault over HTTP: read, replaced by compare-and-swap, and opened anew with another password."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import pytest

from telehealth.security.tokens import token_hash, unpadded_text
from telehealth.web.keys import HUB, STORE, WRITER
from tests.practice import COOKIE, OTHER_COOKIE, OTHER_ROOM, RUIZ, watch
from tests.web.running import Running, until
from tests.web.sql_practice import BLOB, KEY, PASSWORD_WRAP, RECOVERY_KEY, RECOVERY_WRAP

SECOND = b"m" * 12 + b"second" * 10
NEW_KEY = unpadded_text(b"K" * 32)


def written(blob: bytes = SECOND, after: bytes = BLOB) -> dict[str, str]:
    return {"parent": unpadded_text(hashlib.sha256(after).digest()), "blob": unpadded_text(blob)}


def changed(**more: object) -> dict[str, Any]:
    credentials = {
        "key": NEW_KEY,
        "recovery_key": unpadded_text(b"R" * 32),
        "password_wrap": unpadded_text(b"P" * 60),
        "recovery_wrap": unpadded_text(b"C" * 60),
    }
    return written() | {"key": KEY, "credentials": credentials} | more


async def test_a_page_reads_the_vault_and_what_opens_it(server: Running) -> None:
    async with server.session.get(f"{server.url}/api/vault", headers=server.as_()) as answer:
        assert answer.headers["ETag"] == '"1"'
        vault = await answer.json()
    assert vault.pop("page_half") != vault["blob"]
    assert vault == {
        "version": 1,
        "parent": unpadded_text(bytes(32)),
        "blob": unpadded_text(BLOB),
        "password_wrap": unpadded_text(PASSWORD_WRAP),
    }


async def test_of_many_who_replace_one_version_one_succeeds(server: Running) -> None:
    answers = await asyncio.gather(
        *(server.ask("PUT", "/api/vault", written(bytes([n]) * 60), If_Match='"1"') for n in range(8))
    )
    assert sorted(status for status, _ in answers) == [200] + [412] * 7
    assert {answer["error"]["code"] for status, answer in answers if status == 412} == {"vault_changed"}


@pytest.mark.parametrize("tag", ["1", '"x"', "*", 'W/"1"', '"1", "2"', '"-1"', '"01"', '"' + "9" * 20 + '"'])
async def test_a_write_without_a_version_to_replace_is_refused(server: Running, tag: str) -> None:
    status, answer = await server.ask("PUT", "/api/vault", written(), If_Match=tag)
    assert (status, answer["error"]["code"]) == (428, "precondition_needed")
    assert (await server.ask("PUT", "/api/vault", written()))[0] == 428


async def test_a_replaced_version_can_be_read_for_a_while(server: Running) -> None:
    await server.ask("PUT", "/api/vault", written(), If_Match='"1"')
    _, listed = await server.ask("GET", "/api/vault/earlier")
    assert [one["version"] for one in listed["earlier"]] == [1]
    _, one = await server.ask("GET", "/api/vault/earlier/1")
    assert one == {"version": 1, "parent": unpadded_text(bytes(32)), "blob": unpadded_text(BLOB)}
    for other in ("2", "3", "0", "x", "-1", "٣", "9" * 40):
        assert (await server.ask("GET", f"/api/vault/earlier/{other}"))[0] == 404


async def test_a_vault_may_be_large_and_not_too_large(server: Running) -> None:
    large = bytes(700_000)
    assert (await server.ask("PUT", "/api/vault", written(large), If_Match='"1"'))[0] == 200
    assert (await server.ask("PUT", "/api/vault", written(large, large), If_Match='"2"'))[0] == 200
    assert (await server.ask("PUT", "/api/vault", written(bytes(745_000)), If_Match='"3"'))[0] == 400
    assert (await server.ask("PUT", "/api/vault", written(bytes(800_000)), If_Match='"2"'))[0] == 413


async def test_a_page_that_has_seen_another_vault_of_the_same_number_writes_nothing(server: Running) -> None:
    body = written(after=b"another account's, in a browser that has changed hands")
    status, answer = await server.ask("PUT", "/api/vault", body, If_Match='"1"')
    assert (status, answer["error"]["code"]) == (412, "vault_changed")


async def test_a_page_that_writes_without_end_is_slowed_down(server: Running) -> None:
    answers = [await server.ask("PUT", "/api/vault", written(), If_Match='"9"') for _ in range(160)]
    statuses = [status for status, _ in answers]
    # Two a second come back meanwhile.
    assert statuses[:120] == [412] * 120
    assert statuses.count(429) > 10
    assert (await server.ask("PUT", "/api/vault", written(), cookie=OTHER_COOKIE, If_Match='"1"'))[0] == 200


async def test_a_new_password_replaces_everything_and_signs_all_others_out(server: Running) -> None:
    _, second = await server.ask("POST", "/api/sign-in", {"username": "ruiz", "key": KEY}, cookie="")
    async with server.session.post(
        f"{server.url}/api/credentials", json=changed(), headers=server.as_() | {"If-Match": '"1"'}
    ) as answer:
        assert answer.status == 204
        cookie = answer.cookies["telehealth"].value
    assert second is None
    assert len(await server.app[STORE].sign_ins_of(RUIZ, 0.0)) == 1
    _, vault = await server.ask("GET", "/api/vault", cookie=cookie)
    assert (vault["version"], vault["password_wrap"]) == (2, unpadded_text(b"P" * 60))
    for key, status in ((KEY, 401), (NEW_KEY, 204)):
        tried = await server.ask("POST", "/api/sign-in", {"username": "ruiz", "key": key}, cookie="")
        assert tried[0] == status


async def test_the_page_that_changes_the_password_keeps_its_socket(server: Running) -> None:
    desk = await server.desk()
    assert (await server.ask("POST", "/api/credentials", changed(), If_Match='"1"'))[0] == 204
    await desk.opened.send_json({"type": "ping"})
    await desk.hear("pong")
    assert all(socket.sign_in != token_hash(COOKIE) for socket in server.app[HUB]._sockets)


async def test_a_wrong_password_or_an_old_version_changes_nothing(server: Running) -> None:
    wrong = await server.ask("POST", "/api/credentials", changed(key=NEW_KEY), If_Match='"1"')
    old = await server.ask("POST", "/api/credentials", changed(), If_Match='"7"')
    assert (wrong[0], old[0]) == (401, 412)
    _, vault = await server.ask("GET", "/api/vault")
    assert (vault["version"], vault["password_wrap"]) == (1, unpadded_text(PASSWORD_WRAP))


async def test_the_recovery_code_opens_the_vault_and_sets_another_password(server: Running) -> None:
    asked = {"username": "ruiz", "key": RECOVERY_KEY}
    status, opened = await server.ask("POST", "/api/recovery", asked, cookie="")
    assert (status, opened["recovery_wrap"]) == (200, unpadded_text(RECOVERY_WRAP))
    body = changed(key=RECOVERY_KEY, username="ruiz")
    assert (await server.ask("PUT", "/api/recovery", body, cookie="", If_Match='"1"'))[0] == 204
    assert (await server.ask("GET", "/api/rooms"))[0] == 401
    assert (await server.ask("POST", "/api/recovery", asked, cookie=""))[0] == 401


async def test_recovering_signs_out_whoever_else_had_this_browser(server: Running) -> None:
    theirs = await server.socket(cookie=OTHER_COOKIE)
    await theirs.say(watch("their-desk", OTHER_ROOM))
    await theirs.hear("welcome")
    body = changed(key=RECOVERY_KEY, username="ruiz")
    answer = await server.ask("PUT", "/api/recovery", body, cookie=OTHER_COOKIE, If_Match='"1"')
    assert answer[0] == 204
    assert await theirs.closed() == 4401
    assert (await server.ask("GET", "/api/rooms", cookie=OTHER_COOKIE))[0] == 401


async def test_what_was_tried_stands_in_the_audit_log_under_its_own_name(server: Running) -> None:
    await server.ask("POST", "/api/credentials", changed(key=NEW_KEY), If_Match='"1"')
    await server.ask("POST", "/api/recovery", {"username": "ruiz", "key": KEY}, cookie="")
    await server.ask("POST", "/api/recovery", {"username": "ruiz", "key": RECOVERY_KEY}, cookie="")
    await until(server.app[WRITER]._queue.empty)
    rows = [entry.row async for entry in server.app[STORE].audit()]
    tried = {"password_changed", "recovery_opened", "signed_in"}
    assert sorted((row.event, row.outcome) for row in rows if row.event in tried) == [
        ("password_changed", "refused"),
        ("recovery_opened", "done"),
        ("recovery_opened", "refused"),
    ]


async def test_the_password_is_no_recovery_code(server: Running) -> None:
    for username, key in (("ruiz", KEY), ("nobody", RECOVERY_KEY), ("new", RECOVERY_KEY)):
        status, answer = await server.ask(
            "POST", "/api/recovery", {"username": username, "key": key}, cookie=""
        )
        assert (status, answer["error"]["code"]) == (401, "sign_in_refused")


async def test_nothing_of_a_vault_is_given_without_a_sign_in(server: Running) -> None:
    for method, path in (
        ("GET", "/api/vault"), ("PUT", "/api/vault"), ("GET", "/api/vault/earlier"),
        ("GET", "/api/vault/earlier/1"), ("POST", "/api/credentials"),
    ):  # fmt: skip
        assert (await server.ask(method, path, written(), cookie="", If_Match='"1"'))[0] == 401
