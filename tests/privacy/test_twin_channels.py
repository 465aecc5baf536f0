"""The control channel with a page's module at one end and the second implementation at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from telehealth.security.tokens import random_id, unpadded_bytes, unpadded_text
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content
from tests.privacy.derivation import Link
from tests.privacy.envelopes import Opened
from tests.privacy.host_end import HostEnd
from tests.privacy.noise import public
from tests.privacy.twin import Refused, Twin

CARD: Content = {"kind": "card", "name": "Maya Ångström"}


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin.started() as running:
        yield running


class Place:
    """A room with one link, whoever takes which part."""

    def __init__(self) -> None:
        self.key = X25519PrivateKey.generate()
        self.room, self.client, self.host = random_id(), random_id(), random_id()
        self.link = Link("", random_id(), unpadded_bytes(random_id()), public(self.key))

    def ids(self) -> dict[str, str]:
        return {
            "room": self.room,
            "invitation": self.link.invitation,
            "client": self.client,
            "host": self.host,
        }

    async def page_of_client(self, twin: Twin, seat: bytes | None = None) -> None:
        """The page is the client's, and knocks."""
        shared = {"secret": self.link.secret, "resumption": seat, "roomKey": self.link.room_key}
        await twin.ask("client", **self.ids(), **shared)

    async def page_of_host(self, twin: Twin, seat: bytes | None = None) -> None:
        """The page is the host's, and waits."""
        private = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        pair = {"publicKey": public(self.key), "privateKey": private}
        await twin.ask("host", **self.ids(), **pair, secret=self.link.secret, resumption=seat)

    def host_end(self) -> HostEnd:
        end = HostEnd(self.key, self.room, self.host)
        end.expects(self.client, self.link)
        return end

    def client_end(self, seat: bytes | None = None, words: tuple[int, ...] | None = None) -> ClientEnd:
        return ClientEnd(self.link, self.room, self.client, lambda: [CARD], seat, words)


def _taken_from(bodies: list[Any]) -> list[bytes]:
    taken = [body if isinstance(body, bytes) else body[1] for body in bodies]
    bodies.clear()
    return taken


async def test_a_pages_client_and_a_programs_host_talk_and_resume(twin: Twin) -> None:
    place, told = Place(), list[Any]()
    host = place.host_end()

    async def carry(until: str) -> dict[str, Any]:
        return await twin.carry(
            lambda body: told.extend(host.receive(place.client, body)),
            lambda: _taken_from(host.outgoing),
            until,
        )

    await place.page_of_client(twin)
    opened = await carry("opened")
    assert await twin.ask("tell", content=CARD) == 1
    assert (await carry("content"))["content"]["kind"] == "seat"
    assert (await carry("acknowledged"))["number"] == 1
    assert told == [CARD]
    assert list(host.clients[place.client].words) == opened["words"]
    assert unpadded_text(host.clients[place.client].load) == opened["load"]
    host.tell(place.client, {"kind": "note", "text": "Soon"})
    assert (await carry("content"))["content"] == {"kind": "note", "text": "Soon"}

    seat, words = host.seats[place.client]
    await place.page_of_client(twin, seat)
    assert (await carry("opened"))["words"] is None
    await twin.ask("tell", content=CARD)
    assert (await carry("acknowledged"))["number"] == 1
    assert host.clients[place.client].words == words
    assert told == [CARD, CARD]


async def test_a_programs_client_and_a_pages_host_talk_and_resume(twin: Twin) -> None:
    place, told = Place(), list[Any]()
    client, seat = place.client_end(), b"R" * 32

    async def carry(until: str) -> dict[str, Any]:
        return await twin.carry(
            lambda body: told.extend(client.receive(body)), lambda: _taken_from(client.outgoing), until
        )

    await place.page_of_host(twin)
    client.knock(place.host)
    confirmed = await carry("confirmed")
    assert client.words is not None
    assert (confirmed["fresh"], confirmed["words"]) == (True, list(client.words))
    assert confirmed["load"] == unpadded_text(client.load)
    assert (await carry("content"))["content"] == CARD
    await twin.ask("tell", content={"kind": "seat", "r": unpadded_text(seat)})
    assert (await carry("acknowledged"))["number"] == 1
    assert client.seat == seat
    assert told[0]["kind"] == "seat"

    again = place.client_end(seat, client.words)
    client = again
    await place.page_of_host(twin, seat)
    client.knock(place.host)
    assert (await carry("confirmed"))["fresh"] is False
    assert (await carry("content"))["content"] == CARD


async def test_a_page_that_hosts_does_not_know_a_seat_and_the_program_begins_afresh(twin: Twin) -> None:
    place = Place()
    client = place.client_end(b"R" * 32)
    await place.page_of_host(twin)
    client.knock(place.host)
    confirmed = await twin.carry(client.receive, lambda: _taken_from(client.outgoing), "confirmed")
    assert confirmed["fresh"] is True
    assert client.fresh_handshakes == 1


async def test_a_programs_host_does_not_know_a_seat_and_the_page_begins_afresh(twin: Twin) -> None:
    place = Place()
    host = place.host_end()
    await place.page_of_client(twin, b"R" * 32)

    async def carry(until: str) -> dict[str, Any]:
        def receive(body: bytes) -> list[Content]:
            return host.receive(place.client, body)

        return await twin.carry(receive, lambda: _taken_from(host.outgoing), until)

    await carry("unknown")
    assert (await carry("opened"))["words"] is not None


async def test_a_page_is_not_taken_in_by_whoever_has_the_link_and_not_the_rooms_key(twin: Twin) -> None:
    place = Place()
    host, impostor = place.host_end(), HostEnd(X25519PrivateKey.generate(), place.room, place.host)
    impostor.expects(place.client, place.link)

    def heard(body: bytes) -> None:
        impostor.receive(place.client, body)
        host.outgoing.append((place.client, bytes(Opened(body[2:18], bytes(64)))))
        host.receive(place.client, body)

    await place.page_of_client(twin)
    opened = await twin.carry(heard, lambda: _taken_from(host.outgoing), "opened")
    await twin.ask("tell", content=CARD)
    await twin.carry(heard, lambda: _taken_from(host.outgoing), "acknowledged")
    assert list(host.clients[place.client].words) == opened["words"]
    assert impostor.outgoing == []
    assert impostor.clients == {}


async def test_a_page_that_hosts_confirms_nobody_but_who_has_begun(twin: Twin) -> None:
    """Not a knock that was recorded, nor one for another room, nor somebody who promised another number."""
    place = Place()
    recorded, other, liar, client = (place.client_end() for _ in range(4))
    other.link = replace(place.link, room_key=Place().link.room_key)
    await place.page_of_host(twin)
    for end in (recorded, other, liar):
        end.knock(place.host)
        await twin.ask("receive", body=end.outgoing.pop())
    assert liar._handshake is not None
    liar._handshake = replace(liar._handshake, random=bytes(32))
    while liar.correspondence is None:
        liar.receive(await twin.transmitted())
    for body in _taken_from(liar.outgoing):
        await twin.ask("receive", body=body)
    client.knock(place.host)
    confirmed = await twin.carry(client.receive, lambda: _taken_from(client.outgoing), "confirmed")
    assert confirmed["load"] == unpadded_text(client.load)


async def test_a_page_refuses_every_algorithm_but_the_channels(twin: Twin) -> None:
    place = Place()
    await place.page_of_host(twin)
    for body in (b"\0" + b'{"kind":"open","channel":"AAAAAAAAAAAAAAAAAAAAAA"}', b"\3\1" + bytes(96)):
        with pytest.raises(Refused, match="algorithm"):
            await twin.ask("receive", body=body)
