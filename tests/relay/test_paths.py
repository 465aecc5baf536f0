"""The address rules of ICE-lite, sentence by sentence."""

from __future__ import annotations

import itertools
import secrets

from telehealth.relay.paths import MOST_PATHS, REMEMBERED_TRANSACTIONS, Path, Paths

HOME: Path = (0, ("192.0.2.1", 4000))
AWAY: Path = (0, ("198.51.100.1", 5000))
SPOOFED: list[Path] = [(0, ("203.0.113.1", port)) for port in range(1, 100)]


def fresh() -> bytes:
    return secrets.token_bytes(12)


def connected(now: float = 0.0) -> Paths:
    """Paths of a leg whose browser has nominated HOME and sent something authentic from it."""
    paths = Paths(now)
    assert paths.check(HOME, fresh(), True, now)
    paths.authenticated(HOME, now)
    return paths


def test_the_first_verified_check_names_the_reply_address() -> None:
    paths = Paths(0.0)
    assert HOME not in paths
    assert paths.check(HOME, fresh(), False, 0.0)
    assert paths.current == HOME
    assert list(paths) == [HOME]


def test_before_media_has_flowed_a_nomination_moves_replies_at_once() -> None:
    paths = Paths(0.0)
    paths.check(AWAY, fresh(), False, 0.0)
    paths.check(HOME, fresh(), False, 0.1)
    assert paths.current == AWAY
    paths.check(HOME, fresh(), True, 0.2)
    assert paths.current == HOME


def test_a_nominated_path_is_adopted_only_with_a_fresh_authenticated_packet_from_it() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), True, 0.1)
    assert paths.current == HOME
    paths.authenticated(HOME, 0.2)
    assert paths.current == HOME
    paths.authenticated(AWAY, 0.3)
    assert paths.current == AWAY


def test_a_check_that_does_not_nominate_moves_nothing_while_the_old_path_is_heard() -> None:
    paths = connected()
    paths.authenticated(HOME, 10.0)
    paths.check(AWAY, fresh(), False, 10.4)
    paths.authenticated(AWAY, 10.41)
    assert paths.current == HOME


def test_any_verified_check_moves_replies_once_the_old_path_was_silent_for_half_a_second() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), False, 0.51)
    assert paths.current == HOME
    paths.authenticated(AWAY, 0.52)
    assert paths.current == AWAY


def test_a_late_packet_from_the_old_path_does_not_move_replies_back() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), True, 0.1)
    paths.authenticated(AWAY, 0.2)
    paths.authenticated(HOME, 0.21)
    assert paths.current == AWAY


def test_a_browser_that_nominates_its_old_path_again_stays_there() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), True, 0.1)
    paths.check(HOME, fresh(), True, 0.2)
    paths.authenticated(AWAY, 0.3)
    assert paths.current == HOME


def test_the_latest_of_two_nominations_is_where_replies_end() -> None:
    third: Path = (1, ("192.0.2.1", 4001))
    paths = connected()
    paths.check(AWAY, fresh(), True, 0.1)
    paths.check(third, fresh(), True, 0.2)
    paths.authenticated(AWAY, 0.3)
    paths.authenticated(third, 0.4)
    paths.authenticated(AWAY, 0.41)
    assert paths.current == third


def test_a_check_replayed_from_another_address_moves_nothing_and_opens_no_path() -> None:
    paths = Paths(0.0)
    seen = fresh()
    paths.check(HOME, seen, True, 0.0)
    assert not paths.check(AWAY, seen, True, 0.1)
    assert paths.current == HOME
    assert AWAY not in paths
    paths.authenticated(AWAY, 5.0)
    assert paths.current == HOME


def test_a_check_sent_again_on_its_own_path_is_answered_and_counts_once() -> None:
    paths = Paths(0.0)
    seen = fresh()
    paths.check(HOME, seen, True, 0.0)
    assert paths.check(HOME, seen, True, 14.0)
    assert not paths.may_send(15.1)


def test_an_old_check_replayed_after_a_silence_moves_nothing_without_an_authenticated_packet() -> None:
    paths = connected()
    old = fresh()
    paths.check(HOME, old, True, 0.0)
    for _ in range(REMEMBERED_TRANSACTIONS):
        paths.check(HOME, fresh(), True, 0.0)
    assert paths.check(AWAY, old, True, 3.0)
    assert paths.current == HOME
    paths.authenticated(HOME, 3.1)
    assert paths.current == HOME


def test_a_replayed_check_does_not_keep_a_browser_from_moving() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), True, 1.0)
    for spoofed in SPOOFED[:3]:
        paths.check(spoofed, fresh(), True, 1.1)
    paths.authenticated(AWAY, 1.2)
    assert paths.current == AWAY


def test_a_leg_has_at_most_eight_paths() -> None:
    paths = connected()
    for spoofed in SPOOFED:
        paths.check(spoofed, fresh(), False, 0.1)
        assert len(list(paths)) <= MOST_PATHS
    assert HOME in paths


def test_eight_spoofed_addresses_do_not_lock_a_browsers_new_address_out() -> None:
    paths = connected()
    for spoofed in SPOOFED[:MOST_PATHS]:
        paths.check(spoofed, fresh(), True, 0.1)
    assert paths.check(AWAY, fresh(), True, 0.2)
    paths.authenticated(AWAY, 0.3)
    assert paths.current == AWAY


def test_a_path_that_proved_itself_stays_longer_than_one_that_did_not() -> None:
    paths = connected()
    paths.check(AWAY, fresh(), True, 0.1)
    paths.authenticated(AWAY, 0.2)
    for spoofed in SPOOFED:
        paths.check(spoofed, fresh(), False, 0.3)
    assert HOME in paths
    assert AWAY in paths


def test_of_paths_that_all_proved_themselves_the_oldest_goes() -> None:
    paths = connected()
    for proved in SPOOFED[: MOST_PATHS - 1]:
        paths.check(proved, fresh(), False, 0.1)
        paths.authenticated(proved, 0.1)
    paths.check(AWAY, fresh(), False, 0.2)
    assert HOME in paths
    assert SPOOFED[0] not in paths
    assert AWAY in paths


def test_a_packet_from_a_path_that_was_given_up_counts_for_nothing() -> None:
    paths = connected()
    paths.authenticated(AWAY, 14.0)
    assert paths.current == HOME
    assert not paths.may_send(15.1)


def test_nothing_is_sent_before_a_check_nor_after_fifteen_seconds_of_silence() -> None:
    assert not Paths(0.0).may_send(0.0)
    paths = connected()
    assert paths.may_send(15.0)
    assert not paths.may_send(15.01)
    paths.authenticated(HOME, 16.0)
    assert paths.may_send(31.0)


def test_checks_keep_a_leg_that_only_listens() -> None:
    paths = connected()
    for now in itertools.islice(itertools.count(2.5, 2.5), 20):
        assert paths.may_send(now)
        paths.check(HOME, fresh(), False, now)


def test_transactions_are_forgotten_in_the_end() -> None:
    paths = connected()
    for _ in range(2 * REMEMBERED_TRANSACTIONS):
        paths.check(HOME, fresh(), False, 0.0)
    assert len(paths._seen) == REMEMBERED_TRANSACTIONS
