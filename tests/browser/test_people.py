"""People and their links on Today, in a browser."""

from __future__ import annotations

import asyncio
import base64
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp
from icalendar import Calendar
from playwright.async_api import expect

from telehealth.security.tokens import random_id
from tests import vault_format as formats
from tests.browser.chromium import ChromiumPerson
from tests.browser.journey import check_in, opens_nothing, sign_in
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.office_hours import link_of, new_session
from tests.browser.people import People
from tests.browser.person import Role
from tests.browser.server import DemoServer

MAYAS: tuple[Role, str] = ("article", "Maya")


async def test_a_replaced_link_is_another_one_and_sends_away_who_came_by_the_old(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await asyncio.gather(sign_in(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit")
    await ruiz.press("Replace link", within=MAYAS)
    await ruiz.reads("stops working at once")
    await ruiz.press("Replace link", within=("dialog", re.compile("Maya")))
    link = await ruiz.copy_of("Client link")
    assert link != server.client
    await ruiz.press("Done")
    await maya.sees("heading", "This link has ended")
    await ruiz.sees_no("button", "Admit")
    await opens_nothing(maya, server.client)
    await check_in(maya, link)
    await ruiz.sees("button", "Admit")
    # A second device of the clinician's has the new link, not the old one.
    other = await people.in_chromium(RUIZ)
    await sign_in(other, server)
    assert await link_of(other, "Maya") == link


async def test_a_removed_person_is_gone_with_their_links(server: DemoServer, people: People) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sign_in(ruiz, server)
    bens = await new_session(ruiz, "Ben")
    await ruiz.press("Remove", within=MAYAS)
    await ruiz.press("Remove Maya")
    await ruiz.sees_no("article", "Maya")
    await opens_nothing(maya, server.client)
    await check_in(maya, bens)
    await ruiz.reload()
    await ruiz.sees("article", "Ben")
    await ruiz.sees_no("article", "Maya")


async def test_a_link_is_shown_as_a_qr_code_that_another_program_reads(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await ruiz.press("More", within=MAYAS)
    await ruiz.press("Show link", within=MAYAS)
    await ruiz.press("QR code")
    picture = ruiz.page.get_by_role("img", name=re.compile("QR code"))
    await expect(picture).to_be_visible()
    await ruiz.page.emulate_media(color_scheme="dark")
    found = zxingcpp.read_barcodes(await _pixels(ruiz, await picture.screenshot()))
    assert [one.text for one in found] == [server.client]


async def _pixels(person: ChromiumPerson, picture: bytes) -> npt.NDArray[np.uint8]:
    """A screenshot in shades of grey. The browser decodes it, so that no library for pictures is needed."""
    decode = """async (text) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        canvas.drawImage(bitmap, 0, 0);
        const {data} = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
        const grey = Array.from({length: data.length / 4}, (_, at) => data[4 * at + 1]);
        return {width: bitmap.width, height: bitmap.height, grey};
    }"""
    seen = await person.evaluate(decode, base64.b64encode(picture).decode())
    return np.array(seen["grey"], dtype=np.uint8).reshape(seen["height"], seen["width"])


async def test_an_appointment_becomes_a_calendar_file_that_names_nobody(
    server: DemoServer, people: People, tmp_path: Path
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await ruiz.press("New session")
    await ruiz.fill("Private label", "Ben")
    await ruiz.tick("One session", role="radio")
    await ruiz.press("Create link")
    link = await ruiz.copy_of("Client link")
    async with ruiz.page.expect_download() as downloading:
        await ruiz.press("Calendar file")
    saved = tmp_path / "saved.ics"
    await (await downloading.value).save_as(saved)
    event = Calendar.from_ical(saved.read_bytes()).events[0]
    assert link in str(event["DESCRIPTION"])
    assert "Ben" not in saved.read_text()
    assert "Ruiz" not in saved.read_text()


async def test_drafts_have_the_whole_link_and_no_address(server: DemoServer, people: People) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await sign_in(ruiz, server)
    await ruiz.press("More", within=MAYAS)
    await ruiz.press("Show link", within=MAYAS)
    for name, start in (("Mail", "mailto:?"), ("SMS", "sms:?")):
        address = await ruiz.page.get_by_role("link", name=name).get_attribute("href")
        assert address is not None
        assert address.startswith(start)
        assert server.client.replace(":", "%3A").replace("/", "%2F").replace("#", "%23") in address
        assert "Maya" not in address


async def test_a_link_that_somebody_put_under_the_room_is_refused_by_the_clinicians_browser(
    server: DemoServer, people: People
) -> None:
    """A server, or somebody at its database, can; but the vault does not know it."""
    ruiz, ben = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(BEN))
    await sign_in(ruiz, server)
    office, forged, secret = server.office, random_id(), random_id()
    put = {"id": forged, "room": office.room, "case": random_id()}
    office.ask("POST", "/api/invitations", put | {"admission_hash": formats.admission_hash(secret)})
    await ben.open(formats.link(server.url, forged, secret, office.public_key))
    await ben.sees("heading", "This link has ended")
    await ruiz.sees_no("button", "Admit")
    states = {one["id"]: one["state"] for one in office.ask("GET", "/api/invitations")["invitations"]}
    assert states[forged] == "over"
    assert list(states.values()).count("open") == 1
