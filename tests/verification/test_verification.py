"""A server compared with its release: a true one, and every way of being another."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web

from telehealth.demo import write_certificate
from telehealth.release import release
from telehealth.verification import answers, verification
from telehealth.verification.questions import ASKERS
from telehealth.verification.verification import CAVEAT, DIFFERENT, NOT_COMPARED, SAME, Report, Verification
from telehealth.web.assets import Folders
from telehealth.web.manifest import Manifest
from tests.verification.altering import Alter, altered, nothing, rewritten, site

BYTES = "its bytes are not those of this release"
INJECTED = b"<script>alert(1)</script>"


@pytest.fixture
def files(tmp_path: Path) -> Folders:
    return site(tmp_path)


async def report(
    root: Path, files: Folders, alter: Alter, version: str = "", tls: ssl.SSLContext | None = None
) -> Report:
    async with altered(root, alter, files, tls) as url:
        return await Verification(url, Manifest.of(files, version or release())).run()


def changing(path: str, change: Callable[[bytes], bytes], agent: str = "") -> Alter:
    """Changes the bytes of what lies under such a path, for askers of this name alone."""

    async def alter(request: web.Request, response: web.Response) -> None:
        if re.fullmatch(path, request.path) and agent in request.headers["User-Agent"]:
            rewritten(response, change)

    return alter


async def test_a_server_that_sends_its_release_is_the_same(tmp_path: Path, files: Folders) -> None:
    found = await report(tmp_path, files, nothing)
    assert found.status == SAME
    (verdict,) = found.lines
    assert verdict.startswith("The same: 8 pages and 5 files, asked for in 4 ways, are those of release ")
    assert verdict.endswith(CAVEAT)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"/static/.*/js/views/room\.js", "static/js/views/room.js"),
        (r"/static/.*/js/frame_worker\.js", "static/js/frame_worker.js"),
        (r"/static/.*/css/base\.css", "static/css/base.css"),
        (r"/static/.*/img/lamp\.svg", "static/img/lamp.svg"),
        (r"/join/[\w-]{22}", "/join/…"),
        (r"/room/[\w-]{22}", "/room/…"),
        (r"/[\w-]{22}", "/…"),
    ],
)
async def test_one_altered_byte_is_found_wherever_it_is(
    tmp_path: Path, files: Folders, path: str, name: str
) -> None:
    found = await report(tmp_path, files, changing(path, lambda body: body[:-1] + b" "))
    assert found.status == DIFFERENT
    fault, verdict = found.lines
    assert fault.startswith(f"{name}: {BYTES}. Do not use this server until")
    assert verdict.startswith("Different: ")
    assert verdict.endswith(CAVEAT)


async def test_a_script_put_into_every_page_is_one_line(tmp_path: Path, files: Folders) -> None:
    found = await report(tmp_path, files, changing("(?!/static).*", lambda body: body + INJECTED))
    assert found.status == DIFFERENT
    assert len(found.lines) == 2
    assert found.lines[0].startswith(f"/ and 7 more: {BYTES}. ")


async def test_bytes_for_one_browser_alone_are_found_and_it_is_named(tmp_path: Path, files: Folders) -> None:
    iphones = changing("/join/.*", lambda body: body + INJECTED, agent="iPhone")
    found = await report(tmp_path, files, iphones)
    assert found.status == DIFFERENT
    assert found.lines[0].startswith(f"/join/…: {BYTES} (as sent to Safari on an iPhone). ")


async def test_a_script_that_is_another_one_for_workers_is_found(tmp_path: Path, files: Folders) -> None:
    async def for_workers(request: web.Request, response: web.Response) -> None:
        if request.path.endswith("room.js") and request.headers["Sec-Fetch-Dest"] == "worker":
            rewritten(response, lambda body: body + b"leak();\n")

    found = await report(tmp_path, files, for_workers)
    assert found.status == DIFFERENT
    assert f"static/js/views/room.js: {BYTES} (as sent to Firefox" in found.lines[0]


async def test_a_page_that_is_another_one_uncompressed_is_found(tmp_path: Path, files: Folders) -> None:
    async def plainly(request: web.Request, response: web.Response) -> None:
        if "gzip" not in request.headers["Accept-Encoding"]:
            rewritten(response, lambda body: body + INJECTED)

    found = await report(tmp_path, files, plainly)
    assert found.status == DIFFERENT
    assert "uncompressed" in found.lines[0]


async def test_a_missing_header_and_a_cookie_are_found(tmp_path: Path, files: Folders) -> None:
    async def looser(request: web.Request, response: web.Response) -> None:
        if request.path == "/sign-in":
            del response.headers["Content-Security-Policy"]
            response.set_cookie("mark", "1")

    found = await report(tmp_path, files, looser)
    assert found.status == DIFFERENT
    assert found.lines[0].startswith("/sign-in: Content-Security-Policy is missing. ")
    assert found.lines[1].startswith("/sign-in: it carries Set-Cookie, which marks whoever asks. ")


async def test_a_redirect_is_found_and_not_followed(tmp_path: Path, files: Folders) -> None:
    async def elsewhere(_request: web.Request, _response: web.Response) -> web.Response:
        return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})

    found = await report(tmp_path, files, elsewhere)
    assert found.status == DIFFERENT
    assert len(found.lines) == 2
    assert "the browser is sent on to https://elsewhere.example/" in found.lines[0]


async def test_a_page_without_an_end_is_found(tmp_path: Path, files: Folders) -> None:
    async def endless(request: web.Request, response: web.Response) -> web.StreamResponse | None:
        if request.path != "/enrol":
            return None
        stream = web.StreamResponse(headers={"Content-Type": response.headers["Content-Type"]})
        await stream.prepare(request)
        while True:
            await stream.write(b"x" * 8192)

    found = await report(tmp_path, files, endless)
    assert found.status == DIFFERENT
    assert found.lines[0].startswith(f"/enrol: {BYTES}")


async def test_another_version_is_not_compared_and_named(tmp_path: Path, files: Folders) -> None:
    found = await report(tmp_path, files, nothing, version="999.1")
    assert found.status == NOT_COMPARED
    (verdict,) = found.lines
    assert f"runs release {release()}, this is 999.1. Install {release()} to verify it." in verdict


async def test_another_make_of_the_same_version_is_a_difference(tmp_path: Path, files: Folders) -> None:
    async with altered(tmp_path, nothing, files) as url:
        (files.static / "js" / "join.js").write_text("leak();\n")
        found = await Verification(url, Manifest.of(files, release())).run()
    assert found.status == DIFFERENT
    assert "calls itself" in found.lines[0]
    assert "made of other files" in found.lines[0]
    assert any("its status is 404 instead of 200" in line for line in found.lines)


async def test_a_page_that_claims_another_version_beside_true_ones_is_a_difference(
    tmp_path: Path, files: Folders
) -> None:
    def older(body: bytes) -> bytes:
        return body.replace(f'content="{release()}"'.encode(), b'content="0.0.1"')

    found = await report(tmp_path, files, changing("/join/.*", older))
    assert found.status == DIFFERENT
    assert found.lines[0].startswith(f"/join/…: {BYTES}")


async def test_answers_without_an_end_of_differences_are_cut_off(tmp_path: Path, files: Folders) -> None:
    count = 0

    async def chatty(_request: web.Request, response: web.Response) -> None:
        nonlocal count
        for name in ("Referrer-Policy", "Permissions-Policy"):
            count += 1
            response.headers[name] = f"nonsense {count}"

    found = await report(tmp_path, files, chatty)
    assert found.status == DIFFERENT
    assert len(found.lines) == verification.MOST_LINES + 2
    assert re.fullmatch(r"… and \d+ more differences\.", found.lines[-2])


async def test_a_server_that_is_not_there_is_not_compared(files: Folders) -> None:
    found = await Verification("http://127.0.0.1:9", Manifest.of(files, release())).run()
    assert found.status == NOT_COMPARED
    assert "ask again" in found.lines[0]
    assert found.lines[-1].startswith("Not compared: ")


async def test_a_server_that_is_overloaded_is_not_compared(tmp_path: Path, files: Folders) -> None:
    async def overloaded(_request: web.Request, _response: web.Response) -> web.Response:
        return web.Response(status=503)

    found = await report(tmp_path, files, overloaded)
    assert found.status == NOT_COMPARED
    assert "the answer was 503" in found.lines[0]


async def test_what_differs_counts_more_than_what_did_not_answer(tmp_path: Path, files: Folders) -> None:
    async def both(request: web.Request, response: web.Response) -> web.Response | None:
        if request.path == "/kept":
            return web.Response(status=502)
        if request.path == "/enrol":
            rewritten(response, lambda body: body + INJECTED)
        return None

    found = await report(tmp_path, files, both)
    assert found.status == DIFFERENT
    assert any(line.startswith("/kept and ") and "502" in line for line in found.lines)


@pytest.mark.parametrize("seconds", ["ANSWER_SECONDS", "WHOLE_SECONDS"])
async def test_a_server_that_lets_people_wait_is_waited_for_only_so_long(
    tmp_path: Path, files: Folders, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setattr(answers if seconds == "ANSWER_SECONDS" else verification, seconds, 0.3)

    async def slow(_request: web.Request, _response: web.Response) -> None:
        await asyncio.sleep(2)

    found = await report(tmp_path, files, slow)
    assert found.status == NOT_COMPARED
    assert "within" in found.lines[0]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """One that a browser would only know if it were told of it, and a server's context with it."""
    folder = tmp_path / "certificate"
    folder.mkdir()
    public, key = write_certificate(folder, "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, key)
    return public, context


async def test_a_certificate_that_proves_nothing_is_a_difference(
    tmp_path: Path, files: Folders, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    found = await report(tmp_path, files, nothing, tls=certificate[1])
    assert found.status == DIFFERENT
    assert "its certificate is not valid: self-signed certificate. Do not use" in found.lines[0]
    assert len(found.lines) == 2


@pytest.mark.parametrize("kept", [True, False])
async def test_over_https_a_browser_is_to_ask_for_https_again(
    tmp_path: Path,
    files: Folders,
    certificate: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
    kept: bool,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    async def dropping(_request: web.Request, response: web.Response) -> None:
        if not kept:
            del response.headers["Strict-Transport-Security"]

    found = await report(tmp_path, files, dropping, tls=certificate[1])
    assert found.status == (SAME if kept else DIFFERENT)
    assert ("Strict-Transport-Security is missing" in found.lines[0]) is not kept


async def test_every_asker_asks_for_everything_and_connects_anew(tmp_path: Path, files: Folders) -> None:
    asked: dict[str, set[str]] = {asker.user_agent: set() for asker in ASKERS}
    connections: dict[object, set[str]] = {}

    async def counting(request: web.Request, _response: web.Response) -> None:
        agent = request.headers["User-Agent"]
        asked[agent].add(f"{request.method} {re.sub('[A-Za-z0-9_-]{22}', '…', request.path)}")
        connections.setdefault(request.transport, set()).add(agent)

    assert (await report(tmp_path, files, counting)).status == SAME
    assert {len(paths) for paths in asked.values()} == {13}
    assert {len(agents) for agents in connections.values()} == {1}
