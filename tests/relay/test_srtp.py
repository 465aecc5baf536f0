"""SRTP in both directions, and what it refuses without an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay.srtp import Protection
from tests.relay.keys import protections
from tests.relay.packets import number_of, rtp, sender_report


@pytest.fixture
def ends() -> tuple[Protection, Protection]:
    return protections()


def sealed(protection: Protection, packet: bytes) -> bytes:
    done = protection.seal_rtp(packet)
    assert done is not None
    return done


def test_what_one_end_seals_the_other_opens(ends: tuple[Protection, Protection]) -> None:
    relay, browser = ends
    packet, report = rtp(7, 1), sender_report(7)
    assert browser.open_rtp(sealed(relay, packet)) == packet
    assert relay.open_rtp(sealed(browser, packet)) == packet
    closed = relay.seal_rtcp(report)
    assert closed is not None
    assert report[8:] not in closed
    assert browser.open_rtcp(closed) == report


def test_the_text_is_not_readable_and_the_number_is(ends: tuple[Protection, Protection]) -> None:
    closed = sealed(ends[0], rtp(7, 9, b"a secret that is long enough"))
    assert b"secret" not in closed
    assert number_of(closed) == 9


def test_a_replayed_packet_opens_once(ends: tuple[Protection, Protection]) -> None:
    relay, browser = ends
    closed = sealed(browser, rtp(7, 1))
    assert relay.open_rtp(closed) is not None
    assert relay.open_rtp(closed) is None
    report = browser.seal_rtcp(sender_report(7))
    assert report is not None
    assert relay.open_rtcp(report) is not None
    assert relay.open_rtcp(report) is None


def test_a_packet_with_one_bit_changed_does_not_open(ends: tuple[Protection, Protection]) -> None:
    closed = bytearray(sealed(ends[1], rtp(7, 1)))
    closed[-1] ^= 1
    assert ends[0].open_rtp(bytes(closed)) is None


@pytest.mark.parametrize("size", [0, 1, 3, 11, 1_357, 1_500, 1_501, 2_048, 9_000])
def test_sizes_that_no_packet_has_are_refused(ends: tuple[Protection, Protection], size: int) -> None:
    data = (rtp(7, 1) + bytes(9_000))[:size]
    relay, _ = ends
    assert relay.seal_rtp(data) is None
    assert relay.open_rtp(data) is None
    assert relay.open_rtcp(data) is None


def test_an_overlong_report_is_refused(ends: tuple[Protection, Protection]) -> None:
    assert ends[0].seal_rtcp(sender_report(7) * 60) is None


@given(st.binary(max_size=1_600))
def test_random_bytes_never_open(data: bytes) -> None:
    relay, _ = protections()
    assert relay.open_rtp(data) is None
    assert relay.open_rtcp(data) is None
