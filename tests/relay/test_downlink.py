"""A receiver's estimate decides which pictures it gets."""

from __future__ import annotations

from telehealth.relay import remb
from telehealth.relay.downlink import Downlink


def test_two_others_are_shown_in_full_while_nothing_is_known() -> None:
    assert Downlink().pictures([1, 2], now=0.0) == {1: "v", 2: "v"}


def test_a_receiver_who_can_take_little_gets_thumbnails_from_the_last_sender_on() -> None:
    downlink = Downlink()
    downlink.note(remb.build(9, 1_100_000, [1]), now=10.0)
    assert downlink.pictures([1, 2], now=10.0) == {1: "v", 2: "t"}


def test_an_estimate_that_is_not_repeated_is_forgotten() -> None:
    downlink = Downlink()
    downlink.note(remb.build(9, 100_000, [1]), now=10.0)
    assert downlink.pictures([1], now=10.0) == {1: "t"}
    assert downlink.pictures([1, 2], now=30.0)[2] == "v"


def test_what_is_no_estimate_changes_nothing() -> None:
    downlink = Downlink()
    downlink.note(b"\x80\xc9\x00\x01\x00\x00\x00\x01", now=1.0)
    downlink.note(b"noise", now=1.0)
    assert downlink.pictures([1], now=1.0) == {1: "v"}
