"""RTCP, compared with aiortc's independent reading of it, and divided among its owners."""

from __future__ import annotations

import pytest
from aiortc import rtp as theirs
from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay import feedback, remb, rtcp

ANNA, BEN, CARA = "Anna", "Ben", "Cara"
ANNAS_VOICE, ANNAS_FACE, BENS_FACE, CARAS_FACE, NOBODYS = 11, 12, 22, 33, 1
OWNERS = {ANNAS_VOICE: ANNA, ANNAS_FACE: ANNA, BENS_FACE: BEN, CARAS_FACE: CARA}

WORDS = st.integers(0, 0xFFFFFFFF)
BLOCKS = st.builds(
    rtcp.ReportBlock,
    WORDS,
    st.integers(0, 255),
    st.integers(-(1 << 23), (1 << 23) - 1),
    WORDS,
    WORDS,
    WORDS,
    WORDS,
)


def block(ssrc: int, highest: int = 1000) -> rtcp.ReportBlock:
    return rtcp.ReportBlock(ssrc, 3, -2, highest, 5, 6, 7)


def sender_report(ssrc: int, *blocks: rtcp.ReportBlock) -> bytes:
    body = ssrc.to_bytes(4, "big") + bytes(range(20)) + b"".join(map(bytes, blocks))
    return bytes([0x80 | len(blocks), 200, 0, len(body) // 4]) + body


def described(ssrc: int) -> bytes:
    return bytes(theirs.RtcpSdesPacket([theirs.RtcpSourceInfo(ssrc=ssrc, items=[(1, b"a name")])]))


def goodbye(*ssrcs: int) -> bytes:
    return bytes(theirs.RtcpByePacket(list(ssrcs)))


def divide(data: bytes, sender: str = ANNA) -> rtcp.Parts[str]:
    return rtcp.split_by_owner(data, sender, OWNERS.get)


def kinds(data: bytes) -> list[tuple[int, int, int]]:
    return [(piece.packet_type, piece.count, piece.sender) for piece in rtcp.split(data)]


@given(WORDS, st.lists(BLOCKS, max_size=31))
def test_a_receiver_report_comes_back_as_it_was_built(sender: int, blocks: list[rtcp.ReportBlock]) -> None:
    data = rtcp.receiver_report(sender, blocks)
    (piece,) = rtcp.split(data)
    assert (piece.packet_type, piece.count, piece.sender) == (rtcp.RECEIVER_REPORT, len(blocks), sender)
    assert rtcp.report_blocks(piece) == blocks
    (other,) = theirs.RtcpPacket.parse(data)
    assert isinstance(other, theirs.RtcpRrPacket)
    assert [
        (report.ssrc, report.fraction_lost, report.packets_lost, report.highest_sequence)
        for report in other.reports
    ] == [block[:4] for block in blocks]


def test_a_report_has_at_most_31_blocks() -> None:
    with pytest.raises(ValueError, match="at most 31"):
        rtcp.receiver_report(1, [block(2)] * 32)


def test_a_sender_reports_blocks_follow_its_own_figures() -> None:
    (piece,) = rtcp.split(sender_report(9, block(2), block(3)))
    assert rtcp.report_blocks(piece) == [block(2), block(3)]
    assert rtcp.report_blocks(rtcp.split(goodbye(1))[0]) == []


def test_a_compound_is_split_into_its_packets() -> None:
    parts = [sender_report(1, block(2)), described(1), feedback.pli(1, 2), goodbye(1)]
    assert [piece.data for piece in rtcp.split(b"".join(parts))] == parts


def test_padding_is_no_part_of_feedback() -> None:
    (piece,) = rtcp.split(bytes.fromhex("a1cd0003 00000001 00000002 abcd0002"))
    assert (piece.media, piece.control_information, piece.padding) == (2, b"\xab\xcd", 2)


@pytest.mark.parametrize(
    "data",
    [
        "80",
        "40c90001 00000001",
        "80c90002 00000001",
        "81c90001 00000001",
        "80c80001 00000001",
        "81cd0001 00000001",
        "82cb0001 00000001",
        "a0c90001 00000000",
        "a0c90001 00000005",
        "80c90001 00000001 80",
    ],
    ids=[
        "1 byte",
        "version 1",
        "cut",
        "no block",
        "no figures",
        "no media",
        "1 of 2",
        "pad 0",
        "pad 5",
        "tail",
    ],
)
def test_a_datagram_with_a_malformed_packet_has_no_packets(data: str) -> None:
    assert rtcp.split(bytes.fromhex(data)) == []


@given(st.binary(max_size=120))
def test_any_bytes_are_split_or_refused(data: bytes) -> None:
    exercise(data)


@given(st.data())
def test_a_damaged_compound_is_split_or_refused(data: st.DataObject) -> None:
    compound = bytearray(
        sender_report(ANNAS_FACE, block(BENS_FACE))
        + described(ANNAS_FACE)
        + feedback.nack(ANNAS_FACE, BENS_FACE, [1, 2])
        + remb.build(ANNAS_FACE, 300_000, [BENS_FACE])
        + goodbye(ANNAS_FACE)
    )
    for _ in range(4):
        compound[data.draw(st.integers(0, len(compound) - 1))] = data.draw(st.integers(0, 255))
    exercise(bytes(compound))


def exercise(data: bytes) -> None:
    pieces = rtcp.split(data)
    assert b"".join(piece.data for piece in pieces) in (data, b"")
    for piece in pieces:
        rtcp.report_blocks(piece)
        feedback.nacked(piece)
        feedback.key_frames_asked_of(piece)
        remb.parse(piece)
    assert len(rtcp.shift_highest_numbers(data, lambda _: 5)) in (len(data), 0)
    parts = divide(data)
    for part in [*parts.to_owners.values(), parts.from_sender]:
        assert not part or rtcp.split(part)
    assert ANNA not in parts.to_owners


def test_everything_of_a_pair_goes_to_the_other() -> None:
    whole = sender_report(ANNAS_FACE, block(BENS_FACE)) + described(ANNAS_FACE)
    whole += feedback.nack(ANNAS_FACE, BENS_FACE, [4]) + feedback.pli(ANNAS_FACE, BENS_FACE)
    parts = divide(whole)
    assert parts.from_sender == sender_report(ANNAS_FACE) + described(ANNAS_FACE)
    assert set(parts.to_owners) == {BEN}
    assert kinds(parts.to_owners[BEN]) == [(201, 1, ANNAS_FACE), (205, 1, ANNAS_FACE), (206, 1, ANNAS_FACE)]
    assert len(theirs.RtcpPacket.parse(parts.from_sender + parts.to_owners[BEN])) == 5


def test_report_blocks_go_to_the_owner_of_the_reported_stream() -> None:
    parts = divide(rtcp.receiver_report(NOBODYS, [block(BENS_FACE), block(CARAS_FACE), block(99)]))
    assert parts.from_sender == b""
    assert parts.to_owners == {
        BEN: rtcp.receiver_report(NOBODYS, [block(BENS_FACE)]),
        CARA: rtcp.receiver_report(NOBODYS, [block(CARAS_FACE)]),
    }


def test_feedback_in_a_compound_gets_an_empty_report_before_it() -> None:
    report = rtcp.receiver_report(NOBODYS, [block(BENS_FACE)])
    parts = divide(report + feedback.pli(NOBODYS, CARAS_FACE))
    assert parts.to_owners[CARA] == rtcp.receiver_report(NOBODYS) + feedback.pli(NOBODYS, CARAS_FACE)
    assert parts.to_owners[BEN] == report


def test_feedback_of_reduced_size_stays_alone() -> None:
    assert divide(feedback.pli(NOBODYS, BENS_FACE)).to_owners == {BEN: feedback.pli(NOBODYS, BENS_FACE)}


def test_a_report_without_blocks_goes_nowhere() -> None:
    assert divide(rtcp.receiver_report(ANNAS_FACE) + described(ANNAS_FACE)) == rtcp.Parts(b"", {})
    assert divide(rtcp.receiver_report(ANNAS_FACE, [block(99)])).to_owners == {}


def test_an_estimate_and_other_packet_types_go_nowhere() -> None:
    estimate = remb.build(ANNAS_FACE, 1_000_000, [BENS_FACE])
    estimate = estimate[:8] + BENS_FACE.to_bytes(4, "big") + estimate[12:]
    own = bytes.fromhex("80cc0002 0000000c 41424344 80cf0002 0000000c 00000016")
    assert divide(estimate + own) == rtcp.Parts(b"", {})


def test_nobody_speaks_under_anothers_name() -> None:
    forged = sender_report(BENS_FACE, block(CARAS_FACE)) + described(BENS_FACE) + goodbye(BENS_FACE)
    assert divide(forged + feedback.pli(BENS_FACE, CARAS_FACE)) == rtcp.Parts(b"", {})
    both = bytes(
        theirs.RtcpSdesPacket(
            [theirs.RtcpSourceInfo(ssrc=ssrc, items=[(1, b"x")]) for ssrc in (ANNAS_FACE, BENS_FACE)]
        )
    )
    assert divide(sender_report(ANNAS_FACE) + both).from_sender == sender_report(ANNAS_FACE)


def test_feedback_about_ones_own_media_goes_nowhere() -> None:
    assert divide(feedback.pli(NOBODYS, ANNAS_FACE)).to_owners == {}


def test_a_goodbye_names_only_the_senders_streams() -> None:
    assert divide(goodbye(NOBODYS)).from_sender == b""
    parts = divide(goodbye(ANNAS_FACE, 99, BENS_FACE, ANNAS_VOICE))
    assert parts.from_sender == rtcp.receiver_report(ANNAS_FACE) + goodbye(ANNAS_FACE, ANNAS_VOICE)


def test_a_full_intra_request_goes_to_whom_its_entry_names() -> None:
    entry = BENS_FACE.to_bytes(4, "big") + bytes(4)
    request = feedback.build(rtcp.FIR, ANNAS_FACE, 0, entry)
    assert divide(request).to_owners == {BEN: request}
    assert divide(feedback.build(rtcp.FIR, ANNAS_FACE, 0, entry + entry)).to_owners == {}


def test_highest_numbers_move_by_the_offset_of_their_stream() -> None:
    data = sender_report(1, block(2, highest=5), block(3, highest=5)) + rtcp.receiver_report(
        1, [block(2, 20)]
    )
    data += feedback.pli(1, 2)
    expected = sender_report(1, block(2, highest=0xFFFFFFFB), block(3, highest=6))
    expected += rtcp.receiver_report(1, [block(2, 10)]) + feedback.pli(1, 2)
    assert rtcp.shift_highest_numbers(data, {2: -10, 3: 1}.__getitem__) == expected
    assert rtcp.shift_highest_numbers(b"\x80", lambda _: 1) == b""
