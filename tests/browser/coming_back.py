"""How long two who saw and heard each other do not, when something breaks between them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.browser.deadline import until
from tests.browser.journey import admit, check_in, sit_down
from tests.browser.person import Person
from tests.browser.server import Server
from tests.browser.watching import Frames, frames, hears_voice, sees_face, watch

NEW_FRAMES = 5
"""So many make a picture that moves again."""
LISTENING = 2.0
"""Seconds that it takes at most to find out that somebody is heard."""
STILL = 0.4
"""Seconds without a frame after which a picture stands still: eight frames of these cameras."""
NO_SERVER = re.compile(
    r"ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|WebSocket connection to \S+ failed"
    r"|can.t establish a connection to the server at ws:|connection to ws:\S+ was interrupted"
)
"""What browsers write to their console of a server that is away."""


@dataclass(frozen=True)
class Regard:
    """One person who looks at another."""

    person: Person
    other: Person
    whose: str
    """The other's participant id."""

    async def begin(self) -> None:
        """Note the frames from now on."""
        await watch(self.person)

    async def now(self) -> float:
        """The page's clock, in ms."""
        return float(await self.person.evaluate("() => performance.now()"))

    async def since(self, moment: float) -> Frames:
        """The frames after a moment of the page's clock."""
        noted = await frames(self.person, self.whose)
        return Frames([time for time in noted.times if time > moment])

    async def stands_still(self) -> None:
        """Wait until the picture of the other does not move any more."""

        async def still() -> bool:
            return (await self.since(await self.now() - 1000 * STILL)).times == []

        await until(still, f"{self.person.appearance.name} sees no new frame", 5)

    async def moves_on(self, moment: float, seconds: float) -> None:
        """Wait until there are new frames since a moment."""

        async def moves() -> bool:
            return len((await self.since(moment)).times) >= NEW_FRAMES

        await until(moves, f"{self.person.appearance.name} sees frames again", seconds)

    async def goes_on(self, moment: float, seconds: float) -> None:
        """Wait until there are new frames since a moment, with the other's face, and their voice is heard."""
        name = self.person.appearance.name
        await self.moves_on(moment, seconds)
        whose = await sees_face(self.person, self.other.appearance, seconds)
        assert whose == self.whose, f"{name} sees the same person in another place"
        await hears_voice(self.person, self.other.appearance, self.whose, seconds)


class Pair:
    """Two people who look at each other."""

    def __init__(self, one: Person, other: Person, as_one: str, as_other: str) -> None:
        self._both = (Regard(one, other, as_other), Regard(other, one, as_one))

    async def begin(self) -> None:
        """Note each frame of both from now on."""
        await asyncio.gather(*(regard.begin() for regard in self._both))

    async def moments(self) -> list[float]:
        """Now, by the clock of each page."""
        return list(await asyncio.gather(*(regard.now() for regard in self._both)))

    async def stand_still(self) -> None:
        """Wait until neither sees the other move."""
        await asyncio.gather(*(regard.stands_still() for regard in self._both))

    async def are_back(self, moments: Iterable[float], seconds: float) -> float:
        """Wait until both see and hear each other by what came after these moments; return how long it took.

        Up to `LISTENING` of it is the finding out. Raises `AssertionError` if all of it takes longer.
        """
        clock = asyncio.get_running_loop()
        started = clock.time()
        pairs = zip(self._both, moments, strict=True)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(regard.goes_on(moment, seconds) for regard, moment in pairs))
        except TimeoutError as error:
            raise AssertionError(
                f"after {seconds:g} s the two still do not both see and hear each other"
            ) from error
        return clock.time() - started

    async def longest_gap(self, moments: Iterable[float]) -> float:
        """The longest that either saw no new frame of the other since then, in seconds."""
        pairs = zip(self._both, moments, strict=True)
        seen = await asyncio.gather(*(regard.since(moment) for regard, moment in pairs))
        return max(each.longest_gap for each in seen)


async def in_session(clinician: Person, client: Person, server: Server) -> Pair:
    """Bring two people into a session, who see each other."""
    await asyncio.gather(sit_down(clinician, server), check_in(client, server.client))
    await admit(clinician, client.appearance.name)
    return await pair_of(clinician, client)


async def pair_of(clinician: Person, client: Person) -> Pair:
    """Two who are in session, as soon as they see each other."""
    as_client, as_clinician = await asyncio.gather(
        sees_face(clinician, client.appearance), sees_face(client, clinician.appearance)
    )
    return Pair(clinician, client, as_clinician, as_client)


def forgive(people: Iterable[Person], complaint: re.Pattern[str] = NO_SERVER) -> None:
    """A browser whose server was away has complained of that, or of what is said. Of nothing else."""
    for person in people:
        person.complaints[:] = [text for text in person.complaints if not complaint.search(text)]
