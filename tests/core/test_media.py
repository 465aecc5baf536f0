"""The media plan, as a function of who is here."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.effects import CloseLeg, Link, OpenLeg, Unlink
from telehealth.core.ids import LegId
from telehealth.core.media import LEGS, Wiring, plan, steps, wiring
from telehealth.core.participant import Participant, Standing
from telehealth.core.roster import Roster, Slot
from tests.core.scene import participant
from tests.core.test_roster import roster, somebody

ADMITTED, HOST, WAITING = Standing.ADMITTED, Standing.HOST, Standing.WAITING


def host(leg: int = 0, preview_leg: int = 0, *, connected: bool = True) -> Participant:
    dr = somebody("dr", HOST)
    return replace(dr, leg=LegId(leg), preview_leg=LegId(preview_leg), connected=connected)


def client(
    name: str,
    standing: Standing,
    *,
    leg: int = 0,
    connected: bool = True,
    previewed: bool = False,
    since: float = 0,
) -> Participant:
    person = somebody(name, standing, since)
    return replace(person, leg=LegId(leg), connected=connected, previewed=previewed)


def session(*names: str) -> set[Slot]:
    return {Slot(participant(name), "session") for name in names}


def preview() -> set[Slot]:
    return {Slot(participant("dr"), "preview")}


# ── Who has a leg ────────────────────────────────────────────────────────────────────────────────


def test_a_host_alone_needs_none() -> None:
    assert plan(roster(host())) == set()


def test_host_and_admitted_have_one() -> None:
    assert plan(roster(host(), client("maya", ADMITTED))) == session("dr", "maya")


@pytest.mark.parametrize("standing", [s for s in Standing if s not in {ADMITTED, HOST, WAITING}])
def test_nobody_else_has(standing: Standing) -> None:
    assert plan(roster(host(), client("maya", standing, leg=4))) == set()


def test_who_waits_has_one_beforehand_while_the_host_is_connected() -> None:
    assert plan(roster(host(), client("maya", WAITING))) == session("dr", "maya")
    assert plan(roster(host(1, connected=False), client("maya", WAITING, leg=2))) == set()
    assert plan(roster(client("maya", WAITING, leg=2))) == set()


def test_who_waits_and_is_away_has_none() -> None:
    assert plan(roster(host(), client("maya", WAITING, leg=2, connected=False))) == set()


def test_who_is_admitted_and_away_keeps_a_leg_and_gets_no_new_one() -> None:
    assert plan(roster(host(), client("maya", ADMITTED, leg=2, connected=False))) == session("dr", "maya")
    assert plan(roster(host(), client("maya", ADMITTED, connected=False))) == set()


def test_a_host_who_is_away_keeps_a_leg_and_gets_no_new_one() -> None:
    maya = client("maya", ADMITTED)
    assert plan(roster(host(1, connected=False), maya)) == session("dr", "maya")
    assert plan(roster(host(connected=False), maya)) == session("maya")


def test_people_wait_with_a_leg_longest_first_as_long_as_there_are_legs_to_spare() -> None:
    waiting = [client(f"p{number}", WAITING, since=10.0 - number) for number in range(9)]
    slots = plan(roster(host(), client("maya", ADMITTED), *waiting))
    assert slots == session("dr", "maya", "p8", "p7", "p6", "p5", "p4", "p3")
    assert len(slots) == LEGS


def test_who_is_looked_at_has_one_however_long_the_queue() -> None:
    waiting = [client(f"p{number}", WAITING, since=number) for number in range(9)]
    late = client("late", WAITING, since=99.0, previewed=True)
    slots = plan(roster(host(), *waiting, late))
    assert session("late") | preview() <= slots
    assert session("p5") <= slots
    assert not session("p6") & slots


def test_a_full_session_still_lets_the_host_look_at_somebody() -> None:
    admitted = [client(f"p{number}", ADMITTED) for number in range(7)]
    slots = plan(roster(host(), *admitted, client("maya", WAITING), client("ben", WAITING, previewed=True)))
    assert session("ben") | preview() <= slots
    assert not session("maya") & slots


def test_a_slot_that_rests_keeps_its_leg_and_gets_no_new_one() -> None:
    room = roster(host(), client("maya", ADMITTED), client("ben", ADMITTED, leg=5))
    room.resting = {Slot(participant(name), "session"): LegId(1) for name in ("maya", "ben")}
    assert plan(room) == session("dr", "ben")


def test_who_rests_takes_no_place_among_those_prepared() -> None:
    waiting = [client(f"p{number}", WAITING, since=number) for number in range(8)]
    room = roster(host(), *waiting)
    room.resting = {Slot(participant("p0"), "session"): LegId(1)}
    assert plan(room) == session("dr", *(f"p{number}" for number in range(1, 8)))


def test_a_preview_leg_that_rests_is_not_replaced() -> None:
    room = roster(host(), client("maya", WAITING, previewed=True))
    room.resting = {Slot(participant("dr"), "preview"): LegId(1)}
    assert plan(room) == session("dr", "maya")


# ── Who receives whom ────────────────────────────────────────────────────────────────────────────


def links(room: Roster) -> dict[tuple[int, int], bool]:
    return {(int(sender), int(receiver)): gate for (sender, receiver), gate in wiring(room).links.items()}


def test_everybody_in_session_receives_everybody_else() -> None:
    room = roster(host(1), client("ana", ADMITTED, leg=2), client("leo", ADMITTED, leg=3))
    pairs = {(1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)}
    assert links(room) == dict.fromkeys(pairs, True)


def test_who_waits_is_linked_with_the_host_alone_and_the_gates_are_shut() -> None:
    room = roster(host(1), client("ana", ADMITTED, leg=2), client("ben", WAITING, leg=3))
    assert links(room) == {(1, 2): True, (2, 1): True, (1, 3): False, (3, 1): False}


def test_people_who_wait_are_not_linked_with_each_other() -> None:
    room = roster(host(1), client("maya", WAITING, leg=2), client("ben", WAITING, leg=3))
    assert links(room) == dict.fromkeys({(1, 2), (2, 1), (1, 3), (3, 1)}, False)


def test_a_preview_goes_to_the_hosts_second_leg_and_only_there() -> None:
    room = roster(host(1, 9), client("maya", WAITING, leg=2, previewed=True), client("ben", WAITING, leg=3))
    assert links(room) == dict.fromkeys({(1, 2), (2, 1), (1, 3), (3, 1)}, False) | {(2, 9): True}


def test_admitted_people_receive_each_other_without_a_host() -> None:
    room = roster(client("ana", ADMITTED, leg=2), client("leo", ADMITTED, leg=3), client("ben", WAITING))
    assert links(room) == {(2, 3): True, (3, 2): True}


def test_every_leg_has_its_slot() -> None:
    room = roster(host(1, 9), client("maya", WAITING, leg=2))
    assert wiring(room).legs == {
        1: Slot(participant("dr"), "session"),
        9: Slot(participant("dr"), "preview"),
        2: Slot(participant("maya"), "session"),
    }


# ── What the relay has to do ─────────────────────────────────────────────────────────────────────


def wired(legs: dict[int, str], gates: dict[tuple[int, int], bool]) -> Wiring:
    return Wiring(
        legs={LegId(leg): Slot(participant(name), "session") for leg, name in legs.items()},
        links={(LegId(sender), LegId(receiver)): gate for (sender, receiver), gate in gates.items()},
    )


def test_nothing_is_done_where_nothing_changed() -> None:
    same = wired({1: "dr", 2: "maya"}, {(1, 2): False})
    assert steps(same, same, set()) == []


def test_admission_moves_gates_and_nothing_else() -> None:
    before = wired({1: "dr", 2: "maya"}, {(1, 2): False, (2, 1): False})
    after = wired({1: "dr", 2: "maya"}, {(1, 2): True, (2, 1): True})
    assert steps(before, after, set()) == [
        Link(LegId(1), LegId(2), open=True),
        Link(LegId(2), LegId(1), open=True),
    ]


def test_legs_close_before_others_open_and_shut_gates_come_before_open_ones() -> None:
    before = wired({1: "dr", 2: "maya", 3: "ben"}, {(1, 2): True, (3, 1): True, (1, 3): True})
    after = wired({1: "dr", 3: "ben", 4: "maya"}, {(1, 4): True, (3, 1): False})
    assert steps(before, after, set()) == [
        CloseLeg(LegId(2)),
        OpenLeg(LegId(4), participant("maya"), "session"),
        Unlink(LegId(1), LegId(3)),
        Link(LegId(3), LegId(1), open=False),
        Link(LegId(1), LegId(4), open=True),
    ]


def test_what_the_relay_lost_by_itself_is_not_closed_again() -> None:
    before = wired({1: "dr", 2: "maya"}, {(1, 2): True})
    assert steps(before, wired({1: "dr"}, {}), {LegId(2)}) == []
