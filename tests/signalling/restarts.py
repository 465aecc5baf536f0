"""A hub that is killed, and another one on the same store, to whose relay the first has spoken."""

from __future__ import annotations

from telehealth.core.ids import RoomId
from telehealth.core.messages import Welcome
from telehealth.core.opening import Seated, TakeSeat
from telehealth.core.participant import Standing
from telehealth.relay import commands
from tests.practice import ROOM, identifier
from tests.signalling.fakes import FakeMedia, Page
from tests.signalling.scene import SIGNED_IN, Scene


async def killed(scene: Scene) -> Scene:
    """The next life: nothing is said to anybody, and what was to be written is."""
    await scene.settle()
    for task in scene.hub._rooms.values():
        assert task._task is not None
        task._task.cancel()
    return Scene(scene.practice, scene.writer, scene.clock, FakeMedia())


def kept(media: FakeMedia, room: RoomId = ROOM) -> commands.Kept:
    """What a relay that was told this tells the next server."""
    legs: dict[int, commands.KeptLeg] = {}
    links: dict[tuple[int, int], bool] = {}
    for said in media.told:
        match said:
            case commands.OpenLeg():
                legs[said.leg] = commands.KeptLeg(said.leg, said.participant, said.kind, True, (), "")
            case commands.CloseLeg():
                del legs[said.leg]
                links = {ends: gate for ends, gate in links.items() if said.leg not in ends}
            case commands.Link():
                links[said.sender, said.receiver] = said.open
            case commands.Unlink():
                del links[said.sender, said.receiver]
            case _:
                pass
    ends = tuple(commands.KeptLink(*ends, gate) for ends, gate in links.items())
    return commands.Kept(room, tuple(legs.values()), ends)


def greeted(scene: Scene, *rooms: commands.Kept) -> None:
    """The relay's worker of the usual room is connected, and carries these."""
    scene.hub.relay_back(scene.media.worker_of(ROOM), rooms)


def seated(name: str, standing: str = "admitted", method: str | None = "recognised") -> Seated:
    """What the host's page says of somebody who came by the link of that name."""
    at = Standing(standing).value
    return Seated(
        participant=identifier(name),
        invitation=identifier(name),
        standing=at,  # type: ignore[arg-type]
        method=method,  # type: ignore[arg-type]
    )


def token(page: Page) -> str:
    """What the page comes back with."""
    return page.all(Welcome)[-1].seat


async def host_back(scene: Scene, desk: Page, *people: Seated, leg: int = 0) -> Page:
    """The page that hosted takes its seat, and says who was where."""
    return await scene.come(TakeSeat(token(desk), leg, hosts=True, people=people), SIGNED_IN)


async def client_back(scene: Scene, page: Page, leg: int = 0) -> Page:
    """Another page takes its seat."""
    return await scene.come(TakeSeat(token(page), leg))
