"""Handshakes against aiortc's client, over good and bad networks and beside garbage."""

from __future__ import annotations

import ast
import asyncio
import gc
import inspect
import random
import re
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiortc import RTCIceGatherer, RTCIceTransport
from hypothesis import given, settings
from hypothesis import strategies as st

from telehealth.relay import dtls, srtp
from telehealth.relay.dtls import (
    BACKLOG,
    LARGEST_DATAGRAM,
    PRIVATE_NAMES,
    Dtls,
    HandshakeFailed,
    split_flight,
)
from tests.relay.handshake import Ends
from tests.relay.packets import rtp

FATAL_ALERT = bytes.fromhex("15 fefd 0000 000000000007 0002 0228")
"""handshake_failure, in clear."""


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    ends = Ends()
    yield ends
    await ends.close()


async def agree(ends: Ends) -> None:
    protection = await ends.connect()
    assert protection.open_rtp(ends.browser._tx_srtp.protect(rtp(7, 1))) == rtp(7, 1)
    sealed = protection.seal_rtp(rtp(8, 1))
    assert sealed is not None
    assert ends.browser._rx_srtp.unprotect(sealed) == rtp(8, 1)


async def test_both_ends_get_the_same_keys(ends: Ends) -> None:
    await agree(ends)


async def test_no_datagram_is_longer_than_it_may_be(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST_DATAGRAM == 1_200
    # The flights of this implementation are shorter: the bound is moved to where it tells.
    monkeypatch.setattr(dtls, "LARGEST_DATAGRAM", 400)
    await agree(ends)
    assert len(ends.sent) > 3
    assert max(map(len, ends.sent)) <= 400


async def test_flights_that_are_lost_are_sent_again() -> None:
    # The relay's own timer repeats its flight after a second; the browser's repeats the others.
    ends = Ends(to_browser=lambda number: number == 1, to_relay=lambda number: number == 1)
    await agree(ends)
    await ends.close()


async def test_another_certificate_than_announced_fails(ends: Ends) -> None:
    with pytest.raises(HandshakeFailed):
        await ends.connect(":".join(["00"] * 32))


async def test_every_handshake_has_a_certificate_of_its_own() -> None:
    first, second = Ends(), Ends()
    assert first.relay.fingerprint != second.relay.fingerprint
    assert len(first.relay.fingerprint.split(":")) == 32


@pytest.mark.parametrize(
    "datagram",
    [b"", b"\x00", b"\x13", b"\x40", b"\x80" * 40, b"\x17" * 14],
    ids=["empty", "stun", "below", "above", "media", "data"],
)
async def test_what_is_no_handshake_does_not_end_one(ends: Ends, datagram: bytes) -> None:
    for _ in range(5):
        ends.relay.feed(datagram)
    await agree(ends)


async def test_bytes_that_are_no_record_do_not_end_a_handshake(ends: Ends) -> None:
    chance = random.Random(1)
    for _ in range(BACKLOG - 2):
        content = chance.choice([20, 23, 25, 40, 63])
        ends.relay.feed(bytes([content]) + chance.randbytes(chance.randrange(0, 1_400)))
    await agree(ends)


async def test_garbage_and_forged_alerts_do_not_end_a_connection(ends: Ends) -> None:
    await agree(ends)
    chance = random.Random(2)
    closed = asyncio.create_task(ends.relay.closed())
    for _ in range(400):
        junk = bytes([chance.randrange(20, 64)]) + chance.randbytes(chance.randrange(0, 1_400))
        for datagram in (junk, FATAL_ALERT, b""):
            ends.relay.feed(datagram)
        await asyncio.sleep(0)
    assert not closed.done()
    await ends.browser.stop()
    await asyncio.wait_for(closed, 5)


async def test_a_browsers_goodbye_is_noticed(ends: Ends) -> None:
    await ends.connect()
    closed = asyncio.create_task(ends.relay.closed())
    await asyncio.sleep(0)
    assert not closed.done()
    await ends.browser.stop()
    await asyncio.wait_for(closed, 5)


async def test_a_goodbye_during_the_handshake_fails_it() -> None:
    ends = Ends()
    shaking = asyncio.create_task(ends.relay.handshake(ends.fingerprint))
    await asyncio.sleep(0)
    ends.relay.feed(bytes.fromhex("15 fefd 0000 000000000000 0002 0100"))
    with pytest.raises(HandshakeFailed):
        await asyncio.wait_for(shaking, 5)


async def test_the_relay_says_goodbye(ends: Ends) -> None:
    await ends.connect()
    task = ends.browser._task
    assert task is not None
    await ends.relay.close()
    await asyncio.wait_for(asyncio.wait([task]), 5)
    assert ends.browser.state == "closed"


def test_what_waits_for_a_handshake_is_bounded() -> None:
    relay = dtls.Dtls(lambda _datagram: None)
    fed = [relay.feed(b"\x16" + bytes(20)) for _ in range(BACKLOG + 5)]
    assert fed == [True] * BACKLOG + [False] * 5


# ── Datagrams of a flight ────────────────────────────────────────────────────────────────────────


def record(length: int) -> bytes:
    return b"\x16\xfe\xfd" + bytes(8) + length.to_bytes(2, "big") + bytes(length)


@settings(max_examples=30)
@given(st.lists(st.integers(0, LARGEST_DATAGRAM - 13), max_size=12))
def test_a_flight_is_split_between_records(lengths: list[int]) -> None:
    flight = b"".join(map(record, lengths))
    datagrams = split_flight(flight)
    assert b"".join(datagrams) == flight
    assert all(0 < len(datagram) <= LARGEST_DATAGRAM for datagram in datagrams)
    assert all(datagram.startswith(b"\x16\xfe\xfd") for datagram in datagrams)


def test_records_share_a_datagram_where_they_fit() -> None:
    assert split_flight(record(500) + record(500) + record(500)) == [record(500) * 2, record(500)]


@given(st.binary(max_size=3_000))
def test_whatever_is_split_comes_out_whole(data: bytes) -> None:
    assert b"".join(split_flight(data)) == data


# ── What aiortc keeps to itself ──────────────────────────────────────────────────────────────────


def private_names_in(source: str) -> set[str]:
    """Names with one underscore that a module uses as attributes or defines as methods."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "name", None)
        if isinstance(name, str) and name.startswith("_") and not name.startswith("__"):
            found.add(name)
    return found


async def test_aiortcs_private_names_are_listed_and_no_other_is_used() -> None:
    used = private_names_in(inspect.getsource(dtls)) | private_names_in(inspect.getsource(srtp))
    read_from = RTCIceTransport(RTCIceGatherer())
    of_ice = {name for name in ("_recv", "_send") if hasattr(read_from, name)}
    assert used & (set(dir(Ends().browser)) | of_ice) == PRIVATE_NAMES


def test_no_other_module_of_the_relay_loads_aiortc() -> None:
    folder = inspect.getfile(dtls).rpartition("/")[0]
    sources = {path.name: path.read_text() for path in Path(folder).glob("*.py")}
    loads = re.compile(r"^(from|import) aiortc", re.MULTILINE)
    loading = [name for name, source in sources.items() if loads.search(source)]
    assert loading == ["dtls.py"]


async def test_a_connection_that_is_over_waits_for_no_garbage_collector() -> None:
    class Owner:
        def __init__(self) -> None:
            self.dtls = Dtls(self.send)

        def send(self, _datagram: bytes) -> None:
            """Nobody listens."""

    owner = Owner()
    known = weakref.ref(owner)
    gc.disable()
    try:
        await owner.dtls.close()
        del owner
        assert known() is None
    finally:
        gc.enable()
