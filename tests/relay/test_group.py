"""Several receive one sender, and the relay answers for the network on both sides."""

from __future__ import annotations

import struct

import pytest

from telehealth.relay.feedback import TRANSPORT_CC, key_frames_asked_of, nack, nacked, pli
from telehealth.relay.group import Group, Picture, prepare
from telehealth.relay.rtcp import RECEIVER_REPORT, Piece, report_blocks, split
from telehealth.relay.rtp import parse, unwrap_rtx
from telehealth.relay.sdp import RTX, VP8, Media
from telehealth.relay.subscription import Subscription
from telehealth.relay.transport_cc import parse as parse_transport_cc
from tests.relay.legs import NotingLeg
from tests.relay.packets import DELTA_FRAME, KEY_FRAME, number_of, rtp, sender_report

RELAY = 0xFEEDBEEF
AUDIO, VIDEO, VIDEO_RTX, THUMBNAIL = 100, 101, 102, 103
"""Of leg 1, the sender."""


class Call:
    """One sender and two receivers, one of whom is received by nobody here."""

    def __init__(self, *, thumbnail: bool = True) -> None:
        self.sender = NotingLeg(1)
        if not thumbnail:
            self.sender.tracks = self.sender.tracks[:2]
        self.receivers = {number: NotingLeg(number) for number in (2, 3)}
        self.group = Group(self.sender.leg, RELAY)
        self.subscriptions: dict[int, dict[Media, Subscription]] = {
            number: {track.media: Subscription(track, leg.leg) for track in self.sender.tracks}
            for number, leg in self.receivers.items()
        }
        self.group.serve(self.subscriptions)

    def send(self, packet: bytes, now: float = 0.0) -> dict[int, list[bytes]]:
        """Let the sender send a packet; what each receiver gets of it."""
        header = parse(packet)
        assert header is not None
        track = next(track for track in self.sender.tracks if header.ssrc in track.ssrcs)
        carried: dict[int, list[bytes]] = {2: [], 3: []}
        for leg, out in self.group.carry(packet, header, track, now):
            carried[leg.number].append(out)
        return carried

    def say(self, receiver: int, compound: bytes, now: float = 0.0) -> None:
        self.group.answer(compound, self.receivers[receiver].leg, now)

    def told(self) -> list[Piece]:
        """What the sender has been told since the last look."""
        said, self.sender.reports = self.sender.reports, []
        return [piece for compound in said for piece in split(compound)]


def video(number: int, payload: bytes = DELTA_FRAME, ssrc: int = VIDEO, transport_number: int = 7) -> bytes:
    """A packet with abs-send-time and transport-cc, as browsers send it."""
    elements = b"\x22\x01\x02\x03" + b"\x31" + struct.pack("!H", transport_number) + b"\x00"
    head = struct.pack("!BBHII", 0x90, VP8, number, 3000, ssrc)
    return head + b"\xbe\xde\x00\x02" + elements + payload


def repeated(number: int, of: int) -> bytes:
    """The sender's own retransmission of a packet."""
    return rtp(VIDEO_RTX, number, struct.pack("!H", of) + DELTA_FRAME, RTX)


def test_everybody_gets_a_packet_without_transport_cc_and_with_the_time_it_is_sent() -> None:
    carried = Call().send(video(100), now=1.5)
    for packets in carried.values():
        header = parse(packets[0])
        assert header is not None
        assert set(header.extensions) == {2}
        assert packets[0][17:20] == round(1.5 * 262_144).to_bytes(3, "big")
        assert packets[0][header.payload_offset :] == DELTA_FRAME


def test_a_packet_without_extensions_stays_as_it_is() -> None:
    packet = rtp(AUDIO, 5)
    header = parse(packet)
    assert header is not None
    assert prepare(packet, header, 1.0) == packet


def test_the_relay_answers_the_senders_transport_cc_in_the_senders_numbers() -> None:
    call = Call()
    call.send(video(100, transport_number=500), now=1.0)
    call.send(video(101, transport_number=501), now=1.01)
    call.group.tick(1.05)
    told = [said for piece in call.told() if (said := parse_transport_cc(piece))]
    assert [number for said in told for number, _ in said.arrivals] == [500, 501]


def test_a_receivers_own_transport_cc_never_reaches_the_sender() -> None:
    call = Call()
    call.say(2, b"\x8f\xcd\x00\x05" + struct.pack("!II", 2, VIDEO) + struct.pack("!HHI", 1, 1, 0) + bytes(4))
    assert [piece for piece in call.told() if piece.kind == TRANSPORT_CC] == []


def test_what_a_receiver_misses_comes_from_the_cache_as_a_retransmission() -> None:
    call = Call()
    for number in (100, 101, 102):
        call.send(video(number))
    call.say(2, nack(2, VIDEO, [101]), now=0.1)
    assert [piece for piece in call.told() if nacked(piece)] == []
    (again,) = call.receivers[2].packets
    assert again[1] & 0x7F == RTX
    media = unwrap_rtx(again, VIDEO, VP8)
    assert media is not None
    assert number_of(media) == 101
    assert call.receivers[3].packets == []


def test_what_the_relay_misses_too_is_asked_of_the_sender_once_and_goes_to_all_who_asked() -> None:
    call = Call()
    for number in (100, 102):
        call.send(video(number))
    call.say(2, nack(2, VIDEO, [101]), now=0.1)
    call.say(3, nack(3, VIDEO, [101]), now=0.11)
    assert [nacked(piece) for piece in call.told() if nacked(piece)] == [[101]]
    carried = call.send(repeated(1, of=101), now=0.15)
    assert [len(packets) for packets in carried.values()] == [1, 1]
    assert call.send(repeated(2, of=101), now=0.16) == {2: [], 3: []}


def test_a_probe_that_repeats_nothing_goes_to_nobody_and_is_still_acknowledged() -> None:
    call = Call()
    probe = bytearray(rtp(VIDEO_RTX, 9, bytes(19) + b"\x14", RTX))
    probe[0] |= 0x20
    assert call.send(bytes(probe)) == {2: [], 3: []}


def test_a_key_frame_is_asked_of_the_sender_once_however_many_want_one() -> None:
    call = Call()
    for receiver in (2, 3, 2):
        call.say(receiver, pli(receiver, VIDEO), now=1.0)
    assert [key_frames_asked_of(piece) for piece in call.told()] == [[VIDEO]]
    call.group.ask_what_is_due(1.6)
    assert [VIDEO] in [key_frames_asked_of(piece) for piece in call.told()]


def test_a_key_frame_that_comes_serves_those_who_still_waited() -> None:
    call = Call()
    call.say(2, pli(2, VIDEO), now=1.0)
    call.say(3, pli(3, VIDEO), now=1.1)
    call.told()
    call.send(video(100, KEY_FRAME), now=1.2)
    call.group.ask_what_is_due(1.7)
    assert [VIDEO] not in [key_frames_asked_of(piece) for piece in call.told()]


def test_a_request_about_somebody_elses_media_is_nothing_to_do() -> None:
    call = Call()
    call.say(2, pli(2, 999) + nack(2, 999, [1]))
    assert call.told() == []


def test_a_receiver_changes_to_the_thumbnail_at_its_next_key_frame_and_back() -> None:
    call = Call()
    call.group.show(2, "t")
    assert call.group.demanded() == {"a", "v", "t"}
    assert len(call.send(video(100))[2]) == 1
    assert call.send(video(500, ssrc=THUMBNAIL))[2] == []
    assert len(call.send(video(501, KEY_FRAME, THUMBNAIL))[2]) == 1
    assert call.send(video(101))[2] == []
    assert len(call.send(video(101))[3]) == 1


def test_after_a_pause_a_pictures_numbers_go_on_without_a_gap() -> None:
    call = Call()
    first = call.send(video(100, KEY_FRAME))[2]
    call.group.show(2, "t")
    call.send(video(500, KEY_FRAME, THUMBNAIL))
    for number in range(101, 140):
        call.send(video(number))
    call.group.show(2, "v")
    back = call.send(video(140, KEY_FRAME))[2]
    assert [number_of(packet) for packet in first + back] == [100, 101]
    assert [number_of(packet) for packet in call.send(video(141))[3]] == [141]


def test_a_picture_that_is_wanted_is_asked_for_until_its_key_frame_comes() -> None:
    call = Call()
    call.group.show(2, "t")
    call.group.tick(1.0)
    call.group.tick(1.6)
    asked = [ssrc for piece in call.told() for ssrc in key_frames_asked_of(piece)]
    assert asked == [THUMBNAIL, THUMBNAIL]


def test_what_a_receiver_gets_is_the_main_picture_until_the_thumbnails_key_frame() -> None:
    call = Call()
    call.group.show(2, "t")
    assert call.group.shown_to(2) == "v"
    call.send(video(500, KEY_FRAME, THUMBNAIL))
    assert (call.group.shown_to(2), call.group.shown_to(3)) == ("t", "v")
    call.group.serve({})
    assert call.group.shown_to(2) == "v"


def test_a_sender_without_a_thumbnail_is_always_shown_in_full() -> None:
    call = Call(thumbnail=False)
    call.group.show(2, "t")
    assert call.group.demanded() == {"a", "v"}


def test_once_a_second_the_sender_hears_how_its_streams_arrive() -> None:
    call = Call()
    call.send(video(100), now=10.0)
    call.group.reported(sender_report(VIDEO), now=10.1)
    call.group.tick(10.2)
    call.group.tick(10.25)
    reports = [piece for piece in call.told() if piece.packet_type == RECEIVER_REPORT]
    (block,) = [block for piece in reports for block in report_blocks(piece)]
    assert (block.ssrc, block.highest_sequence_number) == (VIDEO, 100)
    assert block.delay == pytest.approx(0.1 * 65_536, rel=0.01)


def test_a_sender_without_tracks_is_told_nothing() -> None:
    call = Call()
    call.sender.tracks = ()
    call.group.tick(1.0)
    assert call.told() == []


def test_the_relays_feedback_goes_on_with_the_count_of_the_receivers_before_it() -> None:
    call = Call()
    call.group.serve({})
    passed = b"\x8f\xcd\x00\x05" + struct.pack("!II", 2, VIDEO)
    passed += struct.pack("!HHI", 1, 1, (5 << 8) | 41) + struct.pack("!HBB", 0x2001, 4, 0)
    call.group.observe(passed, now=3.0)
    call.group.serve(call.subscriptions)
    call.send(video(100, transport_number=2), now=3.1)
    call.group.tick(3.15)
    (said,) = [said for piece in call.told() if (said := parse_transport_cc(piece))]
    assert said.count == 42


def test_only_a_key_frame_changes_which_picture_is_taken() -> None:
    picture = Picture()
    picture.wanted = "t"
    assert picture.takes("v", begins_key_frame=False)
    assert not picture.takes("t", begins_key_frame=False)
    assert picture.takes("t", begins_key_frame=True)
    assert not picture.takes("v", begins_key_frame=True)
