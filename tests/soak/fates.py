"""What becomes of sessions: they begin, break off, come back and end, in every way there is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from tests.office import Office
from tests.soak.seat import PATIENCE, Seat, converse, until

Fate = Callable[["Scene"], Awaitable[None]]


@dataclass
class Scene:
    """A clinician's room: their page, which stays from session to session, and two links of one case."""

    session: aiohttp.ClientSession
    office: Office
    desk: Seat
    client: str
    guest: str
    sessions: int = 0
    legs: int = 0

    @classmethod
    async def set(cls, session: aiohttp.ClientSession, office: Office) -> Scene:
        """A page in its room, and nobody else."""
        client = await asyncio.to_thread(office.invite, "Maya")
        guest = await asyncio.to_thread(office.invite_guest, "Maya")
        desk = Seat(session, office.url, office.room, office._cookies)
        await desk.watch()
        return cls(session, office, desk, client, guest)

    async def waits(self, link: str) -> Seat:
        """Somebody who has checked in; the two write to each other."""
        seat = Seat(self.session, self.office.url, self.office.room)
        await seat.enter(link)
        await seat.say("check_in")
        await self.desk.stands("waiting", seat.id)
        letters = self.desk.letters, seat.letters
        await seat.write(self.desk.id)
        await self.desk.write(seat.id)
        await until(lambda: (self.desk.letters, seat.letters) > letters, "sealed words pass", self.desk, seat)
        return seat

    async def admit(self, seat: Seat) -> None:
        """Let somebody in who waits."""
        await self.decide("admit", seat, method="recognised")
        await seat.stands("admitted")
        self.sessions += 1

    async def decide(self, what: str, seat: Seat, **fields: object) -> None:
        """The host decides about somebody."""
        await self.desk.say(what, participant=seat.id, **fields)

    async def calls(self) -> Seat:
        """Clinician and client see and hear each other."""
        maya = await self.waits(self.client)
        await self.admit(maya)
        await converse(self.desk, maya)
        return maya

    async def is_over(self, *seats: Seat) -> None:
        """Everybody goes, and of the desk's connections none is left."""
        for seat in seats:
            await seat.go()
            self.legs += seat.opened_legs
            assert seat.refusals == []
        await until(lambda: self.desk.session_leg == 0, "the desk's legs are closed", self.desk)


async def leaves(scene: Scene) -> None:
    """The client goes by themselves."""
    maya = await scene.calls()
    await maya.say("leave")
    await maya.stands("left")
    await scene.is_over(maya)


async def ends(scene: Scene) -> None:
    """The clinician ends the session."""
    maya = await scene.calls()
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya)


async def is_removed(scene: Scene) -> None:
    """For good: the seat is dead."""
    maya = await scene.calls()
    await scene.decide("remove", maya)
    await until(lambda: "removed" in maya.endings, "it is said", maya)
    await scene.is_over(maya)


async def never_comes_back(scene: Scene) -> None:
    """The connection breaks, sound and picture with it, and the clinician ends the session at last."""
    maya = await scene.calls()
    await maya.lose_socket()
    await maya.go()
    await scene.desk.say("end")
    await scene.desk.stands("ended", maya.id)
    await scene.is_over(maya)


async def reloads(scene: Scene) -> None:
    """The client's page is loaded anew: another leg, the same place."""
    maya = await scene.calls()
    await maya.lose_socket()
    await maya.come_back(reloaded=True)
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya)


async def keeps_talking(scene: Scene) -> None:
    """Only the WebSocket breaks: the leg goes on."""
    maya = await scene.calls()
    await maya.lose_socket()
    await converse(scene.desk, maya)
    await maya.come_back(reloaded=False)
    await converse(scene.desk, maya)
    await maya.say("leave")
    await maya.stands("left")
    await scene.is_over(maya)


async def falls_silent(scene: Scene) -> None:
    """What the page sends does not arrive, and the relay gives the leg up."""
    maya = await scene.calls()
    broken = maya.session_leg
    assert maya.media is not None
    maya.media.fall_silent()
    async with asyncio.timeout(PATIENCE):
        while maya.session_leg == broken:
            await maya.say("sending", leg=broken)
            await asyncio.sleep(0.5)
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya)


async def hears_nothing(scene: Scene) -> None:
    """Nothing comes through any more: the page asks for another leg."""
    maya = await scene.calls()
    broken = maya.session_leg
    assert maya.media is not None
    maya.media.fall_silent()
    await maya.say("renew", leg=broken)
    await until(lambda: maya.session_leg not in {0, broken}, "there is another leg", maya)
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya)


async def is_held(scene: Scene) -> None:
    """A pause, and back."""
    maya = await scene.calls()
    await scene.decide("hold", maya)
    await maya.stands("held")
    await until(lambda: maya.session_leg == 0, "nothing is sent in a pause", maya)
    await scene.decide("resume", maya)
    await converse(scene.desk, maya)
    await maya.say("leave")
    await maya.stands("left")
    await scene.is_over(maya)


async def waits_again(scene: Scene) -> None:
    """Sent back, and declined in the end."""
    maya = await scene.calls()
    await scene.decide("send_back", maya)
    await maya.stands("waiting")
    await scene.decide("decline", maya)
    await maya.stands("declined")
    await scene.is_over(maya)


async def clinician_reloads(scene: Scene) -> None:
    """The clinician's page is loaded anew in the middle of it."""
    maya = await scene.calls()
    await scene.desk.lose_socket()
    await scene.desk.come_back(reloaded=True)
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya)


async def is_previewed(scene: Scene) -> None:
    """Looked at before, on a leg of its own."""
    maya = await scene.waits(scene.client)
    legs = scene.desk.opened_legs
    await scene.decide("preview", maya, on=True)
    await until(lambda: maya.media is not None and scene.desk.opened_legs > legs, "there are legs", maya)
    await scene.decide("preview", maya, on=False)
    await scene.admit(maya)
    await converse(scene.desk, maya)
    await maya.say("leave")
    await maya.stands("left")
    await scene.is_over(maya)


async def are_three(scene: Scene) -> None:
    """A guest comes and goes: a pair, a group, a pair again."""
    maya = await scene.calls()
    ben = await scene.waits(scene.guest)
    await scene.admit(ben)
    await converse(scene.desk, maya, ben)
    await ben.say("leave")
    await ben.stands("left")
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    await scene.is_over(maya, ben)


async def survives(scene: Scene, maya: Seat, died: str) -> None:
    """One of the server's processes was killed in the middle of it."""
    if died == "web":
        await scene.desk.come_back(reloaded=False)
        await maya.come_back(reloaded=False)
        await maya.stands("admitted")
    await converse(scene.desk, maya)
    await scene.desk.say("end")
    await maya.stands("ended")
    # While the relay is away nobody can have a leg, and is told so.
    told = {"offer: media_unavailable"} if died == "relay" else set()
    maya.refusals = [refusal for refusal in maya.refusals if refusal not in told]
    await scene.is_over(maya)


FATES: tuple[Fate, ...] = (
    leaves,
    is_held,
    never_comes_back,
    are_three,
    is_removed,
    reloads,
    waits_again,
    hears_nothing,
    is_previewed,
    ends,
    clinician_reloads,
    falls_silent,
    keeps_talking,
)
