"""A server that lets somebody in by itself: being admitted is being given the key, and it has none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.deadline import until
from tests.browser.evil_day import EvilDay, evil_day, is_known
from tests.browser.evil_ends import Impostor
from tests.browser.evil_pages import Hole
from tests.browser.evil_server import Direction, Line, Said
from tests.browser.journey import admit
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.stranger import Stranger, card_of
from tests.browser.watching import alike, sees_face
from tests.privacy.derivation import Link

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN_LIST = (
    Hole(
        "standings.js",
        'return standing === "admitted" && this.seats.get(id)?.standing === "admitted";',
        'return standing === "admitted";',
    ),
    Hole(
        "standings.js", 'return IN_SESSION.has(this.seats.get(participant)?.standing ?? "");', "return true;"
    ),
    Hole(
        "standings.js",
        'return decided === "admitted" || (decided === "held" && standing === "held");',
        "return true;",
    ),
)
"""The clinician's page believes the server about who is admitted."""
NEW_SEAT = Hole("room_keys.js", "if (fresh) {", "if (false) {")
"""The clinician's page takes whoever has the link and a participant's id for that participant."""
STALE_ADMISSION = Hole(
    "room_keys.js", "this.standings.forget(participant);", "this.seats.remove(participant);"
)
"""What was asked for one seat holds for the next of the same participant."""
KEYS = {"epoch", "go", "lease"}
SETTLES = 3.0
"""Seconds in which a key that was given would have arrived, and pictures with it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


def admits(day: EvilDay, participant: str) -> Said:
    """What the clinician's page would say to the server."""
    line = day.evil.host
    return {"type": "admit", "room": line.room, "participant": participant, "method": "recognised"}


def keeps_in(_line: Line, direction: Direction, said: Said) -> list[Said]:
    """The clinician's page sends whom it has not let in back: nothing comes of it."""
    return [] if direction == "to_server" and said["type"] == "send_back" else [said]


async def sees_ruiz(eve: Stranger) -> bool:
    return eve.frames > 5 and alike([list(corner) for corner in eve.corners], RUIZ)


async def test_whom_the_server_alone_admits_sees_and_hears_nothing(day: EvilDay) -> None:
    await day.reload(*OWN_LIST)
    async with Stranger.joining(await day.link("Nora"), MAYA) as eve:
        await is_known(eve)
        await day.evil.host.to_server(admits(day, eve.participant))
        await until(
            lambda: sees_ruiz(eve), "without the defence Eve sees the clinician", 15, lambda: eve.told
        )
    await day.reload()
    async with Stranger.joining(await day.link("Olga"), MAYA, card_of("Olga")) as eve:
        await is_known(eve)
        with day.evil.lying(keeps_in):
            await day.evil.host.to_server(admits(day, eve.participant))
            await day.ruiz.reads("The server put Olga into the session, and you have not let them in.")
            await day.ruiz.reads("They see and hear nothing, and wait again.")
            await asyncio.sleep(SETTLES)
        assert eve.standing == "admitted"
        assert {content["kind"] for content in eve.told} & KEYS == set()
        assert (eve.epoch, eve.frames) in ((None, 0), (0, 0))
        assert eve.loudness(RUIZ.tone) == 0


async def impostor_of(day: EvilDay, link: str, participant: str) -> Impostor:
    """Somebody with the same link, whom the server lets take this participant's place."""
    return Impostor(day.evil, Link.read(link), participant)


async def has_a_key(eve: Impostor) -> bool:
    return "epoch" in eve.kinds()


async def test_whoever_takes_an_admitted_participants_id_gets_no_key(day: EvilDay) -> None:
    ruiz = day.ruiz
    await day.reload(NEW_SEAT)
    maya, link, you = await day.waits("Pia")
    await admit(ruiz, "Pia")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    eve = await impostor_of(day, link, you)
    with day.evil.lying(eve.hook):
        await eve.knock()
        await until(lambda: has_a_key(eve), "without the defence Eve gets the key", 10, eve.kinds)
    await day.end_session()

    await day.reload()
    maya, link, you = await day.waits("Rosa")
    await admit(ruiz, "Rosa")
    await asyncio.gather(sees_face(ruiz, MAYA), sees_face(maya, RUIZ))
    eve = await impostor_of(day, link, you)
    with day.evil.lying(eve.hook):
        await eve.knock()
        await ruiz.reads("Rosa's browser has lost what led back into the session.")
        await ruiz.reads("They wait, and can be let in again.")
        await asyncio.sleep(SETTLES)
        assert "seat" in eve.kinds()
        assert eve.kinds() & KEYS == set()


async def in_the_place_of_whom_is_let_in(day: EvilDay, label: str) -> Impostor:
    """The server keeps an admission back until somebody else has a channel as the same participant."""
    _maya, link, you = await day.waits(label)
    eve = await impostor_of(day, link, you)
    kept: list[Said] = []

    def keeps_admission(line: Line, direction: Direction, said: Said) -> list[Said]:
        if direction == "to_server" and said["type"] == "admit":
            kept.append(said)
            return []
        return keeps_in(line, direction, said) and eve.hook(line, direction, said)

    async def has_a_seat() -> bool:
        return "seat" in eve.kinds()

    with day.evil.lying(keeps_admission):
        await admit(day.ruiz, label)
        await eve.knock()
        await until(has_a_seat, "Eve has a channel", 10, eve.kinds)
        await day.evil.host.to_server(kept[0])
        await asyncio.sleep(SETTLES)
    return eve


async def test_whoever_takes_a_participants_id_while_they_are_let_in_gets_no_key(day: EvilDay) -> None:
    await day.reload(STALE_ADMISSION)
    eve = await in_the_place_of_whom_is_let_in(day, "Sara")
    assert "epoch" in eve.kinds()
    await day.end_session()
    await day.reload()
    eve = await in_the_place_of_whom_is_let_in(day, "Tess")
    await day.ruiz.reads("into the session, and you have not let them in.")
    assert eve.kinds() & KEYS == set()
