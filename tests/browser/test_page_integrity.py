"""A page runs the code that it names, and no other."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from telehealth.web import keys, pages
from telehealth.web.assets import Assets, Constant, Folders
from tests.browser.chromium import ChromiumPerson
from tests.browser.media import MAYA
from tests.browser.people import People
from tests.web.running import Running, running

BROWSERS = ("chromium", "firefox")
LOADED = "() => performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
ALTERED = "() => String(globalThis.altered)"
DRAWN = "() => document.querySelector('h1')?.innerText"
SETTLES = 4.0
"""Seconds after which Chromium has said what was preloaded and not used."""


def link(server: Running) -> str:
    """One that is cut short: the page says so, and asks the server nothing."""
    return f"{server.url}/join/{'A' * 22}#1."


def alter(assets: Assets, name: str) -> None:
    """Serve other bytes under the name, as a server can whose pages are those of the release."""
    more = b"\nglobalThis.altered = true;\n"
    assert isinstance(assets._files, dict)
    assets._files[name] = Constant.of(assets.named(name).body + more, ".js")


@pytest.mark.parametrize("browser", BROWSERS)
async def test_a_page_loads_what_it_names_once_and_nothing_else(
    people: People, tmp_path: Path, browser: str
) -> None:
    async with running(tmp_path, files=Folders.find()) as server:
        maya = await people.by(browser, MAYA)
        warnings: list[str] = []
        if isinstance(maya, ChromiumPerson):
            maya.page.on("console", lambda message: warnings.append(message.text))
        await maya.open(link(server))
        await maya.sees("heading", "This link is not complete")
        await asyncio.sleep(SETTLES)
        page = server.app[keys.PAGES][pages.JOIN].body.decode()
        # The icon has no hash, and one browser counts it among what the page loads.
        named = re.findall(r'(?:src|href)="(/static/[^"]+)" integrity="sha384-', page)
        loaded = [path for path in await maya.evaluate(LOADED) if path.startswith("/static/")]
        assert sorted(path for path in loaded if not path.endswith("/img/lamp.svg")) == sorted(named)
        assert [text for text in warnings if "preload" in text or "integrity" in text] == []


@pytest.mark.parametrize("browser", BROWSERS)
async def test_other_bytes_than_those_that_the_page_names_do_not_run(
    people: People, tmp_path: Path, browser: str
) -> None:
    maya = await people.by(browser, MAYA)
    # The entry script, what it imports itself, and what only something imported imports.
    for name in ("js/join.js", "js/screens.js", "js/base64url.js"):
        # Each time a server of its own, for browsers keep for ever what they have loaded.
        async with running(tmp_path, files=Folders.find()) as server:
            alter(server.app[keys.ASSETS], name)
            await maya.open(link(server))
            await asyncio.sleep(1)
            assert await maya.evaluate(ALTERED) == "undefined"
            assert await maya.evaluate(DRAWN) == "One moment"
            assert [text for text in maya.complaints if "integrity" in text and f"/{name}" in text] != []
            maya.complaints.clear()
