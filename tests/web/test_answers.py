"""Constants, JSON and refusals as responses."""

from __future__ import annotations

import pytest

from telehealth.web import answers
from tests.web.running import Running


async def test_a_browser_that_takes_no_gzip_gets_the_bytes_themselves(server: Running) -> None:
    headers = {"Accept-Encoding": "identity"}
    async with server.session.get(server.url + "/sign-in", headers=headers) as answer:
        assert "Content-Encoding" not in answer.headers
        assert "sign_in.html" in await answer.text()


def test_json_is_encoded_once() -> None:
    assert answers.json({"ok": True}).body == b'{"ok":true}'
    assert answers.json(b'{"ok":true}').body == b'{"ok":true}'
    assert answers.json({}, 403).status == 403


@pytest.mark.parametrize("path", ["/api/rooms", "/ws", "/healthz/x", "/static/x"])
async def test_programs_get_a_code_and_a_text(server: Running, path: str) -> None:
    async with server.session.get(server.url + path) as answer:
        assert answer.status >= 400
        assert set((await answer.json())["error"]) == {"code", "text"}


async def test_people_get_a_page(server: Running) -> None:
    async with server.session.post(server.url + "/sign-in") as answer:
        assert answer.status == 405
        assert "error.html" in await answer.text()
