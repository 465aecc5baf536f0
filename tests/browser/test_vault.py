"""Several tabs and devices with one vault, and a server that gives an old one."""

from __future__ import annotations

import asyncio
import sqlite3

from tests.browser.journey import admit, check_in, sign_in
from tests.browser.media import MAYA, RUIZ
from tests.browser.office_hours import link_of, new_session
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears


async def test_two_tabs_and_two_devices_lose_nothing_of_each_others(
    server: DemoServer, people: People
) -> None:
    ruiz, other = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(RUIZ))
    await sign_in(ruiz, server)
    await sign_in(other, server)
    tab = await ruiz.tab()
    await tab.open(server.url)
    await tab.sees("article", "Maya")
    links = await asyncio.gather(
        new_session(ruiz, "Ada"), new_session(tab, "Bo"), new_session(other, "Cleo"),
    )  # fmt: skip
    await asyncio.gather(new_session(ruiz, "Dan"), new_session(tab, "Eli"), new_session(other, "Fay"))
    for page in (ruiz, tab, other):
        await page.reload()
        for label in ("Maya", "Ada", "Bo", "Cleo", "Dan", "Eli", "Fay"):
            await page.sees("article", label)
    assert [await link_of(other, label) for label in ("Ada", "Bo", "Cleo")] == list(links)
    await tab.press("Remove", within=("article", "Ada"))
    await tab.press("Remove Ada")
    await tab.sees_no("article", "Ada")
    await new_session(other, "Gus")
    await ruiz.sees_no("article", "Ada")
    await other.reload()
    await other.sees("article", "Gus")
    await other.sees_no("article", "Ada")
    # Chromium's console tells of each write that came second.
    for page in (ruiz, other):
        page.complaints[:] = [text for text in page.complaints if "412" not in text]


async def test_several_devices_see_the_same_queue_and_one_hosts_until_another_takes_over(
    server: DemoServer, people: People
) -> None:
    ruiz, other, maya = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_chromium(RUIZ), people.in_chromium(MAYA)
    )
    await sign_in(ruiz, server)
    await sign_in(other, server)
    await check_in(maya, server.client)
    await ruiz.sees("button", "Admit")
    await other.reads("Has waited")
    await other.sees_no("button", "Admit")
    await other.press("Take over here")
    await admit(other, "Maya")
    await asyncio.gather(sees_and_hears(other, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.sees("button", "Take over here")


def _roll_back(server: DemoServer) -> None:
    """What a server can do: forget the newest version, and say that the one before is the newest."""
    with sqlite3.connect(server.database) as database:
        newest = "(SELECT max(version) FROM vaults)"
        database.execute(f"DELETE FROM vaults WHERE version = {newest}")  # noqa: S608
        database.execute(f"UPDATE vaults SET replaced = NULL WHERE version = {newest}")  # noqa: S608
    database.close()


async def test_an_older_vault_is_refused_until_the_clinician_says_that_it_was_restored(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await new_session(ruiz, "Ben")
    await ruiz.sees("article", "Ben")
    _roll_back(server)
    _roll_back(server)
    await ruiz.reload()
    await ruiz.sees("heading", "An older copy")
    await ruiz.reads("restored from a backup")
    await ruiz.sees_no("article", "Maya")
    # Also after signing in anew: the browser remembers, not the page.
    await ruiz.press("Sign out")
    await ruiz.fill("Username", server.office.username)
    await ruiz.fill("Password", server.office.password)
    await ruiz.press("Sign in")
    await ruiz.sees("heading", "An older copy")
    await ruiz.press("Use the older copy")
    await ruiz.sees("article", "Maya")
    await ruiz.sees_no("article", "Ben")
    await new_session(ruiz, "Cleo")
    await ruiz.reload()
    await ruiz.sees("article", "Cleo")


async def test_an_audit_log_that_was_rewritten_is_noticed(server: DemoServer, people: People) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await new_session(ruiz, "Ben")
    with sqlite3.connect(server.database) as database:
        database.execute("UPDATE audit SET hash = previous")
    database.close()
    await ruiz.reload()
    await ruiz.reads("audit log is not the one")
