"""A one-time link becomes an account."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from telehealth.errors import EnrolmentOver
from telehealth.security.tokens import unpadded_text
from telehealth.web.keys import STORE
from tests.practice import ROOM, identifier
from tests.web.running import Running
from tests.web.sql_practice import BLOB, KEY, NEW, PASSWORD_WRAP, RECOVERY_KEY, RECOVERY_WRAP, TOKEN


def wanted(**changes: object) -> dict[str, Any]:
    return {
        "token": TOKEN,
        "public_name": "Dr New",
        "room": {"id": identifier("new-room"), "public_key": unpadded_text(b"x" * 32)},
        "credentials": {
            "key": KEY,
            "recovery_key": RECOVERY_KEY,
            "password_wrap": unpadded_text(PASSWORD_WRAP),
            "recovery_wrap": unpadded_text(RECOVERY_WRAP),
        },
        "blob": unpadded_text(BLOB),
    } | changes


async def enrol(server: Running, **changes: object) -> tuple[int, Any]:
    return await server.ask("POST", "/api/enrol", wanted(**changes), cookie="")


async def test_a_link_says_whose_it_is_and_looking_uses_nothing_up(server: Running) -> None:
    for _ in range(3):
        answer = await server.ask("POST", "/api/enrolment", {"token": TOKEN}, cookie="")
        assert answer == (200, {"username": "new"})


async def test_everything_is_kept_at_once_and_the_new_clinician_is_signed_in(server: Running) -> None:
    url = f"{server.url}/api/enrol"
    async with server.session.post(url, json=wanted(), headers=server.ours) as answer:
        assert answer.status == 204
        cookie = answer.cookies["telehealth"].value
    _, rooms = await server.ask("GET", "/api/rooms", cookie=cookie)
    assert rooms == {
        "clinician": {"username": "new", "name": "Dr New", "closing": None},
        "rooms": [{"id": identifier("new-room")}],
    }
    _, vault = await server.ask("GET", "/api/vault", cookie=cookie)
    assert (vault["version"], vault["blob"]) == (1, unpadded_text(BLOB))
    assert (await server.ask("POST", "/api/sign-in", {"username": "new", "key": KEY}, cookie=""))[0] == 204


async def test_a_link_works_once_also_when_used_many_times_at_once(server: Running) -> None:
    answers = await asyncio.gather(*(enrol(server) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [204] + [410] * 7
    assert await enrol(server) == (410, {"error": {"code": "enrolment_over", "text": EnrolmentOver.text()}})


async def test_every_bad_link_is_answered_alike(server: Running) -> None:
    await enrol(server)
    for token in (TOKEN, "invented", "", "x" * 128):
        for path, body in (("/api/enrolment", {"token": token}), ("/api/enrol", wanted(token=token))):
            status, answer = await server.ask("POST", path, body, cookie="")
            assert (status, answer["error"]["code"]) == (410, "enrolment_over")


async def test_a_rooms_id_that_is_taken_uses_nothing_up(server: Running) -> None:
    taken = {"id": ROOM, "public_key": unpadded_text(b"x" * 32)}
    assert (await enrol(server, room=taken))[0] == 409
    assert (await enrol(server))[0] == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"public_name": ""},
        {"public_name": "  "},
        {"public_name": "x" * 81},
        {"public_name": "Dr\nRuiz"},
        {"room": {"id": "short", "public_key": unpadded_text(b"x" * 32)}},
        {"room": {"id": identifier("r"), "public_key": "A" * 42 + "B"}},
        {"blob": "A" * 41},
        {"blob": ""},
        {"credentials": {"key": KEY}},
        {"more": 1},
    ],
    ids=str,
)
async def test_what_cannot_be_kept_uses_nothing_up(server: Running, changes: dict[str, object]) -> None:
    assert (await enrol(server, **changes))[0] == 400
    kept = await server.app[STORE].credentials(NEW)
    assert kept is None
    assert (await enrol(server))[0] == 204
