"""Whole sessions between programs, through the demo's server and relay: no page of ours takes part."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.deadline import until
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.server import DemoServer, demo
from tests.browser.stranger import Stranger
from tests.browser.stranger_host import StrangerHost
from tests.browser.stranger_legs import Legs
from tests.browser.watching import alike
from tests.privacy.derivation import Link


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DemoServer]:
    with demo(tmp_path) as running:
        yield running


async def becomes(
    holds: Callable[[], object], what: str, instead: Callable[[], object] | None = None
) -> None:
    async def look() -> bool:
        return bool(holds())

    await until(look, what, 20, instead)


async def sees_and_hears(who: Legs, other: StrangerHost | Stranger) -> None:
    """From now on their picture is shown and their tone heard, by frames that only they could have sealed."""
    whose, looks, tone = other.participant, other.appearance, other.appearance.tone
    who.faces.pop(whose, None)
    who.voices.pop(whose, None)

    def seen() -> bool:
        return alike([list(corner) for corner in who.faces.get(whose, [])], looks)

    await becomes(seen, f"{who.appearance.name} sees {looks.name}", lambda: who.faces)
    await becomes(
        lambda: who.loudness(tone, whose) > 0.3 > 10 * who.loudness(tone * 2 + 137, whose),
        f"{who.appearance.name} hears {looks.name}",
        lambda: {one: who.loudness(tone, one) for one in who.voices},
    )


async def waits(host: StrangerHost, client: Stranger) -> None:
    """The client has been confirmed and says a card; nothing else of theirs is known before."""
    await becomes(lambda: client.participant in host.end.clients, f"{client.appearance.name} waits")
    assert host.end.clients[client.participant].told[0]["name"] == client.appearance.name
    await becomes(lambda: client.words, "both have words")
    assert client.words == host.end.clients[client.participant].words


async def test_two_programs_see_hear_and_write_to_each_other(server: DemoServer) -> None:
    links = [Link.read(server.client)]
    async with (
        StrangerHost.hosting(server.office, RUIZ, links) as ruiz,
        Stranger.joining(server.client, MAYA) as maya,
    ):
        await waits(ruiz, maya)
        await becomes(lambda: ruiz.end.clients[maya.participant].told[1:], "a preview is offered")
        assert ruiz.end.clients[maya.participant].told[1]["kind"] == "preview_key"
        assert maya.epoch == 0
        await ruiz.admit(maya.participant)
        await asyncio.gather(sees_and_hears(maya, ruiz), sees_and_hears(ruiz, maya))
        assert maya.epoch == ruiz.keyring.sending
        assert list(maya.faces) == [ruiz.participant]
        await maya.say("Can you hear me?")
        await becomes(lambda: ruiz.conversation.lines == [(maya.participant, "Can you hear me?")], "read")
        await ruiz.write("Yes")
        await becomes(lambda: maya.chat == [(ruiz.participant, "Yes")], "read, too")
        await becomes(lambda: not maya.conversation.unanswered, "answered")
        assert maya.refusals == []


async def test_a_program_that_loses_its_line_or_its_page_comes_back(server: DemoServer) -> None:
    links = [Link.read(server.client)]
    async with (
        StrangerHost.hosting(server.office, RUIZ, links) as ruiz,
        Stranger.joining(server.client, MAYA) as maya,
    ):
        await waits(ruiz, maya)
        await ruiz.admit(maya.participant)
        await sees_and_hears(maya, ruiz)
        words, told = maya.words, len(ruiz.told)
        await maya.reconnects()
        await sees_and_hears(maya, ruiz)
        assert maya.fresh_handshakes == 1
        await maya.reloads()
        await becomes(lambda: any(content["kind"] == "card" for _, content in ruiz.told[told:]), "resumed")
        assert (maya.words, maya.fresh_handshakes) == (words, 0)
        await ruiz.new_epoch(go=True)
        await asyncio.gather(sees_and_hears(maya, ruiz), sees_and_hears(ruiz, maya))
        assert maya.refusals == []


async def test_whoever_is_held_reads_nothing_and_who_comes_reads_nothing_from_before(
    server: DemoServer,
) -> None:
    links = [Link.read(server.client), Link.read(server.guest)]
    async with (
        StrangerHost.hosting(server.office, RUIZ, links) as ruiz,
        Stranger.joining(server.client, MAYA) as maya,
        Stranger.joining(server.guest, BEN) as ben,
    ):
        await waits(ruiz, maya)
        await waits(ruiz, ben)
        await ruiz.admit(maya.participant)
        await sees_and_hears(maya, ruiz)
        assert ben.counted.opened == 0
        before = maya.epoch
        await ruiz.admit(ben.participant)
        await asyncio.gather(
            sees_and_hears(ben, ruiz), becomes(lambda: maya.epoch != before, "others switch")
        )
        await becomes(lambda: set(maya.faces) == {ruiz.participant, ben.participant}, "Maya sees both")
        assert before not in ben.membership.keyring.held
        await ruiz.let_go("hold", maya.participant)
        await becomes(lambda: maya.standing == "held", "Maya is held")
        assert maya.membership.keyring.held == []
        assert maya.epoch is None
        await sees_and_hears(ben, ruiz)
        await ruiz.say("resume", participant=maya.participant)
        ruiz.admitted[maya.participant] = 3
        await ruiz.new_epoch(go=False)
        await asyncio.gather(sees_and_hears(ruiz, ben), becomes(lambda: maya.epoch, "Maya is back"))
        assert maya.refusals == ben.refusals == []
