"""After a session nothing is left of what was said in it."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path

import pytest

from tests.browser.journey import ABOUT, admit, arrive, card_of, has_ended, introduce, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.traces import words_below, words_in
from tests.browser.watching import sees_and_hears

NAME = "Maya Quetzalcoatl"
CHILD = "Xochiquetzal"
NOTE = "Tezcatlipoca will be with you in a moment"


@pytest.mark.parametrize("before", ["", "a", "ab"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, bytes])
def test_the_search_finds_a_planted_name_in_a_file_however_it_is_written(
    tmp_path: Path, before: str, encode: type[bytes]
) -> None:
    card = json.dumps({before: before, "name": NAME}).encode()
    (tmp_path / "planted").write_bytes(b"\x01\x02" + encode(card) + b"\x03")
    assert words_below(tmp_path, [NAME]) == [f"planted: {NAME}"]
    assert words_below(tmp_path, ["Nezahualcoyotl"]) == []


async def test_nothing_of_the_check_in_is_in_the_data_folder_or_the_log(
    server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.in_chromium(MAYA))
    await sit_down(ruiz, server)
    await arrive(maya, server.client)
    await maya.tick("This is for a child, and I am their parent or guardian")
    await maya.fill("Child's name", CHILD)
    await introduce(maya, NAME)
    await ruiz.reads(f"says: {NAME}")
    await ruiz.press("Message", within=card_of("Maya"))
    await ruiz.fill("Message", NOTE)
    await ruiz.press("Send")
    await maya.reads(NOTE)
    await admit(ruiz, MAYA.name)
    await sees_and_hears(maya, RUIZ)
    link = server.client
    _version, secret, room_key = link.partition("#")[2].split(".")
    seat = await maya.evaluate("() => Object.values(sessionStorage).join(' ')")
    tokens = [word for word in seat.replace('"', " ").split() if len(word) > 60]
    assert tokens, seat
    said = [NAME, "Quetzalcoatl", CHILD, NOTE, *ABOUT.values()]
    words = [*said, secret, *tokens, "a=ice-ufrag", "a=candidate"]
    assert words_below(server.data, words) == []
    await ruiz.press("End session")
    await has_ended(maya)
    assert words_below(server.data, words) == []
    assert server.stop() == 0
    assert words_in(server.log.encode(), [*words, room_key]) == []
    assert list(server.data.iterdir()) == []
