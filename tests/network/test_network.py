"""Whose network is bad: packets are told apart by the checks that browsers send."""

from __future__ import annotations

import pytest

from tests.network.conditions import CUT, Conditions, Order, Plan, Step
from tests.network.network import Counts, Delivery, Network
from tests.relay.checks import check

MAYA, RUIZ, NOBODY = (0, ("192.0.2.7", 40_000)), (0, ("192.0.2.7", 50_000)), (0, ("192.0.2.9", 1_000))
MEDIA = b"\x80 sealed"


def order(**steps: Step) -> Order:
    """Each holds from the beginning."""
    return Order(plans={who: Plan(1, 0.0, (step,)) for who, step in steps.items()})


@pytest.fixture
def network() -> Network:
    """Maya and Dr Ruiz have sent a check each."""
    network = Network(Order())
    for place, name in ((MAYA, "maya"), (RUIZ, "ruiz")):
        network.expect(f"of {name}", name)
        assert network.came(place, check(f"of {name}", "p" * 32), 0.0) is not None
    return network


def test_at_first_everything_passes_at_once(network: Network) -> None:
    assert network.came(MAYA, MEDIA, 1.0) == Delivery(1.0, MAYA[1])
    assert network.goes(RUIZ, 1.0) == Delivery(1.0, RUIZ[1])
    assert network.came(NOBODY, MEDIA, 1.0) == Delivery(1.0, NOBODY[1])


def test_ones_bad_network_is_not_the_others(network: Network) -> None:
    network.obey(order(maya=Step(0.0, up=CUT, down=Conditions(delay=0.5))))
    assert network.came(MAYA, MEDIA, 1.0) is None
    assert network.goes(MAYA, 1.0) == Delivery(1.5, MAYA[1])
    assert network.came(RUIZ, MEDIA, 1.0) == Delivery(1.0, RUIZ[1])
    assert network.goes(RUIZ, 1.0) == Delivery(1.0, RUIZ[1])
    assert network.counts()["maya"] == Counts(up=1, up_lost=1, down=1, down_lost=0)
    assert network.counts()["ruiz"] == Counts(up=2, down=1)


def test_everybodys_bad_network_is_also_that_of_strangers(network: Network) -> None:
    network.obey(order(all=Step(0.0, up=CUT, down=CUT)))
    for place in (MAYA, RUIZ, NOBODY):
        assert network.came(place, MEDIA, 1.0) is network.goes(place, 1.0) is None


def test_a_socket_that_goes_over_to_another_person_is_theirs(network: Network) -> None:
    network.obey(order(ruiz=Step(0.0, up=CUT)))
    assert network.came(MAYA, check("of ruiz", "p" * 32), 1.0) is None
    assert network.came(MAYA, MEDIA, 1.0) is None


@pytest.mark.parametrize("datagram", [b"", b"\x00", check("of nobody", "p" * 32), MEDIA])
def test_what_is_no_check_for_a_leg_tells_nothing(network: Network, datagram: bytes) -> None:
    network.obey(order(maya=Step(0.0, up=CUT)))
    assert network.came(NOBODY, datagram, 1.0) == Delivery(1.0, NOBODY[1])


def test_a_changed_address_goes_for_what_the_browser_has_open(network: Network) -> None:
    network.obey(Order(moves={"maya": 1}))
    moved = network.came(MAYA, MEDIA, 1.0)
    assert moved is not None
    assert moved.address != MAYA[1]
    assert network.goes((0, moved.address), 1.0) == Delivery(1.0, MAYA[1])
    assert network.goes(MAYA, 1.0) is None
    assert network.came(RUIZ, MEDIA, 1.0) == Delivery(1.0, RUIZ[1])
    assert network.counts()["maya"] == Counts(up=2, down=1, down_lost=1)
    network.obey(Order(moves={"maya": 1}))
    assert network.came(MAYA, MEDIA, 1.0) == moved
    network.obey(Order(moves={"maya": 1, "all": 1}))
    again, other = network.came(MAYA, MEDIA, 1.0), network.came(RUIZ, MEDIA, 1.0)
    assert again is not None
    assert other is not None
    assert again.address not in (moved.address, MAYA[1])
    assert other.address != RUIZ[1]


def test_conditions_of_a_person_hold_behind_a_changed_address_too(network: Network) -> None:
    network.obey(Order(moves={"maya": 1}))
    moved = network.came(MAYA, MEDIA, 1.0)
    assert moved is not None
    network.obey(Order(plans={"maya": Plan(1, 0.0, (Step(0.0, down=CUT),))}, moves={"maya": 1}))
    assert network.goes((0, moved.address), 2.0) is None


def test_the_same_seed_treats_the_same_packets_alike() -> None:
    def lost() -> list[bool]:
        network = Network(Order(plans={"all": Plan(1, 0.0, (Step(0.0, up=Conditions(loss=0.3)),))}))
        return [network.came(MAYA, MEDIA, 1.0) is None for _ in range(100)]

    assert lost() == lost()
    assert 15 < sum(lost()) < 45
