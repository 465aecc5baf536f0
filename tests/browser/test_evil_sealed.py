"""A server that replays, reorders and reflects sealed messages, and answers in the clinician's place."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from telehealth.security.tokens import unpadded_text
from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until
from tests.browser.evil_day import KNOWN, EvilDay, envelope, evil_day
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import Direction, Line, Said
from tests.browser.journey import card_of, introduce
from tests.browser.media import Recordings
from tests.privacy.envelopes import Acknowledgement, Message

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANY_NUMBER = Hole(
    "transport.js",
    "    if (number > this.lastTaken + 1) return;\n"
    "    if (number <= this.lastTaken) return this.#acknowledgeSoon();\n",
    "",
)
"""A page takes whatever decrypts, in whatever order it comes."""
ONE_KEY = Hole(
    "noise.js",
    "const [send, receive] = await after.split();",
    "const [send] = await after.split(), receive = send;",
)
ONE_KEY_OF_HOST = Hole(
    "noise.js",
    "const [receive, send] = await state.split();",
    "const [receive] = await state.split(), send = receive;",
)
"""Both directions have one key: what somebody said can be said to them."""
UNSEALED_ANSWER = Hole(
    "transport.js", "    await this.keys.receive.open(ACKNOWLEDGEMENTS + BigInt(number), sealed);\n", ""
)
"""Anybody may acknowledge."""
TELLING = re.compile("^Telling Dr Ruiz that you are here")
SETTLES = 3.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


async def writes(day: EvilDay, label: str, text: str) -> None:
    """The clinician writes to somebody who waits."""
    await day.ruiz.press("Message", within=card_of(label))
    await day.ruiz.fill("Message", text)
    await day.ruiz.press("Send")


async def replayed(day: EvilDay, label: str, *holes: Hole) -> str:
    """Two messages, and then the first of them again: what the client reads in the end."""
    maya, _link, you = await day.waits(label, *holes)
    await writes(day, label, "Not today")
    await maya.reads("Not today")
    old = [
        said
        for line, direction, said in day.evil.record
        if direction == "to_page" and line.you == you and isinstance(envelope(said), Message)
    ][-1]
    await writes(day, label, "Come in now")
    await maya.reads("Come in now")
    await day.evil.line_of(you).to_page(old)
    await asyncio.sleep(1)
    return await maya.page_text()


async def test_a_message_that_is_said_again_is_not_heard_again(day: EvilDay) -> None:
    assert "Not today" in await replayed(day, "Nora", ANY_NUMBER)
    text = await replayed(day, "Olga")
    assert "Not today" not in text
    assert "Come in now" in text


async def reordered(day: EvilDay, label: str, *holes: Hole) -> str:
    """The server passes two messages on in another order: what the client reads in the end."""
    maya, _link, you = await day.waits(label, *holes)
    kept: list[Said] = []

    def keeps(line: Line, direction: Direction, said: Said) -> list[Said]:
        if direction != "to_page" or line.you != you or not isinstance(envelope(said), Message):
            return [said]
        kept.append(said)
        return []

    with day.evil.lying(keeps):
        await writes(day, label, "Not today")
        await writes(day, label, "Come in now")

        async def has_both() -> bool:
            return len({said["body"] for said in kept}) >= 2

        await until(has_both, "two messages")
    by_number = {said["body"]: said for said in kept}
    for said in reversed(by_number.values()):
        await day.evil.line_of(you).to_page(said)
    await maya.reads("Not today" if holes else "Come in now")
    await asyncio.sleep(1)
    return await maya.page_text()


async def test_messages_in_another_order_are_heard_in_their_own(day: EvilDay) -> None:
    assert "Come in now" not in await reordered(day, "Pia", ANY_NUMBER)
    text = await reordered(day, "Rosa")
    assert "Not today" not in text
    assert "Come in now" in text


async def reflected(day: EvilDay, label: str, *holes: Hole) -> tuple[int, int]:
    """What the clinician's page says comes back to it as the client's.

    Returns the highest number that the client has said, and the highest that the clinician's page has taken.
    """
    maya, _link, you = await day.arrives(label, *holes)
    said_by_her, taken = [0], [0]

    def reflects(line: Line, direction: Direction, said: Said) -> list[Said]:
        found = envelope(said)
        if line.you == you and direction == "to_server" and isinstance(found, Message):
            said_by_her.append(found.number)
        if line is not day.evil.host:
            return [said]
        if direction == "to_server" and said.get("to") == you:
            if isinstance(found, Acknowledgement):
                taken.append(found.number)
            if isinstance(found, Message):
                back = {"type": "sealed", "room": line.room, "sender": you, "body": said["body"]}
                day.evil.soon(line.to_page(back))
        return [said]

    with day.evil.lying(reflects):
        await introduce(maya, label)
        await maya.reads(KNOWN)
        for text in ("One", "Two", "Three"):
            await writes(day, label, text)
            await maya.reads(text)
        await asyncio.sleep(1)
    return max(said_by_her), max(taken)


async def test_what_a_page_has_said_is_not_taken_for_the_others(day: EvilDay) -> None:
    await day.reload(ONE_KEY_OF_HOST)
    said, taken = await reflected(day, "Sara", ONE_KEY)
    assert taken > said
    await day.reload()
    said, taken = await reflected(day, "Tess")
    assert 0 < taken <= said


async def acknowledged(day: EvilDay, label: str, *holes: Hole) -> ChromiumPerson:
    """The clinician's page hears nothing after the handshake, and the server says that it has."""
    maya, _link, you = await day.arrives(label, *holes)

    def answers(line: Line, direction: Direction, said: Said) -> list[Said]:
        found = envelope(said)
        if direction == "to_server" and line.you == you and isinstance(found, Message):
            answer = bytes(Acknowledgement(found.channel, found.number, secrets.token_bytes(16)))
            forged = {"type": "sealed", "room": line.room, "sender": day.evil.host.you}
            day.evil.soon(line.to_page(forged | {"body": unpadded_text(answer)}))
            return []
        return [said]

    with day.evil.lying(answers):
        await introduce(maya, label)
        # Nor does any other word of the server's stand for the clinician's.
        own = day.evil.people[you] | {"previewed": True}
        await day.evil.line_of(you).claim(own)
        await asyncio.sleep(SETTLES)
        await maya.reads(KNOWN if holes else TELLING)
        assert (KNOWN in await maya.page_text()) == bool(holes)
    return maya


async def test_a_client_reads_that_the_clinician_knows_of_them_only_when_it_is_so(day: EvilDay) -> None:
    await (await acknowledged(day, "Uma", UNSEALED_ANSWER)).go_dark()
    maya = await acknowledged(day, "Vera")
    await maya.reads(KNOWN, seconds=20)
