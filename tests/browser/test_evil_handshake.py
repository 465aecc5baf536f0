"""A server that answers a client in the clinician's place, with a key of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from telehealth.security.tokens import unpadded_bytes, unpadded_text
from tests.browser.deadline import until
from tests.browser.evil_day import KNOWN, EvilDay, evil_day, words_shown
from tests.browser.evil_ends import FalseHost, Impostor
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import Direction, Line, Said
from tests.browser.journey import ABOUT, card_of, introduce
from tests.browser.media import Recordings
from tests.privacy.derivation import Link
from tests.privacy.envelopes import Opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL_KEY = X25519PrivateKey.generate()
EVIL_PUBLIC = EVIL_KEY.public_key().public_bytes_raw()
EVIL_SECRET = bytes(16)

SERVED_KEY = Hole(
    "visit_secrets.js",
    "return link && { ...link, resumption: ",
    f"const served = {{ roomKey: '{unpadded_text(EVIL_PUBLIC)}', secret: new Uint8Array(16) }};\n"
    "    if (link) Object.assign(link, served);\n"
    "    return link && { ...link, resumption: ",
)
"""The page takes the room's key and the link's secret from the server."""
CONSTANT_WORDS = Hole(
    "handshake.js",
    'return [...(await hkdf(opening, "telehealth/1 safety words", hash, WORDS))];',
    'return [...(await hkdf(new Uint8Array(32), "telehealth/1 safety words", new Uint8Array(32), WORDS))];',
)
"""The words do not depend on who has made the handshake."""
ASKED = "Are your words the same?"
SETTLES = 4.0
"""Seconds in which a page that is not answered says its knock again."""
KNOCKS = {1, 2}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


def said_by(day: EvilDay, participant: str) -> list[bytes]:
    """Sealed bodies from somebody's page."""
    return [
        unpadded_bytes(said["body"])
        for line, direction, said in day.evil.record
        if direction == "to_server" and said["type"] == "sealed" and line.you == participant
    ]


def false_host(day: EvilDay, link: str, you: str) -> FalseHost:
    """An end with the server's own key. Of the link it knows what the server does: not its secret."""
    known = replace(Link.read(link), secret=EVIL_SECRET, room_key=EVIL_PUBLIC)
    return FalseHost(day.evil, known, you, EVIL_KEY)


async def has_card(host: FalseHost) -> bool:
    return any(content["kind"] == "card" and content["place"] for content in host.told)


async def test_an_answer_with_the_servers_own_key_opens_no_channel(day: EvilDay) -> None:
    maya, link, you = await day.arrives("Nora", SERVED_KEY)
    fake = false_host(day, link, you)
    with day.evil.lying(fake.hook):
        await introduce(maya)
        await until(lambda: has_card(fake), "without the defence the server reads the card", 10)
        assert fake.told[0]["place"] == ABOUT["Where are you right now?"]
    await maya.go_dark()

    maya, link, you = await day.arrives("Olga")
    fake = false_host(day, link, you)
    with day.evil.lying(fake.hook):
        await introduce(maya)
        await fake.ask()
        for knock in said_by(day, you):
            answer = unpadded_text(bytes(Opened(knock[2:18], EVIL_PUBLIC + bytes(32))))
            sealed = {"type": "sealed", "room": day.evil.host.room, "sender": day.evil.host.you}
            await day.evil.line_of(you).to_page(sealed | {"body": answer})
        await asyncio.sleep(SETTLES)
        await maya.reads(re.compile("^Telling Dr Ruiz that you are here"))
        assert fake.told == []
        assert {body[1] for body in said_by(day, you)} <= KNOCKS
    # Nothing of it stays: a server that says the truth again is believed.
    await maya.reads(KNOWN, seconds=20)


async def between(day: EvilDay, label: str, *holes: Hole) -> tuple[list[str], list[str]]:
    """A link whose key was changed on its way, and the server between two channels: the words of both."""
    link = await day.link(label)
    altered = link.rpartition(".")[0] + "." + unpadded_text(EVIL_PUBLIC)
    maya, _link, you = await day.arrives(label, *holes, link=altered)
    fake = FalseHost(day.evil, Link.read(altered), you, EVIL_KEY)
    eve = Impostor(day.evil, Link.read(link), you, label)

    def passes(line: Line, direction: Direction, said: Said) -> list[Said]:
        return (eve if line is day.evil.host else fake).hook(line, direction, said)

    with day.evil.lying(passes):
        await introduce(maya, label)
        await until(lambda: has_card(fake), "the server reads the card", 10)
        await eve.knock()
        await day.ruiz.press(ASKED, within=card_of(label))
        await maya.press(ASKED)
        await maya.sees("region", "Safety words")
        shown = await words_shown(maya), await words_shown(day.ruiz)
        if shown[0] != shown[1]:
            await maya.press("They differ")
            await maya.reads("The words differ.")
            await maya.reads("the link may have been changed on its way, and somebody may listen here")
            await day.ruiz.press("They differ")
            await day.ruiz.reads("replace their link before you meet again")
    await maya.go_dark()
    return shown


async def test_a_link_whose_key_was_changed_shows_in_the_words(day: EvilDay) -> None:
    await day.reload(CONSTANT_WORDS)
    hers, his = await between(day, "Pia", CONSTANT_WORDS)
    assert len(hers) == 4
    assert hers == his
    await day.reload()
    hers, his = await between(day, "Rosa")
    assert len(hers) == len(his) == 4
    assert hers != his
