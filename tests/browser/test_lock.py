"""Today locks itself: labels and keys go, who waits is counted, and nothing is cut."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.chromium import ChromiumPerson
from tests.browser.journey import begin, card_of, check_in, sign_in
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears
from tests.office import PASSWORD


async def kept_by(person: ChromiumPerson) -> str:
    """All that the page's storage holds as text."""
    return str(
        await person.evaluate("""async () => {
            const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
            for (const {name, version} of await indexedDB.databases()) {
                const database = await new Promise((resolve) => {
                    const opening = indexedDB.open(name, version);
                    opening.onsuccess = () => resolve(opening.result);
                });
                for (const store of database.objectStoreNames) {
                    const all = database.transaction(store).objectStore(store).getAll();
                    await new Promise((resolve) => (all.onsuccess = resolve));
                    found.push(JSON.stringify(all.result.map((one) => Object.entries(one ?? {}))));
                }
                database.close();
            }
            return found.join(' ');
        }""")
    )


async def test_a_locked_page_shows_nobody_counts_who_comes_and_opens_with_the_password(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sign_in(ruiz, server)
    await ruiz.sees("article", "Maya")
    await ruiz.press("Lock now")
    await ruiz.sees("heading", "Today is locked")
    assert "Maya" not in await ruiz.evaluate("() => document.documentElement.outerHTML")
    await check_in(maya, server.client)
    await ruiz.reads("Somebody")
    await ruiz.sees_no("button", "Admit")
    assert "Maya" not in await ruiz.evaluate("() => document.documentElement.outerHTML")
    assert "Maya" not in await kept_by(ruiz)
    await ruiz.reload()
    await ruiz.sees("heading", "Today is locked")
    await ruiz.fill("Password", "not the password at all")
    await ruiz.press("Unlock")
    await ruiz.sees("alert")
    await ruiz.sees("heading", "Today is locked")
    await ruiz.fill("Password", PASSWORD)
    await ruiz.press("Unlock")
    await ruiz.sees("button", "Admit", within=card_of("Maya"))


async def test_fifteen_idle_minutes_lock_every_tab_and_no_session(server: DemoServer, people: People) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await ruiz.context.clock.install()
    await begin(ruiz, maya, server)
    await ruiz.context.clock.fast_forward(16 * 60_000)
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.sees("button", "End session")
    await ruiz.press("End session")
    await ruiz.sees("heading", "Today")
    await ruiz.context.clock.fast_forward(16 * 60_000)
    await ruiz.sees("heading", "Today is locked")


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_signing_out_leaves_nothing_that_opens_the_vault(
    browser: str, server: DemoServer, people: People
) -> None:
    ruiz = await people.by(browser, RUIZ)
    await sign_in(ruiz, server)
    await ruiz.sees("article", "Maya")
    await ruiz.press("Your account")
    # What is drawn last moves what stands below it.
    await ruiz.sees("button", "Ask for the code on new devices")
    await ruiz.press("Sign out")
    await ruiz.sees("heading", "Sign in")
    left = await ruiz.evaluate("""async () => {
        const found = [];
        for (const {name, version} of await indexedDB.databases()) {
            const opening = indexedDB.open(name, version);
            await new Promise((resolve) => (opening.onsuccess = resolve));
            for (const store of opening.result.objectStoreNames) {
                const all = opening.result.transaction(store).objectStore(store).getAll();
                await new Promise((resolve) => (all.onsuccess = resolve));
                found.push(...all.result);
            }
            opening.result.close();
        }
        return found.length;
    }""")
    assert left == 0
    await ruiz.open(server.url)
    await ruiz.sees("heading", "Sign in")
    ruiz.complaints[:] = [text for text in ruiz.complaints if "401" not in text]
