"""Who of a room's people is connected."""

from __future__ import annotations

from telehealth.core.ids import ParticipantId
from telehealth.core.messages import Pong
from telehealth.core.seat import Seat
from telehealth.signalling.connections import Connections
from tests.practice import ROOM
from tests.signalling.fakes import Page

MAYA, BEN = ParticipantId("maya"), ParticipantId("ben")


def seat(participant: ParticipantId) -> Seat:
    return Seat(room=ROOM, participant=participant, role="client")


def test_a_message_reaches_the_page_that_holds_the_place() -> None:
    connections, page, other = Connections(ROOM), Page(), Page()
    connections.seat(seat(MAYA), page)
    connections.seat(seat(BEN), other)
    connections.send(MAYA, Pong())
    connections.send(ParticipantId("nobody"), Pong())
    assert page.received == [Pong()]
    assert other.received == []
    assert page.places == {ROOM: MAYA}


def test_a_page_that_has_fallen_behind_is_not_sent_what_is_only_offered() -> None:
    connections, page = Connections(ROOM), Page(behind=True)
    connections.seat(seat(MAYA), page)
    assert not connections.offer(MAYA, Pong())
    assert page.received == []
    page.behind = False
    assert connections.offer(MAYA, Pong())
    assert page.received == [Pong()]
    assert connections.offer(BEN, Pong())


def test_a_second_window_displaces_the_first() -> None:
    connections, first, second = Connections(ROOM), Page(), Page()
    connections.seat(seat(MAYA), first)
    connections.seat(seat(MAYA), second)
    connections.send(MAYA, Pong())
    assert first.lost == [f"displaced {ROOM}"]
    assert first.received == []
    assert second.received == [Pong()]


def test_the_same_window_does_not_displace_itself() -> None:
    connections, page = Connections(ROOM), Page()
    connections.seat(seat(MAYA), page)
    connections.seat(seat(MAYA), page)
    assert page.lost == []


def test_a_displaced_window_that_goes_takes_nobody_along() -> None:
    connections, first, second = Connections(ROOM), Page(), Page()
    connections.seat(seat(MAYA), first)
    connections.seat(seat(MAYA), second)
    assert not connections.leave(MAYA, first)
    assert connections.holds(MAYA, second)
    assert connections.leave(MAYA, second)
    assert not connections.leave(MAYA, second)


def test_everybody_is_let_go_when_the_room_goes() -> None:
    connections, page = Connections(ROOM), Page()
    connections.seat(seat(MAYA), page)
    connections.dismiss()
    connections.send(MAYA, Pong())
    assert page.lost == [f"dismissed {ROOM}"]
    assert page.received == []


def test_what_everybody_is_to_know_is_sent_to_everybody_connected() -> None:
    connections = Connections(ROOM)
    pages = [Page(), Page(), Page()]
    for name, page in zip((MAYA, BEN, "zoe"), pages, strict=True):
        connections.seat(seat(ParticipantId(name)), page)
    connections.leave(BEN, pages[1])
    connections.send_all(Pong())
    assert [page.received for page in pages] == [[Pong()], [], [Pong()]]


def test_whoever_had_the_id_by_another_right_is_told_that_they_are_gone() -> None:
    connections, thief, desk = Connections(ROOM), Page(), Page()
    connections.seat(seat(MAYA), thief)
    connections.seat(Seat(room=ROOM, participant=MAYA, role="clinician"), desk)
    connections.send(MAYA, Pong())
    assert thief.lost == [f"evicted {ROOM}"]
    assert (thief.received, desk.received) == ([], [Pong()])
