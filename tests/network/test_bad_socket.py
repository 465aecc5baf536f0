"""The socket in the relay's hands: what is due is readable, nothing sooner, nothing after it is closed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from tests.browser.deadline import until
from tests.network.bad_socket import BadSocket
from tests.network.conditions import CUT, Conditions, Order, Plan, Step
from tests.network.network import Network


class Ends:
    """A browser's socket, and the relay's with a bad network between."""

    def __init__(self) -> None:
        self.network = Network(Order())
        self.browser, real = _bound(), _bound()
        self.relay = BadSocket(0, real, self.network)
        self.loop = asyncio.get_running_loop()

    def say(self, *datagrams: bytes) -> None:
        for datagram in datagrams:
            self.browser.sendto(datagram, self.relay.getsockname())

    async def hears(self) -> bytes:
        """What the relay's loop reads next, once it is told that there is something."""
        readable = asyncio.Event()
        self.loop.add_reader(self.relay, readable.set)
        try:
            await asyncio.wait_for(readable.wait(), 5)
        finally:
            self.loop.remove_reader(self.relay)
        return self.relay.recvfrom(2048)[0]

    def fares(self, up: Conditions = CUT, down: Conditions = CUT) -> None:
        self.network.obey(Order(plans={"all": Plan(1, 0.0, (Step(0.0, up, down),))}))


def _bound() -> socket.socket:
    bound = socket.socket(type=socket.SOCK_DGRAM)
    bound.setblocking(False)
    bound.bind(("127.0.0.1", 0))
    return bound


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    ends = Ends()
    yield ends
    if ends.relay.is_open:
        ends.relay.close()
    ends.browser.close()


async def test_datagrams_pass_whole_and_in_order(ends: Ends) -> None:
    ends.say(b"one", b"", b"three")
    assert [await ends.hears() for _ in range(3)] == [b"one", b"", b"three"]
    with pytest.raises(BlockingIOError):
        ends.relay.recvfrom(2048)
    ends.relay.sendto(b"reply", ends.browser.getsockname())
    assert await ends.loop.sock_recv(ends.browser, 2048) == b"reply"


async def test_after_everything_is_read_the_next_datagram_is_announced_again(ends: Ends) -> None:
    for datagram in (b"one", b"two"):
        ends.say(datagram)
        assert await ends.hears() == datagram
        with pytest.raises(BlockingIOError):
            ends.relay.recvfrom(2048)


async def test_a_delayed_datagram_comes_when_it_is_due_in_both_directions(ends: Ends) -> None:
    ends.fares(Conditions(delay=0.1), Conditions(delay=0.1))
    began = ends.loop.time()
    ends.say(b"late")
    assert await ends.hears() == b"late"
    assert ends.loop.time() - began >= 0.1
    began = ends.loop.time()
    ends.relay.sendto(b"later", ends.browser.getsockname())
    assert await ends.loop.sock_recv(ends.browser, 2048) == b"later"
    assert ends.loop.time() - began >= 0.1


async def test_the_relay_does_not_learn_that_a_datagram_is_lost(ends: Ends) -> None:
    ends.fares()
    assert ends.relay.sendto(b"reply", ends.browser.getsockname()) == 5
    ends.say(b"lost")
    ends.fares(Conditions(), Conditions())
    ends.relay.sendto(b"second", ends.browser.getsockname())
    assert await ends.loop.sock_recv(ends.browser, 2048) == b"second"
    assert ends.network.counts()[""].down_lost == 1


async def test_what_is_on_its_way_when_the_socket_is_closed_is_lost(ends: Ends) -> None:
    ends.fares(Conditions(delay=0.3), Conditions(delay=0.3))
    ends.relay.sendto(b"reply", ends.browser.getsockname())
    ends.say(b"late")

    async def on_its_way() -> bool:
        return ends.network.counts()[""].up == 1

    await until(on_its_way, "the datagram is on its way")
    ends.relay.close()
    after = asyncio.Event()
    ends.loop.call_later(0.35, after.set)
    await after.wait()
    with pytest.raises(BlockingIOError):
        ends.browser.recv(2048)
