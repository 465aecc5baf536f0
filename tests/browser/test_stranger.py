"""A stranger's program takes part by the protocol document alone."""

from __future__ import annotations

import asyncio

from tests.browser.deadline import until
from tests.browser.journey import admit, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.stranger import Stranger
from tests.browser.watching import alike, sees_and_hears


async def test_an_independent_client_exchanges_sound_and_picture_with_a_browser(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    async with Stranger.joining(server.client, MAYA) as maya:
        await sit_down(ruiz, server)
        await admit(ruiz, MAYA.name)
        await sees_and_hears(ruiz, MAYA)

        async def sees() -> bool:
            return alike([list(corner) for corner in maya.corners], RUIZ)

        async def hears() -> bool:
            return maya.loudness(RUIZ.tone) > 0.3 > 10 * maya.loudness(RUIZ.tone * 2 + 137)

        await until(sees, "the stranger sees the clinician", 15, instead=lambda: maya.corners)
        await until(hears, "the stranger hears the clinician", 15, instead=lambda: maya.loudness(RUIZ.tone))
        before = maya.frames
        await asyncio.sleep(2)
        assert maya.frames - before >= 20
        assert maya.refusals == []
