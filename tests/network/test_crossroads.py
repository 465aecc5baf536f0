"""Two lines for two people, and none for the server beside them."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest

from tests.network.conditions import CUT, Conditions, Order, Plan, Step
from tests.network.crossroads import HERE, Crossroads, Passage

RUIZ, MAYA, SERVER = IPv4Address("10.77.1.2"), IPv4Address("10.77.2.2"), IPv4Address("192.0.2.2")


def packet(destination: IPv4Address) -> bytes:
    """The least of an IPv4 header."""
    return b"\x45" + bytes(15) + destination.packed


@pytest.fixture
def crossroads() -> Crossroads:
    return Crossroads({"ruiz": RUIZ, "maya": MAYA}, seed=1)


def test_packets_go_to_whose_address_they_bear_and_to_the_server_else(crossroads: Crossroads) -> None:
    assert crossroads.cross("ruiz", packet(MAYA), 1.0) == Passage(1.0, "maya")
    assert crossroads.cross("maya", packet(SERVER), 1.0) == Passage(1.0, HERE)
    assert crossroads.cross(HERE, packet(RUIZ), 1.0) == Passage(1.0, "ruiz")


def test_between_two_people_a_packet_takes_the_same_lines_as_by_way_of_the_server(
    crossroads: Crossroads,
) -> None:
    up, down = Conditions(delay=0.03), Conditions(delay=0.02)
    crossroads.order = Order(plans={name: Plan(1, 0.0, (Step(0.0, up, down),)) for name in ("ruiz", "maya")})
    straight = crossroads.cross("ruiz", packet(MAYA), 1.0)
    there = crossroads.cross("ruiz", packet(SERVER), 1.0)
    assert there is not None
    onwards = crossroads.cross(HERE, packet(MAYA), there.at)
    assert straight is not None
    assert straight == onwards
    assert straight.to == "maya"
    assert straight.at == pytest.approx(1.05)


def test_what_one_line_loses_does_not_reach_the_other(crossroads: Crossroads) -> None:
    crossroads.order = Order(plans={"maya": Plan(1, 0.0, (Step(0.0, CUT, CUT),))})
    assert crossroads.cross("maya", packet(RUIZ), 1.0) is crossroads.cross("ruiz", packet(MAYA), 1.0) is None
    assert crossroads.counts() == {
        "ruiz": {"up": 1, "up_lost": 0, "down": 0, "down_lost": 0},
        "maya": {"up": 0, "up_lost": 1, "down": 0, "down_lost": 1},
    }


@pytest.mark.parametrize("other", [b"", b"\x45", b"\x60" + bytes(39), packet(RUIZ)])
def test_what_is_no_packet_for_another_goes_nowhere(crossroads: Crossroads, other: bytes) -> None:
    assert crossroads.cross("ruiz", other, 1.0) is None
