"""Programs by somebody else take part by the protocol document alone, at either end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest

from tests.browser.deadline import until
from tests.browser.journey import admit, card_of, check_in, row_of, sit_down
from tests.browser.media import MAYA, RUIZ, Appearance
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.stranger import Stranger
from tests.browser.stranger_host import StrangerHost
from tests.browser.stranger_legs import Legs
from tests.browser.watching import alike, sees_and_hears, sees_face
from tests.privacy.derivation import Link
from tests.privacy.twin import words_of

CHAT = re.compile("^Chat")
# The safety words that a page shows of the one person with whom it has any.
WORDS = """() => [...document.querySelectorAll('[aria-label="Safety words"]:not([hidden]) li')]
    .map(({textContent}) => textContent.trim())"""


async def becomes(holds: Callable[[], object], what: str, instead: Callable[[], object]) -> None:
    async def look() -> bool:
        return bool(holds())

    await until(look, what, 20, instead)


async def shown_and_heard(who: Legs, other: Appearance) -> None:
    """From now on the program decodes their picture and their tone."""
    who.corners = []
    who.sound.clear()
    await becomes(
        lambda: alike([list(corner) for corner in who.corners], other),
        f"the program sees {other.name}",
        lambda: who.corners,
    )
    await becomes(
        lambda: who.loudness(other.tone) > 0.3 > 10 * who.loudness(other.tone * 2 + 137),
        f"the program hears {other.name}",
        lambda: who.loudness(other.tone),
    )


async def writes(person: Person, text: str) -> None:
    """A line in the session's chat, from a page whose panel is open."""
    await person.fill("Message", text)
    await person.press("Send")


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_an_independent_client_sees_hears_and_writes_to_a_page_and_both_have_the_same_words(
    browser: str, server: DemoServer, people: People
) -> None:
    ruiz = await people.by(browser, RUIZ)
    async with Stranger.joining(server.client, MAYA) as maya:
        await sit_down(ruiz, server)
        await ruiz.press("Are your words the same?", within=card_of(MAYA.name))
        await ruiz.sees("region", "Safety words")
        assert maya.words is not None
        assert await ruiz.evaluate(WORDS) == await words_of(maya.words)
        await ruiz.press("Preview", within=card_of(MAYA.name))
        await sees_face(ruiz, MAYA)
        assert (maya.epoch, maya.frames) == (0, 0)
        await admit(ruiz, MAYA.name)
        await asyncio.gather(sees_and_hears(ruiz, MAYA), shown_and_heard(maya, RUIZ))
        assert maya.epoch == maya.membership.keyring.held[-1] > 0
        before = maya.frames
        await asyncio.sleep(2)
        assert maya.frames - before >= 20

        await ruiz.press(CHAT)
        await writes(ruiz, "Can you read this?")
        await becomes(
            lambda: [text for _, text in maya.chat] == ["Can you read this?"], "read", lambda: maya.chat
        )
        await maya.say("Every word")
        await ruiz.reads("Every word")
        await becomes(
            lambda: not maya.conversation.unanswered, "answered", lambda: maya.conversation.unanswered
        )
        assert maya.counted.refused == maya.counted.repeated == 0
        assert maya.refusals == []


async def test_an_independent_client_is_held_comes_back_reloads_and_leaves(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    async with Stranger.joining(server.client, MAYA) as maya:
        await sit_down(ruiz, server)
        await admit(ruiz, MAYA.name)
        await asyncio.gather(sees_face(ruiz, MAYA), shown_and_heard(maya, RUIZ))
        first, words = maya.epoch, maya.words

        await ruiz.press("Hold", within=row_of(MAYA.name))
        await becomes(lambda: maya.standing == "held", "Maya is held", lambda: maya.standing)
        assert maya.membership.keyring.held == []
        await ruiz.press("Resume", within=row_of(MAYA.name))
        await asyncio.gather(sees_face(ruiz, MAYA), shown_and_heard(maya, RUIZ))
        assert maya.epoch not in (None, first)

        await maya.reconnects()
        await asyncio.gather(sees_face(ruiz, MAYA), shown_and_heard(maya, RUIZ))
        await maya.reloads()
        await asyncio.gather(sees_face(ruiz, MAYA), shown_and_heard(maya, RUIZ))
        assert (maya.words, maya.fresh_handshakes, maya.standing) == (words, 0, "admitted")

        await maya.leaves()
        await becomes(lambda: maya.standing == "left", "Maya has left", lambda: maya.standing)
        await ruiz.sees_no(*row_of(MAYA.name))
        assert maya.membership.keyring.held == []
        assert maya.refusals == []


async def test_an_independent_clinicians_page_sees_hears_and_writes_to_a_clients_page(
    server: DemoServer, people: People
) -> None:
    maya = await people.in_chromium(MAYA)
    links = [Link.read(server.client)]
    async with StrangerHost.hosting(server.office, RUIZ, links) as ruiz:
        await check_in(maya, server.client)
        await becomes(lambda: ruiz.end.clients, "Maya waits", lambda: ruiz.people)
        ((participant, client),) = ruiz.end.clients.items()
        assert client.told[0]["name"] == MAYA.name
        await ruiz.admit(participant)
        await asyncio.gather(sees_and_hears(maya, RUIZ), shown_and_heard(ruiz, MAYA))

        await maya.press(CHAT)
        await writes(maya, "Is this you?")
        await becomes(
            lambda: ruiz.conversation.lines == [(participant, "Is this you?")], "read", lambda: ruiz.told
        )
        await ruiz.write("It is")
        await maya.reads("It is")
        assert ruiz.keyring.counted.refused == 0
