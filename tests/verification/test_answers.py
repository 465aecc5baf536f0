"""Answers are read within bounds."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDict

from telehealth.verification import answers
from telehealth.verification.answers import ROOM, Answer, Unanswered, ask, asking, shown
from telehealth.verification.questions import ASKERS, Question
from telehealth.web.manifest import Entry

BODY = b"<!doctype html>\n" * 100
QUESTION = Question(
    name="/",
    path="/",
    destination="document",
    entry=Entry(hashlib.sha256(BODY).hexdigest(), len(BODY), "text/html"),
    headers={},
)
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def answer_of(handler: Handler) -> Answer:
    app = web.Application()
    app.router.add_get("/", handler)
    async with TestServer(app) as server, asking(str(server.make_url("/"))) as session:
        return await ask(session, QUESTION, ASKERS[0])


def sending(body: bytes, **headers: str) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(
            body=body, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    return handler


async def test_a_plain_answer_is_read_as_it_is() -> None:
    answer = await answer_of(sending(BODY, X_One="1"))
    assert (answer.status, answer.body, answer.headers["X-One"]) == (200, BODY, "1")


async def test_a_compressed_answer_is_unpacked() -> None:
    assert (await answer_of(sending(gzip.compress(BODY, mtime=0), Content_Encoding="gzip"))).body == BODY


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(BODY, mtime=0)[:-4], "gzip"),
        (gzip.compress(BODY, mtime=0) + b"more", "gzip"),
        (b"no gzip", "gzip"),
        (BODY, "br"),
        (BODY, "gzip, gzip"),
    ],
)
async def test_what_cannot_be_unpacked_is_not_taken_for_the_page(body: bytes, encoding: str) -> None:
    assert (await answer_of(sending(body, Content_Encoding=encoding))).body is None


async def test_what_says_that_it_was_packed_twice_is_not_taken_for_the_page() -> None:
    async def twice(_request: web.Request) -> web.Response:
        headers = [("Content-Encoding", "gzip"), ("Content-Encoding", "br")]
        return web.Response(body=gzip.compress(BODY, mtime=0), headers=CIMultiDict(headers))

    assert (await answer_of(twice)).body is None


async def test_a_small_answer_that_unpacks_to_much_is_cut_off() -> None:
    bomb = gzip.compress(bytes(200_000_000))
    answer = await answer_of(sending(bomb, Content_Encoding="gzip"))
    assert answer.body is not None
    assert len(BODY) < len(answer.body) <= len(BODY) + ROOM + 1


async def test_an_answer_without_an_end_is_cut_off() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 8192)
            sent += 8192

    answer = await answer_of(endless)
    assert answer.body is not None
    assert len(BODY) < len(answer.body) <= len(BODY) + ROOM + 1
    assert sent < 50_000_000


async def test_a_redirect_is_not_followed() -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        raise web.HTTPFound("http://127.0.0.1:9/")

    answer = await answer_of(elsewhere)
    assert (answer.status, answer.headers["Location"]) == (302, "http://127.0.0.1:9/")


async def test_no_cookie_comes_back() -> None:
    seen: list[str] = []

    async def marking(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Cookie", ""))
        return web.Response(headers={"Set-Cookie": "mark=1"})

    app = web.Application()
    app.router.add_get("/", marking)
    async with TestServer(app) as server, asking(str(server.make_url("/"))) as session:
        for _ in range(2):
            await ask(session, QUESTION, ASKERS[0])
    assert seen == ["", ""]


async def test_an_answer_that_does_not_come_is_waited_for_only_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "ANSWER_SECONDS", 0.2)

    async def slow(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    with pytest.raises(Unanswered, match="no whole answer within"):
        await answer_of(slow)


@asynccontextmanager
async def _saying(words: bytes) -> AsyncIterator[str]:
    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "no HTTP", "broken off", "endless header"],
)
async def test_what_breaks_off_or_is_no_http_is_no_answer(words: bytes) -> None:
    async with _saying(words) as url, asking(url) as session:
        with pytest.raises(Unanswered):
            await ask(session, QUESTION, ASKERS[0])


async def test_nobody_there_is_no_answer() -> None:
    async with asking("http://127.0.0.1:9") as session:
        with pytest.raises(Unanswered, match=r"127\.0\.0\.1:9"):
            await ask(session, QUESTION, ASKERS[0])


def test_a_servers_words_cannot_steer_a_terminal() -> None:
    assert shown("plain, https://example.org/") == "plain, https://example.org/"
    assert shown("\x1b[2J\u202ereversed\n") == "?[2J?reversed?"
    assert shown("x" * 1000) == "x" * 120 + "…"
