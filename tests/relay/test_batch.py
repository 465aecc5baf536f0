"""The hot loop over real sockets: what passes, what is dropped, and under which reason."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest
from aioice import stun

from telehealth.relay.batch import LARGEST_DATAGRAM, TURN, Batch
from telehealth.relay.commands import Answer, CloseLeg, Connected
from telehealth.relay.counters import Counters, Drop
from telehealth.relay.leg import Leg
from telehealth.relay.paths import MOST_PATHS
from telehealth.relay.room import RelayRoom
from tests.relay.checks import check
from tests.relay.outbox import site
from tests.relay.packets import rtp, sender_report
from tests.relay.stage import ROOM, Stage
from tests.relay.test_dtls import FATAL_ALERT


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    """Somebody at an address that no check has named."""
    with socket.socket(type=socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.setblocking(False)
        yield stranger


def throw(stranger: socket.socket, stage: Stage, datagram: bytes) -> None:
    stranger.sendto(datagram, ("127.0.0.1", stage.port))


@pytest.mark.parametrize(
    ("datagram", "reason"),
    [
        (b"", Drop.EMPTY),
        (b"\x80" + bytes(LARGEST_DATAGRAM), Drop.OVERSIZED),
        (b"\x80" * 9_000, Drop.OVERSIZED),
        (b"\x04hello", Drop.UNKNOWN_FIRST_BYTE),
        (b"\x40channel data", Drop.UNKNOWN_FIRST_BYTE),
        (b"GET / HTTP/1.1", Drop.UNKNOWN_FIRST_BYTE),
        (b"\xff" * 40, Drop.UNKNOWN_FIRST_BYTE),
        (b"\x00", Drop.BAD_STUN),
        (b"\x00\x01\x00\x04\x21\x12\xa4\x42" + bytes(16), Drop.BAD_STUN),
        (check("nobody", "p" * 32), Drop.UNKNOWN_LEG),
        (FATAL_ALERT, Drop.UNVERIFIED_SOURCE),
        (rtp(1, 1), Drop.UNVERIFIED_SOURCE),
        (sender_report(1), Drop.UNVERIFIED_SOURCE),
        (b"\x80", Drop.UNVERIFIED_SOURCE),
    ],
    ids=lambda value: value.value if isinstance(value, Drop) else f"{len(value)} bytes",
)
async def test_a_strangers_datagram_is_counted_and_not_answered(
    stage: Stage, stranger: socket.socket, datagram: bytes, reason: Drop
) -> None:
    await stage.offered(1)
    throw(stranger, stage, datagram)
    await stage.dropped(reason)
    assert stage.counters.drops() == {reason.value: 1}
    assert stage.counters.sent == 0
    with pytest.raises(BlockingIOError):
        stranger.recv(1)


async def test_a_check_with_another_password_opens_nothing(stage: Stage, stranger: socket.socket) -> None:
    page = await stage.offered(1)
    throw(stranger, stage, check(page.fragment, "q" * 32))
    await stage.dropped(Drop.BAD_INTEGRITY)
    throw(stranger, stage, FATAL_ALERT)
    await stage.dropped(Drop.UNVERIFIED_SOURCE)
    assert stage.counters.sent == 0


async def test_a_good_check_is_answered_with_the_browsers_own_address(stage: Stage) -> None:
    page = await stage.offered(1)
    response = await page.checked()
    assert page.transport is not None
    assert response.attributes["XOR-MAPPED-ADDRESS"] == page.transport.get_extra_info("sockname")
    assert response.check_message_integrity(page.password.encode())


async def test_a_check_replayed_from_another_address_opens_nothing(
    stage: Stage, stranger: socket.socket
) -> None:
    page = await stage.offered(1)
    seen = check(page.fragment, page.password)
    page.send(seen)
    await page.responses.get()
    throw(stranger, stage, seen)
    await stage.dropped(Drop.REPLAYED_CHECK)
    throw(stranger, stage, FATAL_ALERT)
    await stage.dropped(Drop.UNVERIFIED_SOURCE)
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    await page.handshake()
    await stage.heard(Connected, 1)


async def test_a_forged_alert_from_elsewhere_does_not_end_a_handshake(
    stage: Stage, stranger: socket.socket
) -> None:
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    await page.checked()
    for _ in range(10):
        throw(stranger, stage, FATAL_ALERT)
    await stage.dropped(Drop.UNVERIFIED_SOURCE, 10)
    await page.handshake()
    await stage.heard(Connected, 1)


async def test_an_undeclared_ssrc_is_dropped_before_any_decryption(stage: Stage) -> None:
    page = await stage.joined(1)
    page.send_rtp(rtp(99, 1))
    await stage.dropped(Drop.UNDECLARED_SSRC)
    page.send(b"\x80\x6f\x00\x01")
    await stage.dropped(Drop.UNDECLARED_SSRC, 2)
    assert Drop.NOT_AUTHENTIC not in stage.counters.dropped
    assert stage.counted().received == {"1": 0}


async def test_media_that_is_forged_or_replayed_is_not_authentic(stage: Stage) -> None:
    page = await stage.joined(1)
    ssrc = page.ssrcs["a1"][0]
    sealed = page.dtls._tx_srtp.protect(rtp(ssrc, 1))
    page.send(sealed)
    page.send(sealed)
    await stage.dropped(Drop.NOT_AUTHENTIC, 1)
    page.send(rtp(ssrc, 2, bytes(40)))
    page.send(sender_report(ssrc) + bytes(14))
    await stage.dropped(Drop.NOT_AUTHENTIC, 3)
    assert stage.counted().received == {"1": 1}


async def test_media_before_the_handshake_is_dropped(stage: Stage) -> None:
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer({"a1": (5, 0)})))
    await page.checked()
    page.send(rtp(5, 1))
    page.send(sender_report(5))
    await stage.dropped(Drop.NOT_CONNECTED, 2)


async def test_who_may_come_in_does_not_take_over_another_browsers_address(stage: Stage) -> None:
    victim = await stage.joined(1)
    attacker = await stage.offered(2)
    # As if the attacker had forged the victim's address: the check comes from the victim's socket.
    victim.send(check(attacker.fragment, attacker.password))
    await stage.dropped(Drop.TAKEN_PATH)
    victim.send_rtp(rtp(victim.ssrcs["a1"][0], 1))
    await stage.until(lambda: stage.counted().received["1"] == 1)
    assert Drop.UNDECLARED_SSRC not in stage.counters.dropped


async def test_an_address_that_no_leg_lives_at_may_be_used_again(stage: Stage) -> None:
    page = await stage.offered(1)
    await page.checked()
    other = await stage.offered(2)
    page.send(check(other.fragment, other.password))
    await page.responses.get()
    assert Drop.TAKEN_PATH not in stage.counters.dropped


async def test_a_path_that_was_given_up_is_a_strangers_again(stage: Stage) -> None:
    page = await stage.offered(1)
    await page.checked()
    strangers = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(MOST_PATHS)]
    try:
        for count, each in enumerate(strangers):
            throw(each, stage, check(page.fragment, page.password, nominates=False))
            await stage.sent(count + 2)
        throw(strangers[0], stage, FATAL_ALERT)
        await stage.dropped(Drop.UNVERIFIED_SOURCE)
        assert len(stage.batch._legs) == MOST_PATHS
    finally:
        for each in strangers:
            each.close()


async def test_nothing_reaches_a_leg_that_is_over(stage: Stage) -> None:
    page = await stage.joined(1)
    stage.rooms.do(CloseLeg(ROOM, 1))
    page.send_rtp(rtp(page.ssrcs["a1"][0], 1))
    await stage.dropped(Drop.UNVERIFIED_SOURCE)
    page.check()
    await stage.dropped(Drop.UNKNOWN_LEG)
    assert stage.batch._legs == {}
    assert stage.batch._expected == {}


async def test_a_failed_send_is_counted_and_the_next_one_goes(stage: Stage, stranger: socket.socket) -> None:
    stage.batch.send(b"\x80", (0, ("127.0.0.1", 0)))
    stage.batch.send(bytes(70_000), (0, stranger.getsockname()))
    stage.batch.send(b"\x80", (0, ("2001:db8::1", 9)))
    assert stage.counters.dropped[Drop.SEND_FAILED] == 3
    stage.batch.send(b"\x80next", (0, stranger.getsockname()))
    stranger.setblocking(True)
    assert await asyncio.to_thread(stranger.recv, 10) == b"\x80next"
    assert stage.counters.sent == 1


async def test_a_browser_that_is_gone_does_not_stop_the_socket(stage: Stage) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        address = gone.getsockname()
    for _ in range(3):
        stage.batch.send(b"\x80", (0, address))
    page = await stage.offered(1)
    await page.checked()


def test_one_turn_takes_no_more_than_its_share() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as receiving, socket.socket(type=socket.SOCK_DGRAM) as sending:
        receiving.bind(("127.0.0.1", 0))
        receiving.setblocking(False)
        for _ in range(TURN + 6):
            sending.sendto(b"\xff", receiving.getsockname())
        counters = Counters()
        batch = Batch([receiving], counters)
        batch.receive(0, 0.0)
        assert counters.datagrams == TURN
        batch.receive(0, 0.0)
        batch.receive(0, 0.0)
        assert (counters.datagrams, counters.octets) == (TURN + 6, TURN + 6)


class NoRoom:
    """A leg's room in which nothing happens."""

    def connected(self, leg: Leg) -> None:
        raise AssertionError(leg.number)

    def lost(self, leg: Leg, reason: str) -> None:
        raise AssertionError((leg.number, reason))

    def take_rtp(self, leg: Leg, packet: bytes, now: float) -> None:
        raise AssertionError((leg.number, packet, now))

    def take_rtcp(self, leg: Leg, packet: bytes, now: float) -> None:
        raise AssertionError((leg.number, packet, now))


@pytest.mark.parametrize(
    ("bound", "asked", "local", "seen"),
    [("::1", "::1", "::1", "::1"), ("::", "127.0.0.1", "127.0.0.1", "127.0.0.1")],
    ids=["IPv6", "IPv4 on a socket for both"],
)
async def test_browsers_are_told_their_address_in_their_own_form(
    bound: str, asked: str, local: str, seen: str
) -> None:
    family = socket.AF_INET6 if ":" in local else socket.AF_INET
    with (
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as receiving,
        socket.socket(family, socket.SOCK_DGRAM) as browser,
    ):
        receiving.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        receiving.bind((bound, 0))
        receiving.setblocking(False)
        browser.bind((local, 0))
        browser.settimeout(5)
        batch = Batch([receiving], Counters())
        leg = Leg(1, "person1", sends=True, site=site(), room=NoRoom())
        batch.expect(leg)
        port = receiving.getsockname()[1]
        browser.sendto(check(leg.credentials.fragment, leg.credentials.password), (asked, port))
        batch.receive(0, 0.0)
        response = stun.parse_message(browser.recv(1_500))
        assert response.attributes["XOR-MAPPED-ADDRESS"] == (seen, browser.getsockname()[1])
        leg.close()
        await leg.gone()


async def test_a_fault_of_the_relays_own_costs_one_datagram(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await stage.pair()
    ssrc = first.ssrcs["a1"][0]
    broken, whole = rtp(ssrc, 1), rtp(ssrc, 2)
    take = RelayRoom.take_rtp

    def faulty(room: RelayRoom, leg: Leg, packet: bytes, now: float) -> None:
        if packet == broken:
            raise RuntimeError("a fault that nobody thought of")
        take(room, leg, packet, now)

    monkeypatch.setattr(RelayRoom, "take_rtp", faulty)
    first.send_rtp(broken)
    first.send_rtp(whole)
    assert await second.until_received(1) == [whole]
    assert stage.counters.dropped[Drop.FAULT] == 1
