"""A server that writes offers of its own: other faces under a name, and codecs that encryption breaks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.deadline import until
from tests.browser.evil_day import KNOWN, EvilDay, evil_day
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import Direction, Hook, Line, Said
from tests.browser.journey import admit, introduce, introduce_guest, row_of
from tests.browser.media import BEN, MAYA, RUIZ, Recordings
from tests.browser.office_hours import guest_link
from tests.browser.watching import faces, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANY_SENDER = Hole(
    "key_ring.js",
    "this.#other(from, epochByte);",
    "[...this.held.values()].flatMap(({ others }) => [...others.values()])"
    ".find((one) => one.sender === sender && one.epoch % 256 === epochByte);",
)
"""A frame that anybody of the session has sealed is shown, under whatever name the offer gives it."""
ANY_OFFER = Hole("sdp.js", "if (!isOurs) throw", "if (false) throw")
"""The page answers whatever is offered."""
RED = re.compile("red/48000", re.IGNORECASE)
VP9 = re.compile("VP9/90000")
SETTLES = 5.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


def swaps(victim: str, one: str, other: str) -> Hook:
    """In what this page is offered, two others have changed places."""

    def swap(line: Line, direction: Direction, said: Said) -> list[Said]:
        if direction == "to_page" and said["type"] == "offer" and line.you == victim:
            sdp = said["sdp"].replace(one, "?").replace(other, one).replace("?", other)
            return [said | {"sdp": sdp}]
        return [said]

    return swap


async def test_a_face_is_shown_under_its_own_name_or_not_at_all(day: EvilDay) -> None:
    ruiz, host = day.ruiz, day.evil.host.you
    maya, _link, mayas = await day.waits("Nora", ANY_SENDER)
    await admit(ruiz, "Nora")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    await ruiz.press("Guest link", within=row_of("Nora"))
    ben, _link, bens = await day.arrives("Ben", link=await guest_link(ruiz, "Ben"), appearance=BEN)
    await introduce_guest(ben)
    await ben.reads(KNOWN)
    for_maya, for_ben = swaps(mayas, host, bens), swaps(bens, host, mayas)

    def lies(line: Line, direction: Direction, said: Said) -> list[Said]:
        return [last for first in for_maya(line, direction, said) for last in for_ben(line, direction, first)]

    with day.evil.lying(lies):
        await admit(ruiz, "Ben")
        await sees_face(ruiz, BEN)

        async def is_wrong() -> bool:
            return await sees_face(maya, BEN) == host

        await until(is_wrong, "without the defence Ben's face is the clinician's", 15)
        await asyncio.sleep(SETTLES)
        assert await faces(ben) == []
        await ben.reads("Connecting with")


def adds_codecs(you: str) -> Hook:
    """Redundant sound and VP9 beside what is ours, in what this page is offered."""

    def add(line: Line, direction: Direction, said: Said) -> list[Said]:
        if direction != "to_page" or said["type"] != "offer" or line.you != you:
            return [said]
        sdp = re.sub(r"(m=audio .*? 111)", r"\1 63", said["sdp"]).replace(
            "a=rtpmap:111 opus/48000/2\r\n",
            "a=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n",
        )
        sdp = re.sub(r"(m=video .*? 96 97)", r"\1 98", sdp).replace(
            "a=rtpmap:96 VP8/90000\r\n", "a=rtpmap:96 VP8/90000\r\na=rtpmap:98 VP9/90000\r\n"
        )
        return [said | {"sdp": sdp}]

    return add


def answers(day: EvilDay, you: str) -> list[str]:
    """What somebody's page has answered."""
    return [
        said["sdp"]
        for line, direction, said in day.evil.record
        if direction == "to_server" and said["type"] == "answer" and line.you == you
    ]


async def test_a_codec_that_is_not_ours_is_not_answered(day: EvilDay) -> None:
    maya, _link, you = await day.arrives("Olga", ANY_OFFER)
    with day.evil.lying(adds_codecs(you)):
        await introduce(maya, "Olga")
        await maya.reads(KNOWN)
        await admit(day.ruiz, "Olga")

        async def has_answered() -> bool:
            return any(RED.search(sdp) and VP9.search(sdp) for sdp in answers(day, you))

        await until(has_answered, "without the defence the codecs are taken", 10)
    await day.end_session()
    await maya.go_dark()

    maya, _link, you = await day.arrives("Pia")
    with day.evil.lying(adds_codecs(you)):
        await introduce(maya, "Pia")
        await maya.reads(KNOWN)
        await admit(day.ruiz, "Pia")
        await maya.reads("Sound and picture cannot get through.", seconds=30)
        assert answers(day, you) == []
