"""Links that are looked at, guessed, used up or over."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from telehealth.core.ids import InvitationId
from telehealth.core.opening import Hello
from telehealth.store.sql_store import SqlStore
from telehealth.web.keys import HUB
from tests.practice import COOKIE, OTHER_ROOM, ROOM, admission, hello, identifier, watch
from tests.web.running import Running, running
from tests.web.sql_practice import TOKEN


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


async def refused(server: Running, message: Hello) -> tuple[dict[str, Any], int]:
    socket = await server.socket()
    await socket.say(message)
    return await socket.hear(), await socket.closed()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_preview_of_a_link_burns_nothing(server: Running, method: str) -> None:
    """Messengers and mail scanners fetch links, and some run for every recipient."""
    link = identifier("maya")
    for path in (f"/join/{link}", f"/join/{link}", "/sign-in", "/enrol", f"/enrol?token={TOKEN}", "/"):
        async with server.session.request(method, server.url + path) as answer:
            assert answer.status == 200
            assert "Set-Cookie" not in answer.headers
    assert len(server.app[HUB]._rooms) == 0
    await server.client("maya")
    assert (await server.ask("POST", "/api/enrolment", {"token": TOKEN}, cookie=""))[0] == 200


async def test_a_one_time_link_is_not_used_by_getting_it(server: Running) -> None:
    for method in ("GET", "HEAD", "PUT", "OPTIONS"):
        async with server.session.request(method, f"{server.url}/api/enrol?token={TOKEN}") as answer:
            assert answer.status == 405


async def test_every_bad_link_answers_alike(server: Running) -> None:
    await server.practice.sql.end_invitation(InvitationId(identifier("ben")), 1.0)
    me = identifier("me")
    answers = [
        await refused(server, Hello(link, proof, me))
        for link, proof in (
            (identifier("maya"), admission("ben")),
            (identifier("ben"), admission("maya")),
            (identifier("early"), admission("maya")),
            (identifier("nobody"), admission("nobody")),
            (identifier("nobody"), "A" * 43),
        )
    ]
    assert {code for _, code in answers} == {4404}
    assert len({str(error) for error, _ in answers}) == 1


async def test_with_its_proof_a_link_tells_the_truth(server: Running) -> None:
    await server.practice.sql.end_invitation(InvitationId(identifier("ben")), 1.0)
    await server.practice.link("later", appointment=4e9)
    over, over_code = await refused(server, hello("ben"))
    early, early_code = await refused(server, hello("later"))
    assert (over["code"], over_code) == ("invitation_over", 4410)
    assert (early["code"], early_code) == ("invitation_early", 4410)
    assert "2096-10-02" in early["text"]


async def test_ids_of_somebody_elses_room_lead_nowhere(server: Running) -> None:
    invented = watch(room=type(ROOM)(identifier("invented")))
    answers = []
    for message in (watch(room=OTHER_ROOM), invented):
        socket = await server.socket(cookie=COOKIE)
        await socket.say(message)
        error = await socket.hear()
        answers.append((error["code"], error["text"], await socket.closed()))
    assert answers[0] == answers[1]
    assert answers[0][2] == 4404


async def test_people_of_another_room_cannot_be_reached(server: Running) -> None:
    await server.practice.link("zoe", OTHER_ROOM)
    zoe = await server.socket()
    await zoe.say(hello("zoe"))
    await zoe.hear("welcome")
    desk, maya = await server.call()
    for sender in (desk, maya):
        for to in (identifier("zoe"), identifier("nobody")):
            await sender.opened.send_json({"type": "sealed", "room": ROOM, "to": to, "body": "x"})
            assert (await sender.hear("error"))["code"] == "participant_unknown"
        await sender.opened.send_json(
            {"type": "sealed", "room": OTHER_ROOM, "to": identifier("zoe"), "body": "x"}
        )
        assert (await sender.hear("error"))["code"] == "unknown"
    await zoe.opened.send_json({"type": "ping"})
    assert await zoe.hear() == {"type": "pong"}


async def test_a_clients_seat_opens_no_clinicians_place(server: Running) -> None:
    socket = await server.socket()
    await socket.say(hello("maya"))
    await socket.hear("welcome")
    for act in ("end", "take_over"):
        await socket.opened.send_json({"type": act, "room": ROOM})
        assert (await socket.hear("error"))["code"] == "not_allowed"


async def test_nobody_takes_a_place_by_calling_themselves_like_somebody_else(server: Running) -> None:
    desk, _maya = await server.call()
    thief, code = await refused(server, Hello(identifier("ben"), admission("ben"), identifier("maya")))
    assert (thief["code"], code) == ("not_allowed", 4403)
    thief, code = await refused(server, Hello(identifier("ben"), admission("ben"), identifier("desk")))
    assert (thief["code"], code) == ("not_allowed", 4403)
    await desk.opened.send_json({"type": "ping"})
    await desk.hear("pong")


async def test_the_same_work_is_done_for_links_that_are_there_and_links_that_are_not(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times are measured by benchmarks/refusals.py; here, what takes them: questions to the database."""
    work: list[str] = []
    for name in ("invitation", "room", "clinician", "seat", "sign_in"):
        asked = getattr(SqlStore, name)

        async def counted(*arguments: object, name: str = name, asked: Any = asked) -> object:  # noqa: ANN401
            work.append(name)
            return await asked(*arguments)

        monkeypatch.setattr(SqlStore, name, counted)
    done = []
    for link in (identifier("maya"), identifier("early"), identifier("nobody")):
        work.clear()
        await refused(server, Hello(link, "A" * 43, identifier("me")))
        done.append(list(work))
    assert done == [["invitation"]] * 3


async def test_ten_thousand_guessed_links_open_nothing_and_none_is_told_from_another(tmp_path: Path) -> None:
    """As fast as the server answers them: what protects a link is its 128 bits, and not the pace."""
    random = secrets.SystemRandom(0)
    async with running(
        tmp_path, limits__attempts_per_minute=100_000, limits__connections_per_address=20_000
    ) as server:
        answers: set[str] = set()
        for _ in range(100):
            sockets = [await server.socket() for _ in range(100)]
            for number, socket in enumerate(sockets):
                link = identifier("maya") if number % 2 else secrets.token_urlsafe(16)
                proof = secrets.token_urlsafe(32) if number % 3 else admission(f"guess {random.random()}")
                await socket.say(Hello(link, proof, secrets.token_urlsafe(16)))
            for socket in sockets:
                answers.add(str(await socket.hear()))
                assert await socket.closed() == 4404
            server.sockets.clear()
        assert len(answers) == 1
        assert len(server.app[HUB]._rooms) == 0
        await server.client("maya")
