"""Feedback between two people, with the numbers that the sender knows."""

from __future__ import annotations

import struct

from telehealth.relay import feedback, rtcp
from telehealth.relay.pair import passed_feedback
from telehealth.relay.rtcp import ReportBlock, receiver_report
from telehealth.relay.subscription import Subscription
from tests.relay.test_subscription import MEDIA, numbers, subscription

RECEIVER = 900
OTHER = 77


def paused() -> Subscription:
    """The receiver's 102 and 103 are the sender's 900 and 901; 101 is itself."""
    chosen = subscription()
    numbers(chosen, 100, 101)
    chosen.numbers.pause()
    numbers(chosen, 102, 899)
    chosen.numbers.resume()
    numbers(chosen, 900, 901)
    return chosen


def block(ssrc: int, highest: int) -> ReportBlock:
    return ReportBlock(ssrc, 0, 0, highest, 0, 0, 0)


def test_without_a_pause_a_compound_passes_byte_for_byte() -> None:
    chosen = subscription()
    numbers(chosen, 100)
    compound = receiver_report(RECEIVER, [block(MEDIA, 100)]) + feedback.nack(RECEIVER, MEDIA, [99])
    assert passed_feedback(compound, [chosen]) is compound


def test_reports_and_requests_name_packets_as_the_sender_does() -> None:
    compound = receiver_report(RECEIVER, [block(MEDIA, 103), block(OTHER, 55)])
    compound += feedback.nack(RECEIVER, MEDIA, [101, 102])
    report, asked = rtcp.split(passed_feedback(compound, [paused()]))
    assert [each.highest_sequence_number for each in rtcp.report_blocks(report)] == [901, 55]
    assert sorted(feedback.nacked(asked)) == [101, 900]
    assert (asked.sender, asked.media) == (RECEIVER, MEDIA)


def test_a_request_for_what_was_never_sent_is_left_out() -> None:
    compound = receiver_report(RECEIVER) + feedback.nack(RECEIVER, MEDIA, [50, 104])
    (report,) = rtcp.split(passed_feedback(compound, [paused()]))
    assert report.packet_type == rtcp.RECEIVER_REPORT


def test_other_feedback_and_requests_of_other_tracks_pass_as_they_are() -> None:
    nack = feedback.nack(RECEIVER, OTHER, [50])
    transport = feedback.build(
        feedback.TRANSPORT_CC, RECEIVER, MEDIA, struct.pack("!HHIHH", 1, 1, 0, 0x2001, 0)
    )
    compound = receiver_report(RECEIVER) + feedback.pli(RECEIVER, MEDIA) + nack + transport
    assert passed_feedback(compound, [paused()]) == compound


def test_what_is_no_rtcp_becomes_nothing() -> None:
    assert passed_feedback(b"\x80\xcd\x00\x09broken", [paused()]) == b""
