"""A client's and a host's end, back to back, with a server between that may do what it likes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from telehealth.security.tokens import random_id, unpadded_bytes
from tests.privacy import envelopes
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content
from tests.privacy.derivation import Link
from tests.privacy.envelopes import Ask, Message, Open, Opened, Resume, Unknown
from tests.privacy.host_end import HostEnd
from tests.privacy.noise import public

CARD: Content = {"kind": "card", "name": "Maya"}


@dataclass
class Room:
    """A host, and what it takes to come in."""

    key: X25519PrivateKey
    id: str
    host: HostEnd
    link: Link

    @classmethod
    def opened(cls) -> Room:
        key, room = X25519PrivateKey.generate(), random_id()
        link = Link("", random_id(), unpadded_bytes(random_id()), public(key))
        return cls(key, room, HostEnd(key, room), link)

    def client(self, link: Link | None = None, **kept: Any) -> ClientEnd:  # noqa: ANN401 (of another page)
        """Somebody who holds the link, or another one."""
        participant = kept.pop("participant", random_id())
        end = ClientEnd(link or self.link, self.id, participant, lambda: [CARD], **kept)
        self.host.expects(end.participant, self.link)
        return end

    def reloaded(self) -> Room:
        """Another load of the host's page, with the list of seats."""
        host = HostEnd(self.key, self.id, self.host.participant)
        host.seats = self.host.seats
        return replace(self, host=host)


def carry(client: ClientEnd, host: HostEnd) -> list[Content]:
    """Pass everything on, both ways, until nobody has more to say; what the client was told."""
    told: list[Content] = []
    while client.outgoing or host.outgoing:
        while client.outgoing:
            host.receive(client.participant, client.outgoing.pop(0))
        while host.outgoing:
            to, body = host.outgoing.pop(0)
            if to == client.participant:
                told += client.receive(body)
    return told


def _begun(room: Room) -> ClientEnd:
    client = room.client()
    client.knock(room.host.participant)
    told = carry(client, room.host)
    assert [content["kind"] for content in told] == ["seat"]
    return client


def test_a_client_is_heard_given_a_seat_and_both_read_the_same_words() -> None:
    room = Room.opened()
    client = _begun(room)
    heard = room.host.clients[client.participant]
    assert heard.told == [CARD]
    assert heard.words == client.words
    assert heard.load == client.load
    assert client.seat == room.host.seats[client.participant][0]
    assert client.page == room.host.page
    room.host.tell(client.participant, {"kind": "note", "text": "Soon"})
    client.tell({"kind": "devices"})
    assert carry(client, room.host) == [{"kind": "note", "text": "Soon"}]
    assert heard.told == [CARD, {"kind": "devices"}]
    client.say_again()
    assert client.outgoing == []


def test_the_host_knows_nothing_of_anybody_before_their_first_message() -> None:
    room = Room.opened()
    client = room.client()
    client.knock(room.host.participant)
    assert room.host.receive(client.participant, client.outgoing.pop()) == []
    assert room.host.clients == {}
    assert room.host.seats == {}


def test_a_replayed_opening_creates_nothing_and_displaces_nobody() -> None:
    room = Room.opened()
    client = room.client()
    client.knock(room.host.participant)
    opening = client.outgoing[0]
    carry(client, room.host)
    known = room.host.clients[client.participant]
    again = envelopes.read(opening)
    assert isinstance(again, Open)
    for replayed in (again, Open(bytes(16), again.message)):
        room.host.receive(client.participant, bytes(replayed))
        room.host.outgoing.clear()
        assert room.host.clients[client.participant] is known
    client.tell({"kind": "devices"})
    carry(client, room.host)
    assert known.told[-1] == {"kind": "devices"}


def test_a_client_who_reloads_resumes_with_its_seat_and_keeps_its_words() -> None:
    room = Room.opened()
    client = _begun(room)
    other = room.client(participant=client.participant, seat=client.seat, words=client.words)
    other.knock(room.host.participant)
    assert isinstance(envelopes.read(other.outgoing[0]), Resume)
    assert carry(other, room.host) == []
    assert other.words == client.words == room.host.clients[client.participant].words
    assert other.load == room.host.clients[client.participant].load != client.load
    assert other.seat == client.seat


def test_a_host_that_reloads_asks_and_is_resumed_with() -> None:
    room = Room.opened()
    client = _begun(room)
    again = room.reloaded()
    again.host.expects(client.participant, room.link)
    again.host.ask(client.participant)
    carry(client, again.host)
    assert client.page == again.host.page != room.host.page
    assert again.host.clients[client.participant].words == client.words
    assert client.fresh_handshakes == 1


def test_an_ask_from_the_same_page_is_no_reason_to_begin_again() -> None:
    room = Room.opened()
    client = _begun(room)
    client.receive(bytes(Ask(room.host.page)))
    assert client.outgoing == []


def test_an_ask_while_a_knock_has_no_answer_repeats_the_knock() -> None:
    room = Room.opened()
    client = room.client()
    client.knock(room.host.participant)
    client.receive(bytes(Ask(room.host.page)))
    assert len(client.outgoing) == 2
    assert len(set(client.outgoing)) == 1


def test_a_false_ask_disturbs_no_channel() -> None:
    room = Room.opened()
    client = _begun(room)
    client.receive(bytes(Ask(bytes(16))))
    client.outgoing.clear()
    client.tell({"kind": "devices"})
    carry(client, room.host)
    assert room.host.clients[client.participant].told[-1] == {"kind": "devices"}


def test_a_seat_that_the_host_has_forgotten_begins_afresh_with_new_words() -> None:
    room = Room.opened()
    client = _begun(room)
    words, seat = client.words, client.seat
    del room.host.seats[client.participant]
    other = room.client(participant=client.participant, seat=seat, words=words)
    other.knock(room.host.participant)
    told = carry(other, room.host)
    assert [content["kind"] for content in told] == ["seat"]
    assert other.fresh_handshakes == 1
    assert other.seat != seat
    assert other.words == room.host.clients[client.participant].words


def test_a_stolen_seat_without_the_link_and_a_link_without_the_seat_resume_nothing() -> None:
    room = Room.opened()
    client = _begun(room)
    for link, seat in [
        (replace(room.link, secret=bytes(16)), client.seat),
        (room.link, bytes(32)),
    ]:
        thief = room.client(link, participant=client.participant, seat=seat)
        thief.knock(room.host.participant)
        room.host.receive(client.participant, thief.outgoing.pop())
        assert isinstance(envelopes.read(room.host.outgoing.pop()[1]), Unknown)


@pytest.mark.parametrize("what", ["secret", "room key", "invitation", "room", "participant", "host"])
def test_who_means_something_else_is_not_answered(what: str) -> None:
    room = Room.opened()
    links = {
        "secret": replace(room.link, secret=bytes(16)),
        "room key": replace(room.link, room_key=public(X25519PrivateKey.generate())),
        "invitation": replace(room.link, invitation=random_id()),
    }
    client = room.client(links.get(what))
    if what == "room":
        client.room = random_id()
    if what == "participant":
        client.participant = random_id()
    client.knock(random_id() if what == "host" else room.host.participant)
    sender = next(iter(room.host._links))
    assert room.host.receive(sender, client.outgoing.pop()) == []
    assert room.host.outgoing == []


def test_whoever_answers_with_another_key_learns_nothing() -> None:
    """A server that has the link's secret, say from a stolen copy, and not the room's private key."""
    room = Room.opened()
    client = room.client()
    impostor = HostEnd(X25519PrivateKey.generate(), room.id, room.host.participant)
    impostor.expects(client.participant, room.link)
    client.knock(room.host.participant)
    opening = client.outgoing[0]
    carry(client, impostor)
    assert impostor.clients == {}
    client.receive(bytes(Opened(opening[2:18], bytes(64))))
    assert client.correspondence is None
    assert client.outgoing == []


def test_a_link_with_a_swapped_room_key_gives_other_words_at_each_end() -> None:
    """Whoever stands between both has two handshakes: that is what the words are for."""
    room = Room.opened()
    theirs = Room.opened()
    between = HostEnd(theirs.key, room.id, room.host.participant)
    client = room.client(replace(room.link, room_key=public(theirs.key)))
    between.expects(client.participant, room.link)
    client.knock(room.host.participant)
    carry(client, between)
    relayed = room.client(participant=client.participant)
    relayed.knock(room.host.participant)
    carry(relayed, room.host)
    assert room.host.clients[client.participant].words == relayed.words
    assert room.host.clients[client.participant].words != client.words


def test_a_first_message_whose_random_number_does_not_fit_confirms_nobody() -> None:
    room = Room.opened()
    client = room.client()
    client.knock(room.host.participant)
    assert client._handshake is not None
    client._handshake = replace(client._handshake, random=bytes(32))
    assert carry(client, room.host) == []
    assert room.host.clients == {}
    assert room.host.seats == {}


def test_messages_of_another_channel_are_not_taken() -> None:
    room = Room.opened()
    one, two = _begun(room), _begun(room)
    one.tell({"kind": "devices"})
    body = one.outgoing.pop()
    room.host.receive(two.participant, body)
    envelope = envelopes.read(body)
    assert isinstance(envelope, Message)
    assert two.correspondence is not None
    moved = replace(envelope, channel=two.correspondence.channel)
    room.host.receive(two.participant, bytes(moved))
    assert room.host.clients[two.participant].told == [CARD]


def test_a_host_that_does_not_answer_is_asked_again_byte_for_byte() -> None:
    room = Room.opened()
    room.host.answers = False
    client = room.client()
    client.knock(room.host.participant)
    opening = client.outgoing[0]
    assert carry(client, room.host) == []
    client.say_again()
    assert client.outgoing == [opening]
    room.host.answers = True
    assert [content["kind"] for content in carry(client, room.host)] == ["seat"]


def test_an_answer_that_was_lost_is_given_again_and_opens_one_channel() -> None:
    room = Room.opened()
    client = room.client()
    client.knock(room.host.participant)
    room.host.receive(client.participant, client.outgoing.pop())
    lost = room.host.outgoing.pop()
    client.say_again()
    room.host.receive(client.participant, client.outgoing.pop())
    assert room.host.outgoing == [lost]
    assert [content["kind"] for content in carry(client, room.host)] == ["seat"]
