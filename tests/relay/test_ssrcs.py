"""An SSRC belongs to one leg of a room, and to no other while somebody was sent something under it."""

from __future__ import annotations

from telehealth.relay import ssrcs as module
from telehealth.relay.ssrcs import Ssrcs

ANNA, BEN, CARA = 1, 2, 3


def test_an_ssrc_has_one_owner() -> None:
    known = Ssrcs()
    assert known.take(ANNA, [10, 11])
    assert not known.take(BEN, [11, 12])
    assert (known.owner(10), known.owner(12)) == (ANNA, None)


def test_a_leg_may_say_its_own_again_and_more() -> None:
    known = Ssrcs()
    assert known.take(ANNA, [10])
    assert known.take(ANNA, [10, 11])
    assert known.owner(11) == ANNA


def test_what_a_receiver_was_sent_under_is_taken_until_that_receiver_goes() -> None:
    known = Ssrcs()
    known.take(ANNA, [10])
    known.leave(ANNA, heard_by=[BEN])
    assert known.owner(10) is None
    assert not known.take(CARA, [10])
    known.leave(BEN, heard_by=[])
    assert known.take(CARA, [10])


def test_a_leg_that_nobody_was_sent_anything_of_leaves_nothing_behind() -> None:
    known = Ssrcs()
    for number in range(1, 1_000):
        known.take(number, [number])
        known.leave(number, heard_by=[])
    assert (known._owners, known._remembered) == ({}, {})


def test_a_leg_without_ssrcs_leaves_nothing_behind() -> None:
    known = Ssrcs()
    known.leave(ANNA, heard_by=[BEN])
    assert known._remembered == {}


def test_a_receiver_that_outlived_very_many_is_worn() -> None:
    known = Ssrcs()
    for number in range(module.MOST_REMEMBERED):
        known.take(ANNA, [number])
        known.leave(ANNA, heard_by=[BEN])
    assert known.worn() == []
    known.take(ANNA, [module.MOST_REMEMBERED])
    known.leave(ANNA, heard_by=[BEN, CARA])
    assert known.worn() == [BEN]
    known.leave(BEN, heard_by=[])
    assert known.worn() == []


def test_who_signs_reports_is_remembered_as_long_as_their_receiver_is_here() -> None:
    known = Ssrcs()
    for number in range(module.MOST_REMEMBERED):
        assert known.report(BEN, number)
    assert known.worn() == []
    known.take(ANNA, [99_999])
    known.leave(ANNA, heard_by=[BEN])
    assert known.worn() == [BEN]
    assert known.report(BEN, 0)
    assert not known.report(BEN, 88_888), "until it is gone it is not worn any further"
    assert known.report(CARA, 88_888)
    known.leave(BEN, heard_by=[])
    assert known.worn() == []
    assert known.report(BEN, 88_888)


def test_an_ssrc_that_reports_may_be_declared_all_the_same() -> None:
    known = Ssrcs()
    known.report(BEN, 10)
    assert known.take(ANNA, [10])
    assert known.take(ANNA, [10, 11])
