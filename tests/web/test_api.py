"""The JSON interface."""

from __future__ import annotations

import asyncio

from telehealth.store.records import AuditRow
from telehealth.web.keys import HUB, RELAY, STORE, WRITER
from tests.practice import COOKIE, ROOM, RUIZ
from tests.web.running import Running, until


async def test_a_clinician_is_told_of_their_account_and_rooms(server: Running) -> None:
    assert await server.ask("GET", "/api/rooms") == (
        200,
        {"clinician": {"username": "ruiz", "name": "Dr Ruiz", "closing": None}, "rooms": [{"id": ROOM}]},
    )


async def test_the_audit_head_is_a_number_and_a_hash(server: Running) -> None:
    store = server.app[STORE]
    head = await store.append_audit(AuditRow(time=1.0, event="test", staff=RUIZ))
    status, answer = await server.ask("GET", f"/api/audit-head?number={head.number}")
    assert (status, answer) == (
        200,
        {"head": {"number": head.number, "hash": answer["known"]}, "known": answer["known"]},
    )
    assert len(answer["known"]) == 43
    for number in (0, head.number + 1):
        assert (await server.ask("GET", f"/api/audit-head?number={number}"))[1]["known"] is None
    for text in ("x", "-1", "1" * 30, "٣"):
        assert (await server.ask("GET", f"/api/audit-head?number={text}"))[0] == 400
    assert (await server.ask("GET", "/api/audit-head", cookie=""))[0] == 401


async def test_rooms_need_a_sign_in(server: Running) -> None:
    for headers in ({}, {"Cookie": "telehealth=invented"}, {"Cookie": f"__Host-telehealth={COOKIE}"}):
        async with server.session.get(f"{server.url}/api/rooms", headers=headers) as answer:
            assert answer.status == 401
            assert (await answer.json())["error"]["code"] == "sign_in_needed"


async def test_the_site_says_what_everybody_may_know(server: Running) -> None:
    async with server.session.get(f"{server.url}/api/site") as answer:
        site = await answer.json()
    assert set(site) == {
        "name", "version", "installation", "crisis_text", "crisis_texts", "emergency_line", "check_in",
        "consent", "call_back_after", "opens_before", "closes_after", "encryption",
    }  # fmt: skip
    everything = ["country", "place", "callback", "emergency_contact", "privacy"]
    assert site["check_in"] == {"required": everything, "country": ""}
    assert (site["crisis_texts"], site["emergency_line"]) == ({}, "")
    assert site["installation"] == await server.app[STORE].installation()
    assert (site["opens_before"], site["closes_after"]) == (1800, 14_400)
    assert site["call_back_after"] == 300
    assert set(site["consent"]) == {"version", "text"}
    assert site["encryption"] == "end_to_end"


async def test_health_says_whether_media_can_be_carried(server: Running) -> None:
    await server.worker.connected.wait()
    async with server.session.get(f"{server.url}/healthz") as answer:
        assert await answer.json() == {"ok": True, "media": True}
    await server.worker.stop()
    await until(lambda: not server.app[RELAY].available)
    async with server.session.get(f"{server.url}/healthz") as answer:
        assert await answer.json() == {"ok": True, "media": False}


async def test_another_address_says_whether_new_sessions_may_begin_here(server: Running) -> None:
    well = {"ok": True, "media": True, "keeping": True, "draining": False}
    await server.worker.connected.wait()
    assert await server.ask("GET", "/healthz/new") == (200, well)
    server.app[WRITER].is_behind = True
    assert await server.ask("GET", "/healthz/new") == (503, well | {"ok": False, "keeping": False})
    server.app[WRITER].is_behind = False
    await server.call()
    draining = asyncio.create_task(server.app[HUB].drain(60))
    await until(lambda: server.app[HUB].is_draining)
    assert await server.ask("GET", "/healthz/new") == (503, well | {"ok": False, "draining": True})
    assert await server.ask("GET", "/healthz") == (200, {"ok": True, "media": True})
    draining.cancel()
    await asyncio.gather(draining, return_exceptions=True)
    await server.worker.stop()
    await until(lambda: not server.app[RELAY].available)
    status, answer = await server.ask("GET", "/healthz/new")
    assert (status, answer["media"]) == (503, False)


async def test_a_plain_request_for_the_websocket_is_bad_input(server: Running) -> None:
    async with server.session.get(f"{server.url}/ws", headers={"Origin": server.url}) as answer:
        assert answer.status == 400
