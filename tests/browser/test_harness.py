"""The harness proves itself on a page of its own, before it is trusted with ours."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.browser.chromium import Setting
from tests.browser.media import MAYA, RUIZ, luma_and_chroma
from tests.browser.people import People
from tests.browser.watching import sees_and_hears, sees_face

PAGE = """<!doctype html><html lang="en"><title>A page</title>
<h1>Check in</h1>
<label>Your name <input name="name"></label>
<label><input type="checkbox"> I agree that this is a test</label>
<label>Camera <select><option>front</option><option>back</option></select></label>
<fieldset><legend>How</legend><label><input type="radio"> By voice</label></fieldset>
<button disabled>Later</button>
<article aria-label="Ben"><button>Admit</button></article>
<article aria-label="Maya"><button>Admit</button></article>
<button id="start">Use camera and microphone</button>
<p role="status"></p>
<div data-participant="someone"><video autoplay playsinline></video></div>
<script>
    const status = document.querySelector('p');
    const say = () => { status.textContent = `Waiting for ${document.querySelector('input').value}`; };
    document.querySelector('input').addEventListener('input', say);
    const list = document.querySelector('select');
    list.addEventListener('change', () => { status.textContent = list.value; });
    for (const article of document.querySelectorAll('article')) {
        article.querySelector('button').addEventListener('click', () => { article.remove(); });
    }
    document.querySelector('#start').addEventListener('click', async () => {
        const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
        document.querySelector('video').srcObject = stream;
    });
    document.addEventListener('keydown', ({key}) => { document.title = key; });
</script></html>"""


@pytest.fixture
async def page() -> AsyncIterator[str]:
    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    application = web.Application()
    application.router.add_get("/{any:.*}", serve)
    async with TestServer(application, host="localhost") as server:
        yield str(server.make_url("/"))


def test_colours_are_translated_as_the_standard_says() -> None:
    assert luma_and_chroma((255, 255, 255)) == (235, 128, 128)
    assert luma_and_chroma((0, 0, 0)) == (16, 128, 128)
    assert luma_and_chroma((255, 0, 0)) == (81, 90, 240)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_person_finds_things_by_role_and_name_and_has_a_face_and_a_voice(
    browser: str, page: str, people: People, tmp_path: Path
) -> None:
    maya = await people.by(browser, MAYA)
    await maya.open(page)
    assert await maya.sees("heading", "Check in") == "Check in"
    await maya.fill("Your name", "Maya Ruiz")
    await maya.reads("Waiting for Maya Ruiz")
    await maya.fill("Your name", "M")
    await maya.reads(re.compile("Waiting for M$", re.MULTILINE))
    await maya.reads_no("Maya Ruiz")
    await maya.tick(re.compile("^I agree"))
    await maya.tick(re.compile("^I agree"))
    await maya.tick("By voice", role="radio", within=("group", "How"))
    ticked = "() => [...document.querySelectorAll('input')].map(({checked}) => checked)"
    assert await maya.evaluate(ticked) == [False, True, True]
    await maya.choose("Camera", "back")
    assert await maya.sees("status") == "back"
    await maya.press("Admit", within=("article", "Maya"))
    await maya.sees_no("article", "Maya")
    await maya.sees("button", "Admit", within=("article", "Ben"))
    await maya.sees_no("button", "Later", within=("article", "Ben"))
    await maya.screenshot(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    await maya.press("Use camera and microphone")
    assert await sees_and_hears(maya, MAYA) == "someone"


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_person_uses_the_page_by_keys_alone(browser: str, page: str, people: People) -> None:
    maya = await people.by(browser, MAYA)
    await maya.open(page)
    await maya.reach("Your name")
    await maya.write("Ada")
    await maya.reads("Waiting for Ada")
    await maya.key("Shift")
    assert await maya.evaluate("() => document.title") == "Shift"
    await maya.reach(re.compile("^I agree"))
    with pytest.raises(AssertionError, match="cannot be reached"):
        await maya.reach("Later")


async def test_another_device_shares_nothing_and_may_be_asked_where_the_first_was_not(
    page: str, people: People
) -> None:
    maya = await people.in_chromium(MAYA)
    await maya.open(page)
    await maya.evaluate("() => localStorage.setItem('kept', 'here')")
    phone = await maya.device(Setting(asks=True))
    await phone.open(page)
    assert await phone.evaluate("() => localStorage.getItem('kept')") is None
    ask = "() => navigator.mediaDevices.getUserMedia({audio: true, video: true}).catch(({name}) => name)"
    assert await phone.evaluate(ask) == "NotAllowedError"
    await maya.press("Use camera and microphone")
    await sees_face(maya, MAYA)
    await phone.go_dark()
    await maya.sees("heading", "Check in")


async def test_nobody_is_taken_for_somebody_else(page: str, people: People) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await ruiz.open(page)
    await ruiz.press("Use camera and microphone")
    with pytest.raises(AssertionError, match="Dr Ruiz sees Maya"):
        await sees_face(ruiz, MAYA, seconds=2)
