"""Links over HTTP: made, replaced, revoked."""

from __future__ import annotations

import hashlib
import time
from typing import Any

import pytest

from telehealth.core.ids import InvitationId
from telehealth.core.opening import Hello, TakeSeat
from telehealth.security.tokens import unpadded_bytes, unpadded_text
from telehealth.store.records import AuditRow
from telehealth.web.keys import STORE
from tests.practice import OTHER_COOKIE, OTHER_ROOM, ROOM, RUIZ, admission, hello, identifier
from tests.web.running import Running


def wanted(name: str = "zoe", **changes: object) -> dict[str, Any]:
    hashed = hashlib.sha256(unpadded_bytes(admission(name))).digest()
    return {
        "id": identifier(name),
        "room": ROOM,
        "case": identifier(f"case-{name}"),
        "admission_hash": unpadded_text(hashed),
        "role": "client",
        "appointment": None,
        "code_word": False,
        "replaces": None,
    } | changes


async def states(server: Running) -> dict[str, str]:
    _, listed = await server.ask("GET", "/api/invitations")
    return {one["id"]: one["state"] for one in listed["invitations"]}


async def test_a_new_link_opens_the_waiting_room(server: Running) -> None:
    assert (await server.ask("POST", "/api/invitations", wanted()))[0] == 204
    await server.client("zoe")
    assert (await states(server))[identifier("zoe")] == "open"


async def test_said_twice_it_is_made_once(server: Running) -> None:
    for _ in range(2):
        assert (await server.ask("POST", "/api/invitations", wanted()))[0] == 204
    assert list(await states(server)).count(identifier("zoe")) == 1
    other = wanted(case=identifier("another"))
    status, answer = await server.ask("POST", "/api/invitations", other)
    assert (status, answer["error"]["code"]) == (409, "conflict")


async def test_a_link_for_one_session_is_early_then_open_then_over(server: Running) -> None:
    now = time.time()
    for name, appointment in (("early-one", now + 7200), ("now", now), ("past", now - 5 * 3600)):
        await server.ask("POST", "/api/invitations", wanted(name, appointment=appointment))
    known = await states(server)
    assert [known[identifier(name)] for name in ("early-one", "now", "past")] == ["early", "open", "over"]


async def test_a_replaced_link_ends_and_sends_away_who_came_by_it(server: Running) -> None:
    maya = await server.client("maya")
    body = wanted(replaces=identifier("maya"))
    assert (await server.ask("POST", "/api/invitations", body))[0] == 204
    assert (await maya.hear("ended"))["how"] == "refused"
    known = await states(server)
    assert (known[identifier("maya")], known[identifier("zoe")]) == ("over", "open")
    again = await server.socket()
    await again.say(hello("maya", "maya-again"))
    assert (await again.hear("error"))["code"] == "invitation_over"


async def test_a_replacement_said_twice_ends_nothing_else(server: Running) -> None:
    body = wanted(replaces=identifier("maya"))
    for _ in range(2):
        assert (await server.ask("POST", "/api/invitations", body))[0] == 204
    assert (await states(server))[identifier("ben")] == "open"


async def test_a_revoked_link_ends_for_somebody_in_session_too(server: Running) -> None:
    _desk, maya = await server.call()
    for _ in range(2):
        assert (await server.ask("DELETE", f"/api/invitations/{identifier('maya')}"))[0] == 204
    assert (await maya.hear("ended"))["how"] == "refused"
    assert await server.practice.ended("maya")


async def code_word(server: Running, name: str) -> bool:
    """Whether a link asks for a code word, as its clinician is told."""
    _, listed = await server.ask("GET", "/api/invitations")
    kept = {one["id"]: one["code_word"] for one in listed["invitations"]}
    return kept[identifier(name)] is True


async def welcome(server: Running, message: Hello | TakeSeat) -> dict[str, Any]:
    page = await server.socket()
    await page.say(message)
    return await page.hear("welcome")


async def test_a_link_says_whether_it_asks_for_a_code_word(server: Running) -> None:
    for name, asked in (("zoe", True), ("tom", False)):
        assert (await server.ask("POST", "/api/invitations", wanted(name, code_word=asked)))[0] == 204
        assert await code_word(server, name) is asked
        assert (await welcome(server, hello(name)))["code_word"] is asked
    body = wanted("kim")
    del body["code_word"]
    await server.ask("POST", "/api/invitations", body)
    assert await code_word(server, "kim") is False


async def test_a_code_word_is_asked_for_from_when_that_is_said_by_who_comes_back_too(server: Running) -> None:
    seat = (await welcome(server, hello("maya")))["seat"]
    path = f"/api/invitations/{identifier('maya')}"
    for asked in (True, True, False):
        assert (await server.ask("PUT", path, {"code_word": asked}))[0] == 204
        assert await code_word(server, "maya") is asked
        again = await welcome(server, TakeSeat(seat))
        assert again["code_word"] is asked
        seat = again["seat"]
    rows = [entry.row async for entry in server.app[STORE].audit()]
    assert [row.event for row in rows[-2:]] == ["code_word_set", "code_word_removed"]
    assert {row.staff for row in rows[-2:]} == {RUIZ}


async def test_links_and_rooms_of_others_are_answered_like_none(server: Running) -> None:
    await server.practice.link("theirs", OTHER_ROOM)
    answers = [
        await server.ask("POST", "/api/invitations", wanted(room=OTHER_ROOM)),
        await server.ask("POST", "/api/invitations", wanted(room=identifier("none"))),
        await server.ask("POST", "/api/invitations", wanted(replaces=identifier("theirs"))),
        await server.ask("POST", "/api/invitations", wanted("theirs")),
        await server.ask("DELETE", f"/api/invitations/{identifier('theirs')}"),
        await server.ask("DELETE", f"/api/invitations/{identifier('none')}"),
        await server.ask("DELETE", "/api/invitations/x"),
        await server.ask("PUT", f"/api/invitations/{identifier('theirs')}", {"code_word": True}),
        await server.ask("PUT", f"/api/invitations/{identifier('none')}", {"code_word": True}),
    ]
    assert [status for status, _ in answers] == [404] * 9
    assert len({str(answer) for _, answer in answers}) == 1
    assert not await server.practice.ended("theirs")
    assert identifier("theirs") not in await states(server)


async def test_an_account_that_closes_makes_no_new_links_and_its_links_work(server: Running) -> None:
    row = AuditRow(time=0.0, event="test", staff=RUIZ)
    await server.app[STORE].close_clinician(RUIZ, time.time() + 3600, row)
    status, answer = await server.ask("POST", "/api/invitations", wanted())
    assert (status, answer["error"]["code"]) == (403, "account_closing")
    await server.client("maya")
    assert (await server.ask("DELETE", f"/api/invitations/{identifier('maya')}"))[0] == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "short"}, {"admission_hash": "A" * 42 + "B"}, {"role": "clinician"}, {"appointment": -1},
        {"appointment": 1e300}, {"appointment": "soon"}, {"label": "Maya"}, {"case": None},
        {"code_word": "river"}, {"code_word": None},
    ],
    ids=str,
)  # fmt: skip
async def test_a_link_that_is_none_is_bad_input(server: Running, changes: dict[str, Any]) -> None:
    assert (await server.ask("POST", "/api/invitations", wanted("zoe", **changes)))[0] == 400
    assert await server.app[STORE].invitation(InvitationId(identifier("zoe"))) is None


@pytest.mark.parametrize(
    "body", [{}, {"code_word": "river"}, {"code_word": 1}, {"code_word": True, "word": "river"}], ids=str
)
async def test_whether_a_code_word_is_asked_for_is_all_that_is_changed_of_a_link(
    server: Running, body: dict[str, Any]
) -> None:
    assert (await server.ask("PUT", f"/api/invitations/{identifier('maya')}", body))[0] == 400
    assert await code_word(server, "maya") is False


async def test_links_need_a_sign_in_and_our_own_page(server: Running) -> None:
    assert (await server.ask("GET", "/api/invitations", cookie=""))[0] == 401
    assert (await server.ask("POST", "/api/invitations", wanted(), cookie=""))[0] == 401
    path = f"/api/invitations/{identifier('maya')}"
    assert (await server.ask("DELETE", path, cookie=""))[0] == 401
    assert (await server.ask("PUT", path, {"code_word": True}, cookie=""))[0] == 401
    assert (await server.ask("PUT", path, {"code_word": True}, Sec_Fetch_Site="cross-site"))[0] == 403
    assert (await server.ask("DELETE", path, cookie=OTHER_COOKIE, Sec_Fetch_Site="cross-site"))[0] == 403
    assert not await server.practice.ended("maya")
