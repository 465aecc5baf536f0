"""Two programs talk through the real server, which passes on what it cannot read."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from telehealth.security.tokens import random_id
from tests.attacks.caller import Caller
from tests.attacks.correspondents import Hosting, LinkHolder
from tests.attacks.house import house
from tests.practice import COOKIE, hello, watch
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content
from tests.privacy.derivation import Link
from tests.privacy.host_end import HostEnd
from tests.privacy.noise import public

CARD: Content = {"kind": "card", "name": "Maya Quintana", "place": "Calle del Sol 12"}


@asynccontextmanager
async def correspondence(folder: Path) -> AsyncIterator[tuple[Hosting, LinkHolder, Caller, Caller]]:
    """A host and somebody who waits, each with a program's end, and nothing said yet."""
    desk, maya, room, key = random_id(), random_id(), random_id(), X25519PrivateKey.generate()
    link = Link("", random_id(), secrets.token_bytes(16), public(key))
    async with (
        house(folder) as at,
        Caller.at(at.url, watch(desk), COOKIE) as ruiz,
        Caller.at(at.url, hello("maya", maya)) as client,
    ):
        host = HostEnd(key, room, desk)
        host.expects(maya, link)
        holder = ClientEnd(link, room, maya, lambda: [CARD])
        await client.say("check_in")
        await ruiz.hears("arrived", participant=maya)
        yield Hosting(ruiz, host), LinkHolder(client, holder), ruiz, client


async def test_a_card_arrives_and_none_of_it_was_to_be_read_on_the_way(tmp_path: Path) -> None:
    async with correspondence(tmp_path) as (host, maya, ruiz, client):
        await maya.knock(host.end.participant)
        assert await host.is_told(maya.end.participant, "card") == CARD
        await maya.is_told("seat")
        assert host.end.clients[maya.end.participant].words == maya.end.words
        await host.tell(maya.end.participant, {"kind": "note", "text": "One more minute"})
        assert (await maya.is_told("note"))["text"] == "One more minute"
        passed_on = str(ruiz.heard) + str(client.heard)
        for text in ("Quintana", "Calle", "minute"):
            assert text not in passed_on


async def test_a_program_that_begins_again_resumes_its_seat(tmp_path: Path) -> None:
    async with correspondence(tmp_path) as (host, maya, _ruiz, client):
        await maya.knock(host.end.participant)
        await maya.is_told("seat")
        before = maya.end
        end = ClientEnd(
            before.link, before.room, before.participant, lambda: [CARD], before.seat, before.words
        )
        again = LinkHolder(client, end)
        await again.knock(host.end.participant)
        await again.is_open()
        await again.tell({"kind": "devices", "microphone": "off", "camera": "off"})
        await host.is_told(end.participant, "devices")
        assert host.end.clients[end.participant].words == end.words == before.words
        assert end.fresh_handshakes == 0
