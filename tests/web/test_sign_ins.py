"""Signing in and out, and the list of signed-in browsers."""

from __future__ import annotations

from http.cookies import SimpleCookie

import aiohttp
import pytest

from telehealth.security.tokens import token_hash
from telehealth.web.keys import STORE
from tests.practice import COOKIE, OTHER_COOKIE, RUIZ
from tests.web.running import Running
from tests.web.sql_practice import KEY, RECOVERY_KEY


async def sign_in(
    server: Running, username: str = "ruiz", key: str = KEY, **headers: str
) -> aiohttp.ClientResponse:
    return await server.session.post(
        f"{server.url}/api/sign-in", json={"username": username, "key": key}, headers=server.ours | headers
    )


def cookies(answer: aiohttp.ClientResponse) -> dict[str, str]:
    found: SimpleCookie = SimpleCookie()
    for header in answer.headers.getall("Set-Cookie"):
        found.load(header)
    return {name: one.value for name, one in found.items()}


async def test_a_right_password_becomes_a_cookie_that_opens_the_account(server: Running) -> None:
    answer = await sign_in(server)
    assert answer.status == 204
    for header in answer.headers.getall("Set-Cookie"):
        assert header.endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert len(cookies(answer)["telehealth"]) == 43
    status, rooms = await server.ask("GET", "/api/rooms", cookie=cookies(answer)["telehealth"])
    assert (status, rooms["clinician"]["username"]) == (200, "ruiz")


async def test_the_cookie_is_kept_as_a_hash_and_for_twelve_hours(server: Running) -> None:
    value = cookies(await sign_in(server))["telehealth"]
    kept = await server.app[STORE].sign_in(token_hash(value), 0.0)
    assert kept is not None
    assert kept.clinician == RUIZ
    assert kept.expires - kept.began == 12 * 3600
    assert value.encode() not in repr(kept).encode()
    assert len(kept.page_half) == 32


async def test_whatever_is_wrong_with_a_sign_in_is_answered_alike(server: Running) -> None:
    wrong = [
        await sign_in(server, key=RECOVERY_KEY),
        await sign_in(server, "nobody"),
        await sign_in(server, "new"),
        await sign_in(server, ""),
        await sign_in(server, "Ruiz"),
        await sign_in(server, "ruiz'--"),
    ]
    assert {answer.status for answer in wrong} == {401}
    assert len({await answer.text() for answer in wrong}) == 1
    assert all("Set-Cookie" not in answer.headers for answer in wrong)


@pytest.mark.parametrize("key", ["", "short", "k" * 44, "é" * 43])
async def test_a_key_that_is_none_is_bad_input(server: Running, key: str) -> None:
    assert (await sign_in(server, key=key)).status == 400


async def test_signing_in_ends_the_sign_in_before(server: Running) -> None:
    await sign_in(server, Cookie=f"telehealth={COOKIE}")
    assert (await server.ask("GET", "/api/rooms"))[0] == 401


async def test_every_sign_in_has_a_cookie_of_its_own(server: Running) -> None:
    values = {cookies(await sign_in(server, Cookie="telehealth=" + "f" * 43))["telehealth"] for _ in range(3)}
    assert len(values | {"f" * 43}) == 4


async def test_signing_out_ends_the_sign_in_and_its_sockets(server: Running) -> None:
    desk = await server.desk()
    async with server.session.post(f"{server.url}/api/sign-out", json={}, headers=server.as_()) as answer:
        assert answer.status == 204
        assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert await desk.closed() == 4401
    assert (await server.ask("GET", "/api/rooms"))[0] == 401


async def test_a_clinician_sees_their_signed_in_browsers_and_ends_one(server: Running) -> None:
    other = cookies(await sign_in(server))["telehealth"]
    _, listed = await server.ask("GET", "/api/sign-ins")
    assert [one["current"] for one in listed["sign_ins"]].count(True) == 1
    desk = await server.socket(cookie=other)
    ended = next(one["id"] for one in listed["sign_ins"] if not one["current"])
    assert (await server.ask("DELETE", f"/api/sign-ins/{ended}"))[0] == 204
    assert await desk.closed() == 4401
    assert (await server.ask("GET", "/api/rooms", cookie=other))[0] == 401
    assert (await server.ask("DELETE", f"/api/sign-ins/{ended}"))[0] == 404


async def test_nobody_ends_somebody_elses_sign_in(server: Running) -> None:
    _, listed = await server.ask("GET", "/api/sign-ins", cookie=OTHER_COOKIE)
    theirs = listed["sign_ins"][0]["id"]
    assert (await server.ask("DELETE", f"/api/sign-ins/{theirs}"))[0] == 404
    assert (await server.ask("GET", "/api/rooms", cookie=OTHER_COOKIE))[0] == 200
