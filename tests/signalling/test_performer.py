"""Doing what a room wants done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from telehealth.core import effects
from telehealth.core.ids import InvitationId, LegId, ParticipantId
from telehealth.core.messages import Error, Pong, SealedIn
from telehealth.core.seat import Seat
from telehealth.relay import commands
from telehealth.signalling.connections import Connections
from telehealth.signalling.performer import Means, Performer
from telehealth.signalling.timers import Timers
from telehealth.signalling.writer import Writer
from tests.practice import ROOM, RUIZ, Practice, identifier
from tests.signalling.fakes import FakeClock, FakeMedia, Page

MAYA, DESK = ParticipantId(identifier("maya")), ParticipantId(identifier("desk"))
LINK = InvitationId(identifier("maya"))
ONE, OTHER = LegId(1), LegId(2)


@dataclass
class Scene:
    """A performer with all it needs."""

    practice: Practice
    writer: Writer
    clock: FakeClock = field(default_factory=FakeClock)
    media: FakeMedia = field(default_factory=FakeMedia)
    page: Page = field(default_factory=Page)
    fired: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        means = Means(
            self.media, self.practice.store, self.writer, self.clock, lambda room: f"hash of {room}"
        )
        self.connections = connections = Connections(ROOM)
        connections.seat(Seat(room=ROOM, participant=MAYA, role="client"), self.page)
        timers = Timers(self.clock, lambda name, _number: self.fired.append(name))
        self.performer = Performer(ROOM, RUIZ, means, connections, timers)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with Writer() as writer:
        yield Scene(await Practice().open(), writer)


def test_a_message_goes_to_the_persons_page(scene: Scene) -> None:
    scene.performer.perform(effects.Send(MAYA, Pong()))
    scene.performer.perform(effects.Send(ParticipantId("away"), Pong()))
    assert scene.page.received == [Pong()]


def test_what_somebody_seals_for_a_page_that_is_behind_is_refused_to_the_sender(scene: Scene) -> None:
    slow = Page(behind=True)
    scene.connections.seat(Seat(room=ROOM, participant=DESK, role="clinician"), slow)
    scene.performer.perform(effects.Send(DESK, SealedIn(ROOM, MAYA, "sealed"), MAYA))
    assert slow.received == []
    assert [(error.code, error.about, error.room) for error in scene.page.all(Error)] == [
        ("too_fast", "sealed", ROOM)
    ]
    scene.performer.perform(effects.Send(DESK, Pong()))
    assert slow.received == [Pong()]


@pytest.mark.parametrize(
    ("effect", "command"),
    [
        (effects.OpenLeg(ONE, MAYA, "session"), commands.OpenLeg(ROOM, 1, MAYA, "session")),
        (effects.CloseLeg(ONE), commands.CloseLeg(ROOM, 1)),
        (effects.Link(ONE, OTHER, open=False), commands.Link(ROOM, 1, 2, open=False)),
        (effects.Unlink(ONE, OTHER), commands.Unlink(ROOM, 1, 2)),
        (effects.PassAnswer(ONE, "v=0"), commands.Answer(ROOM, 1, "v=0")),
        (effects.Sends(ONE), commands.Sends(ROOM, 1)),
    ],
)
def test_media_is_the_relays(scene: Scene, effect: effects.AnyEffect, command: commands.AnyCommand) -> None:
    scene.performer.perform(effect)
    assert scene.media.told == [command]


def test_without_a_relay_whoever_was_to_get_a_leg_is_told(scene: Scene) -> None:
    scene.media.away = True
    for effect in (
        effects.OpenLeg(ONE, MAYA, "session"),
        effects.CloseLeg(ONE),
        effects.PassAnswer(ONE, "v=0"),
    ):
        scene.performer.perform(effect)
    assert [(error.code, error.room) for error in scene.page.all(Error)] == [("media_unavailable", ROOM)]
    scene.performer.close_room()


def test_timers_are_set_and_cancelled(scene: Scene) -> None:
    scene.performer.perform(effects.SetTimer("one", 5))
    scene.performer.perform(effects.SetTimer("other", 5))
    scene.performer.perform(effects.CancelTimer("other"))
    scene.clock.pass_seconds(5)
    assert scene.fired == ["one"]


async def test_facts_are_written_after_and_not_while_performing(scene: Scene) -> None:
    scene.performer.remember(Seat(room=ROOM, participant=MAYA, role="client", invitation=LINK))
    scene.performer.perform(effects.EndSeat(MAYA, LINK))
    scene.performer.perform(effects.EndInvitation(LINK))
    assert await scene.practice.store.seat(MAYA) is None
    await scene.writer._queue.join()
    seat, link = await scene.practice.store.seat(MAYA), await scene.practice.store.invitation(LINK)
    assert seat is not None
    assert seat.dead
    assert link is not None
    assert link.ended == scene.clock.date


async def test_the_audit_log_knows_staff_and_time_and_a_pseudonym_of_the_room(scene: Scene) -> None:
    scene.performer.perform(effects.Audit("admitted"))
    await scene.writer._queue.join()
    (entry,) = scene.practice.store.entries
    row = entry.row
    assert (row.event, row.staff, row.room, row.time) == (
        "admitted",
        RUIZ,
        f"hash of {ROOM}",
        scene.clock.date,
    )
    assert (row.method, row.consent_version) == ("", "")


async def test_the_audit_log_knows_how_an_identity_was_confirmed_and_what_was_agreed_to(scene: Scene) -> None:
    scene.performer.perform(effects.Audit("admitted", "photo_id", "2024-05"))
    await scene.writer._queue.join()
    row = scene.practice.store.entries[0].row
    assert (row.method, row.consent_version) == ("photo_id", "2024-05")


async def test_a_seat_is_written_down_once_and_a_clinicians_never(scene: Scene) -> None:
    seat = Seat(room=ROOM, participant=MAYA, role="client", invitation=LINK)
    scene.performer.remember(seat)
    scene.performer.remember(seat)
    scene.performer.remember(
        Seat(room=ROOM, participant=ParticipantId("desk"), role="clinician", clinician=RUIZ)
    )
    await scene.writer._queue.join()
    assert await scene.practice.store.seat(MAYA) is not None
    assert await scene.practice.store.seat(ParticipantId("desk")) is None


def test_the_relay_forgets_a_room_that_goes(scene: Scene) -> None:
    scene.performer.perform(effects.Dispose())
    assert scene.media.told == []
    scene.performer.close_room()
    assert scene.media.told == [commands.CloseRoom(ROOM)]
