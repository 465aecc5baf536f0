"""What happens to every request."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
import structlog
from aiohttp import web

from telehealth.security.headers import security_headers
from telehealth.store.sql_store import SqlStore
from telehealth.web import answers
from tests.web.running import Running, running


def check_headers(answer: aiohttp.ClientResponse) -> None:
    headers = answer.headers
    for name, value in security_headers(secure=False).items():
        assert headers[name] == value
    assert headers["Server"] == "telehealth"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/nothing", 404),
        ("POST", "/", 405),
        ("GET", "/api/rooms", 401),
        ("POST", "/api/sign-in", 403),
        ("GET", "/ws", 403),
    ],
)
async def test_every_answer_carries_every_header(
    server: Running, method: str, path: str, status: int
) -> None:
    async with server.session.request(method, server.url + path) as answer:
        assert answer.status == status
        check_headers(answer)


async def test_an_upgrade_carries_them_too(server: Running) -> None:
    socket = await server.socket()
    check_headers(socket.opened._response)
    await socket.opened.close()


async def test_an_expectation_that_cannot_be_met_carries_them_too(server: Running) -> None:
    async with server.session.get(server.url + "/", headers={"Expect": "the-unexpected"}) as answer:
        assert answer.status == 417
        check_headers(answer)


async def test_a_host_that_is_not_ours_gets_no_page(server: Running) -> None:
    for host in ("evil.example", f"127.0.0.1:{server.port}", "localhost", ""):
        async with server.session.get(server.url + "/", headers={"Host": host}) as answer:
            assert answer.status == 421
            check_headers(answer)
            assert (await answer.json())["error"]["code"] == "host_unknown"


async def test_a_failure_of_ours_is_an_alarm_for_the_log_and_a_page_for_the_person(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(SqlStore, "sign_in", broken)
    with structlog.testing.capture_logs() as lines:
        async with server.session.get(
            server.url + "/api/rooms", headers={"Cookie": "telehealth=x"}
        ) as answer:
            assert answer.status == 500
            check_headers(answer)
            text = await answer.text()
    assert "secret" not in text
    assert "Traceback" not in text
    assert [line["event"] for line in lines] == ["a request failed"]


async def test_a_broken_page_shows_the_page_for_errors(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = answers.constant
    failed: list[bool] = []

    def broken(request: web.Request, *args: object, **kwargs: object) -> web.Response:
        if not failed:
            failed.append(True)
            raise ZeroDivisionError
        return original(request, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(answers, "constant", broken)
    async with server.session.get(server.url + "/sign-in") as answer:
        assert answer.status == 500
        assert "error.html" in await answer.text()


async def test_browsers_are_told_to_remember_https_when_it_is_https(tmp_path: Path) -> None:
    async with running(
        tmp_path,
        server__public_url="https://sessions.example.org",
        server__trusted_proxies=("127.0.0.1",),
    ) as server:
        for host, status in (("sessions.example.org", 200), ("evil.example", 421)):
            headers = {"Host": host}
            async with server.session.get(f"http://127.0.0.1:{server.port}/", headers=headers) as answer:
                assert answer.status == status
                assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
