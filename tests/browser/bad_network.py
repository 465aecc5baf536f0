"""A bad network between browsers and the relay, from within the relay: it takes no privileges.

    with bad_network(folder) as network, demo(other) as server:
        …
        network.impair(as_maya, both=Conditions(loss=0.05, jitter=0.1))
        network.cut(as_maya, seconds=5)
        network.change_address(as_maya)

A test lets Python load this into the relay it starts; nothing of the server is changed. An order holds when
the call that gives it returns. Orders stand in a file: a relay that is started again obeys them too. Who is
meant is a participant's id, as pages have it in `data-participant`.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec

from tests.network.bad_socket import BadSocket
from tests.network.conditions import CUT, EVERYBODY, GOOD, SEED, Conditions, Order, Plan, Step
from tests.network.network import Counts, Network

ROOT = Path(__file__).parent.parent.parent
FOLDER = "BAD_NETWORK"
ANSWERS_WITHIN = 5.0
_ORDER, _RELAY, _TEST = "order", "relay", "test"
_CUSTOM = """import sys
if "relay" in sys.orig_argv:
    from tests.browser.bad_network import spoil
    spoil()
"""


class BadNetwork:
    """What a test tells the network. At first everything passes at once."""

    def __init__(self, folder: Path, seed: int = SEED) -> None:
        self._folder = folder
        self._order = Order(seed)
        self._number = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(ANSWERS_WITHIN)
        self._socket.bind(str(folder / _TEST))
        self._say(self._order)

    def impair(
        self,
        who: str = EVERYBODY,
        *,
        both: Conditions = GOOD,
        up: Conditions | None = None,
        down: Conditions | None = None,
        seconds: float | None = None,
    ) -> None:
        """From now on, and if so said only for some seconds, this one's packets fare so.

        `up` is from browser to relay; `both` is for what is not said by direction.
        """
        first = Step(0.0, up or both, down or both)
        self.plan(who, first, *(() if seconds is None else (Step(seconds),)))

    def plan(self, who: str, *steps: Step) -> None:
        """From now on, this one's packets fare as it is said step by step; the latest order holds."""
        self._number += 1
        plan = Plan(self._number, time.monotonic(), tuple(sorted(steps, key=lambda step: step.at)))
        self._say(msgspec.structs.replace(self._order, plans=self._order.plans | {who: plan}))

    def cut(self, who: str = EVERYBODY, seconds: float | None = None) -> None:
        """Nothing passes, for so long or until it is mended. Nobody is told."""
        self.impair(who, both=CUT, seconds=seconds)

    def mend(self, who: str = EVERYBODY) -> None:
        """Everything passes at once again."""
        self.impair(who)

    def change_address(self, who: str = EVERYBODY) -> None:
        """From now on, what comes from this browser comes from other addresses, and replies reach only those.

        Sockets that the browser opens later are seen as they are.
        """
        moves = self._order.moves | {who: self._order.moves.get(who, 0) + 1}
        self._say(msgspec.structs.replace(self._order, moves=moves))

    def counts(self, who: str) -> Counts:
        """This one's packets since the relay was started."""
        return (self._ask() or {}).get(who, Counts())

    def close(self) -> None:
        """Nothing can be said any more."""
        self._socket.close()

    def _say(self, order: Order) -> None:
        self._order = order
        new = self._folder / "new"
        new.write_bytes(msgspec.json.encode(order))
        new.replace(self._folder / _ORDER)
        self._ask()

    def _ask(self) -> dict[str, Counts] | None:
        """Let the relay read the order, and say what it has counted; None while there is no relay."""
        try:
            self._socket.sendto(b"", str(self._folder / _RELAY))
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        return msgspec.json.decode(self._socket.recv(65_536), type=dict[str, Counts])


def spoil() -> None:
    """In the relay: from now on there is a bad network behind its sockets."""
    from telehealth.relay import worker  # noqa: PLC0415 - only the relay's process loads it
    from telehealth.relay.batch import Batch  # noqa: PLC0415
    from telehealth.relay.endpoint import bind  # noqa: PLC0415
    from telehealth.relay.leg import Leg  # noqa: PLC0415

    folder = Path(os.environ[FOLDER])
    network = Network(ordered(folder))
    expect = Batch.expect

    def bind_and_spoil(addresses: tuple[str, ...], port: int) -> list[BadSocket]:
        listen(folder, network)
        return [BadSocket(index, real, network) for index, real in enumerate(bind(addresses, port))]

    def expect_and_note(self: Batch, leg: Leg) -> None:
        network.expect(leg.credentials.fragment, leg.participant)
        expect(self, leg)

    setattr(worker, "bind", bind_and_spoil)  # noqa: B010 - mypy takes functions for constants
    setattr(Batch, "expect", expect_and_note)  # noqa: B010


def ordered(folder: Path) -> Order:
    """What the test has ordered so far."""
    return msgspec.json.decode((folder / _ORDER).read_bytes(), type=Order)


def listen(folder: Path, network: Network) -> socket.socket:
    """Obey whenever the test says so, and say what has been counted. Returns by what it is told."""
    (folder / _RELAY).unlink(missing_ok=True)
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    asked.setblocking(False)
    asked.bind(str(folder / _RELAY))

    def obey() -> None:
        asked.recv(1)
        network.obey(ordered(folder))
        asked.sendto(msgspec.json.encode(network.counts()), str(folder / _TEST))

    asyncio.get_running_loop().add_reader(asked, obey)
    return asked


@contextmanager
def bad_network(folder: Path, seed: int = SEED) -> Iterator[BadNetwork]:
    """The relay of a server that is started in this block has a bad network. `folder` is for nothing else."""
    (folder / "sitecustomize.py").write_text(_CUSTOM)
    network = BadNetwork(folder, seed)
    try:
        with patch.dict(os.environ, {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", FOLDER: str(folder)}):
            yield network
    finally:
        network.close()
