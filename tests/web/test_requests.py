"""What handlers read from a request."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from telehealth.errors import BadInput, ForeignOrigin, NotAllowed, PreconditionNeeded
from telehealth.security.cookies import known_browser_cookie, sign_in_cookie
from telehealth.security.origin import Site
from telehealth.security.tokens import token_hash
from telehealth.web import requests
from telehealth.web.keys import BROWSER_COOKIE, COOKIE, SITE
from tests.web.running import Running

OURS = {
    "Origin": "http://localhost:8080",
    "Sec-Fetch-Site": "same-origin",
    "X-Telehealth": "1",
    "Content-Type": "application/json",
}


def request(headers: dict[str, str]) -> web.Request:
    app = web.Application()
    app[SITE] = Site.at("http://localhost:8080")
    app[COOKIE] = sign_in_cookie(secure=False)
    app[BROWSER_COOKIE] = known_browser_cookie(secure=False)
    return make_mocked_request("POST", "/api/sign-in", headers=headers, app=app)


@pytest.mark.parametrize("more", [{}, {"Content-Type": "application/json; x=y"}])
def test_a_script_of_our_own_page_may_change_something(more: dict[str, str]) -> None:
    requests.check_mutation(request(OURS | more))


@pytest.mark.parametrize("origin", ["null", "", "http://evil.example", "http://localhost", None])
def test_nobody_elses_page_may(origin: str | None) -> None:
    headers = {name: value for name, value in OURS.items() if name != "Origin"}
    with pytest.raises(ForeignOrigin):
        requests.check_mutation(request(headers if origin is None else headers | {"Origin": origin}))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_nor_a_request_that_the_browser_says_came_from_elsewhere(site: str) -> None:
    with pytest.raises(NotAllowed):
        requests.check_mutation(request(OURS | {"Sec-Fetch-Site": site}))


def test_nor_one_of_which_the_browser_does_not_say_where_it_came_from() -> None:
    silent = {name: value for name, value in OURS.items() if name != "Sec-Fetch-Site"}
    with pytest.raises(NotAllowed):
        requests.check_mutation(request(silent))


@pytest.mark.parametrize("ours", ["", "0", "true"])
def test_nor_one_without_our_header(ours: str) -> None:
    with pytest.raises(NotAllowed):
        requests.check_mutation(request(OURS | {"X-Telehealth": ours}))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_nor_what_a_form_can_send(kind: str) -> None:
    with pytest.raises(BadInput):
        requests.check_mutation(request(OURS | {"Content-Type": kind}))


def test_the_sign_in_is_known_by_the_hash_of_its_cookie() -> None:
    assert requests.sign_in(request({"Cookie": "telehealth=abc; other=x"})) == token_hash("abc")
    assert requests.sign_in(request({"Cookie": "other=x"})) is None
    assert requests.sign_in(request({"Cookie": "telehealth="})) is None
    assert requests.sign_in(request({"Cookie": f"telehealth={'x' * 300}"})) is None


def test_a_known_browser_is_told_by_its_own_cookie() -> None:
    assert requests.known_browser(request({"Cookie": "telehealth-browser=mark; telehealth=abc"})) == "mark"
    assert requests.known_browser(request({"Cookie": "telehealth=abc"})) == ""
    assert requests.known_browser(request({"Cookie": f"telehealth-browser={'x' * 300}"})) == ""


def test_a_version_is_one_strong_tag() -> None:
    assert requests.version(request({"If-Match": '"12"'})) == 12
    for tag in ("12", "*", 'W/"12"', '"1","2"', '"x"', '"012"', ""):
        with pytest.raises(PreconditionNeeded):
            requests.version(request({"If-Match": tag}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"username":1,"key":1}',
        b'{"username":"x"}',
        b'{"username":"x","key":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","more":1}',
        b"\xff",
        b"[" * 10_000,
        b'{"username":"x","key":1e400}',
    ],
)
async def test_a_body_that_is_not_the_expected_json_is_bad_input(server: Running, body: bytes) -> None:
    headers = server.ours | {"Content-Type": "application/json"}
    async with server.session.post(f"{server.url}/api/sign-in", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "bad_input"
