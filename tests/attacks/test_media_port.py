"""Whoever can reach the media port can send it anything, while people are talking."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable

import pytest

from tests.attacks.datagrams import attacker, mutated, templates, valid_check
from tests.browser.conftest import People, people, recordings, server
from tests.browser.deadline import until
from tests.browser.journey import admit, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.server import DemoServer
from tests.browser.stranger import Stranger
from tests.browser.watching import frame_rate, sees_and_hears

__all__ = ["people", "recordings", "server"]

pytestmark = pytest.mark.browser

DATAGRAMS = 20_000
REASONS = {"empty", "oversized", "bad_stun", "unverified_source", "unknown_first_byte"}
COUNT = re.compile(r"(\w+)=(\d+)")
BURST = 40
PAUSE = 0.01
"""Seconds after each burst: 4,000 datagrams a second."""


async def test_twenty_thousand_mutated_datagrams_do_not_disturb_a_call(
    server: DemoServer,
    people: People,
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    async with Stranger.joining(server.client, MAYA) as maya:
        await sit_down(ruiz, server)
        await admit(ruiz, MAYA.name)
        as_maya = await sees_and_hears(ruiz, MAYA)
        target, check = _known_to_an_eavesdropper(maya.last_offer)
        lines_before = server.log.count("\n")
        seen_before = maya.frames
        loop = asyncio.get_running_loop()
        started = loop.time()
        await _attack(target, check, maya.own_ssrc)
        seconds = loop.time() - started
        assert await frame_rate(ruiz, as_maya) >= 10
        assert maya.frames - seen_before >= 10 * seconds
        assert maya.refusals == []
        await until(_counted(server), "the relay counted what was thrown at it", 15, lambda: server.log)
        assert server.log.count("\n") - lines_before <= loop.time() - started + 1


def _counted(server: DemoServer) -> Callable[[], Awaitable[bool]]:
    """Whether the log says by now that most of it arrived and was dropped, each kind for its own reason."""

    async def counted() -> bool:
        drops: dict[str, int] = {}
        for line in server.log.splitlines():
            if "relay_drops" in line:
                drops |= {name: int(count) for name, count in COUNT.findall(json.loads(line)["reason"])}
        return sum(drops.values()) > DATAGRAMS // 2 and drops.keys() >= REASONS

    return counted


def _known_to_an_eavesdropper(offer: str) -> tuple[tuple[str, int], bytes]:
    """The media address, and a check that was valid when the client sent it."""
    found = re.search(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", offer)
    fragment, password = re.search(r"a=ice-ufrag:(\S+)", offer), re.search(r"a=ice-pwd:(\S+)", offer)
    assert found
    assert fragment
    assert password
    return (found[1], int(found[2])), valid_check(fragment[1], password[1])


async def _attack(target: tuple[str, int], check: bytes, ssrc: int) -> None:
    dice = random.Random(20_000)
    beginnings = templates(check, ssrc)
    sockets = [attacker(target[0]) for _ in range(12)]
    try:
        for sent in range(0, DATAGRAMS, BURST):
            for number in range(BURST):
                source = sockets[(sent + number) % len(sockets)]
                replayed = number == 0
                source.sendto(check if replayed else mutated(dice, beginnings), target)
            await asyncio.sleep(PAUSE)
    finally:
        for source in sockets:
            source.close()
