"""The JSON interface."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import aiohttp

from telehealth.errors import SignInLinkOver
from telehealth.security.tokens import token_hash
from telehealth.web.keys import RELAY
from tests.practice import COOKIE, ROOM, RUIZ, TOKEN
from tests.web.running import Running, until


async def sign_in(server: Running, token: str = TOKEN, **headers: str) -> aiohttp.ClientResponse:
    return await server.session.post(
        f"{server.url}/api/sign-in", json={"token": token}, headers=server.ours | headers
    )


def cookie_of(answer: aiohttp.ClientResponse) -> str:
    return SimpleCookie(answer.headers["Set-Cookie"])["telehealth"].value


async def test_a_one_time_link_becomes_a_cookie_that_opens_the_clinicians_rooms(server: Running) -> None:
    answer = await sign_in(server)
    assert answer.status == 204
    assert answer.headers["Set-Cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")
    headers = {"Cookie": f"telehealth={cookie_of(answer)}"}
    async with server.session.get(f"{server.url}/api/rooms", headers=headers) as rooms:
        assert await rooms.json() == {"clinician": {"name": "Dr Ruiz"}, "rooms": [{"id": ROOM}]}


async def test_the_cookie_is_kept_as_a_hash_and_for_twelve_hours(server: Running) -> None:
    value = cookie_of(await sign_in(server))
    kept = server.practice.store._sign_ins[token_hash(value)]
    assert kept.clinician == RUIZ
    assert value.encode() not in repr(kept).encode()
    assert len(value) == 43


async def test_a_one_time_link_works_once(server: Running) -> None:
    assert (await sign_in(server)).status == 204
    again = await sign_in(server)
    assert again.status == 401
    assert await again.json() == {"error": {"code": "sign_in_link_over", "text": SignInLinkOver.text()}}


async def test_of_many_who_use_a_link_at_once_one_gets_in(server: Running) -> None:
    answers = await asyncio.gather(*(sign_in(server) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [204] + [401] * 9


async def test_an_invented_link_answers_like_a_used_one(server: Running) -> None:
    await sign_in(server)
    bodies = [await (await sign_in(server, token)).text() for token in (TOKEN, "invented", "x" * 1000, "")]
    assert len(set(bodies)) == 1


async def test_signing_in_ends_the_sign_in_before(server: Running) -> None:
    await sign_in(server, Cookie=f"telehealth={COOKIE}")
    headers = {"Cookie": f"telehealth={COOKIE}"}
    async with server.session.get(f"{server.url}/api/rooms", headers=headers) as rooms:
        assert rooms.status == 401


async def test_signing_out_ends_the_sign_in_and_its_sockets(server: Running) -> None:
    desk, headers = await server.desk(), {"Cookie": f"telehealth={COOKIE}"}
    async with server.session.post(
        f"{server.url}/api/sign-out", json={}, headers=server.ours | headers
    ) as answer:
        assert answer.status == 204
        assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert await desk.closed() == 4401
    async with server.session.get(f"{server.url}/api/rooms", headers=headers) as rooms:
        assert rooms.status == 401


async def test_rooms_need_a_sign_in(server: Running) -> None:
    for headers in ({}, {"Cookie": "telehealth=invented"}, {"Cookie": f"__Host-telehealth={COOKIE}"}):
        async with server.session.get(f"{server.url}/api/rooms", headers=headers) as answer:
            assert answer.status == 401
            assert (await answer.json())["error"]["code"] == "sign_in_needed"


async def test_the_site_says_what_everybody_may_know(server: Running) -> None:
    async with server.session.get(f"{server.url}/api/site") as answer:
        site = await answer.json()
    assert set(site) == {"name", "version", "crisis_text", "consent", "encryption"}
    assert set(site["consent"]) == {"version", "text"}
    assert site["encryption"] == "none"


async def test_health_says_whether_media_can_be_carried(server: Running) -> None:
    await server.worker.connected.wait()
    async with server.session.get(f"{server.url}/healthz") as answer:
        assert await answer.json() == {"ok": True, "media": True}
    await server.worker.stop()
    await until(lambda: not server.app[RELAY].available)
    async with server.session.get(f"{server.url}/healthz") as answer:
        assert await answer.json() == {"ok": True, "media": False}


async def test_a_plain_request_for_the_websocket_is_bad_input(server: Running) -> None:
    async with server.session.get(f"{server.url}/ws", headers={"Origin": server.url}) as answer:
        assert answer.status == 400
