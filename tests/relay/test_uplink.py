"""One sender, carried to nobody, to one, to several, and back."""

from __future__ import annotations

import pytest

from telehealth.relay.counters import Counters, Drop
from telehealth.relay.feedback import key_frames_asked_of, nack, pli
from telehealth.relay.rtcp import split
from telehealth.relay.uplink import Mode, Uplink
from tests.relay.legs import NotingLeg
from tests.relay.packets import DELTA_FRAME, number_of, rtp, video

RELAY = 0xFEEDBEEF


class Scene:
    """Leg 1 sends; 2, 3 and 4 may receive."""

    def __init__(self) -> None:
        self.sender = NotingLeg(1)
        self.legs = {number: NotingLeg(number) for number in (2, 3, 4)}
        self.counters = Counters()
        self.uplink = Uplink(self.sender.leg, RELAY, self.counters)

    def carry_to(self, *receivers: int, now: float = 0.0) -> None:
        legs = [self.legs[number].leg for number in receivers]
        self.uplink.carry_to(legs, pair=len(legs) == 1, now=now)

    def carry(self, packet: bytes, now: float = 0.0) -> dict[int, bytes]:
        """Receiver → the packet as it gets it."""
        return {leg.number: carried for leg, carried in self.uplink.carry(packet, now)}

    def asked(self) -> list[int]:
        """SSRCs of which the sender was asked for a key frame, since last asked."""
        pieces = [piece for report in self.sender.reports for piece in split(report)]
        self.sender.reports.clear()
        return [ssrc for piece in pieces for ssrc in key_frames_asked_of(piece)]

    def show_thumbnail(self, receiver: int) -> None:
        """Let a receiver in a group get the thumbnail instead of the main picture."""
        self.uplink.group.show(receiver, "t")
        self.carry(video(103, 500))
        self.sender.reports.clear()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_without_a_receiver_nothing_is_carried_and_it_is_counted(scene: Scene) -> None:
    scene.carry_to()
    assert scene.uplink.mode is Mode.SILENT
    assert scene.carry(rtp(100, 1)) == {}
    assert scene.counters.drops() == {Drop.GATE_SHUT.value: 1}
    assert scene.uplink.demanded() == ()


def test_to_one_receiver_packets_go_unchanged(scene: Scene) -> None:
    scene.carry_to(2)
    for packet in (rtp(100, 1), video(101, 5), video(103, 9)):
        assert scene.carry(packet) == {2: packet}
    assert scene.uplink.demanded() == ("a1", "v1")


def test_to_several_receivers_each_gets_sound_and_one_picture(scene: Scene) -> None:
    scene.carry_to(2, 3)
    assert scene.uplink.mode is Mode.GROUP
    assert set(scene.carry(rtp(100, 1))) == {2, 3}
    assert set(scene.carry(video(101, 1))) == {2, 3}
    assert scene.carry(video(103, 1)) == {}


def test_what_is_no_packet_of_a_declared_stream_is_malformed(scene: Scene) -> None:
    scene.carry_to(2)
    assert scene.carry(rtp(999, 1)) == {}
    assert scene.carry(b"\x90\x6f" + bytes(10)) == {}
    assert scene.counters.drops() == {Drop.MALFORMED.value: 2}


def test_a_start_just_before_the_roll_over_waits_for_it(scene: Scene) -> None:
    scene.carry_to(2)
    assert scene.carry(rtp(100, 0xFFF0)) == {}
    assert scene.counters.drops() == {Drop.NUMBER_TOO_HIGH.value: 1}
    assert scene.carry(rtp(100, 0)) == {2: rtp(100, 0)}


def test_a_new_receiver_begins_with_a_key_frame_of_each_picture(scene: Scene) -> None:
    scene.carry_to(2)
    assert scene.asked() == [101, 103]
    scene.carry_to(2)
    assert scene.asked() == []
    scene.carry_to(2, 3, now=1.0)
    assert scene.asked() == [101, 103]


def test_a_receiver_soon_after_another_has_a_key_frame_as_soon_as_a_browser_makes_one(scene: Scene) -> None:
    scene.carry_to(2)
    scene.asked()
    scene.carry_to(2, 3, now=0.1)
    assert scene.asked() == []
    scene.uplink.group.ask_what_is_due(0.4)
    assert scene.asked() == []
    scene.uplink.group.ask_what_is_due(0.5)
    assert scene.asked() == [101, 103]


def test_a_receiver_that_cannot_show_anything_yet_takes_no_key_frame_from_the_moment_it_can(
    scene: Scene,
) -> None:
    scene.legs[2].is_ready = False
    scene.carry_to(2)
    assert scene.asked() == []
    scene.uplink.ask_for_key_frames(0.1)
    assert scene.asked() == [101, 103]


def test_nobody_is_asked_for_key_frames_before_they_are_connected(scene: Scene) -> None:
    scene.sender.is_connected = False
    scene.carry_to(2)
    assert scene.asked() == []


def test_from_pair_to_group_and_back_numbers_go_on(scene: Scene) -> None:
    scene.carry_to(2)
    scene.carry(rtp(100, 10))
    scene.carry_to(2, 3)
    assert {number_of(packet) for packet in scene.carry(rtp(100, 11)).values()} == {11}
    scene.carry_to(2)
    assert scene.carry(rtp(100, 12)) == {2: rtp(100, 12)}


def test_who_has_the_main_picture_keeps_it_without_another_key_frame(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.asked()
    scene.carry_to(2)
    assert scene.uplink.mode is Mode.PAIR
    assert scene.asked() == []
    assert scene.carry(video(101, 12, DELTA_FRAME)) == {2: video(101, 12, DELTA_FRAME)}


def test_who_has_the_thumbnail_keeps_it_until_the_main_pictures_key_frame(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.carry(video(101, 10))
    scene.show_thumbnail(2)
    scene.carry_to(2)
    assert scene.carry(video(101, 11, DELTA_FRAME)) == {}
    assert set(scene.carry(video(103, 501, DELTA_FRAME))) == {2}
    assert scene.uplink.demanded() == ("a1", "v1", "t1")
    assert not scene.uplink.may_be_a_pair


def test_with_the_main_pictures_key_frame_a_pair_to_be_is_one(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.carry(video(101, 10))
    scene.show_thumbnail(2)
    scene.carry_to(2)
    scene.carry(video(101, 11, DELTA_FRAME))
    assert number_of(scene.carry(video(101, 12))[2]) == 11
    assert scene.carry(video(103, 502, DELTA_FRAME)) == {}
    assert scene.uplink.may_be_a_pair
    scene.carry_to(2)
    assert scene.uplink.mode is Mode.PAIR
    assert number_of(scene.carry(video(101, 13, DELTA_FRAME))[2]) == 12
    assert scene.uplink.demanded() == ("a1", "v1")


def test_a_pair_is_not_arranged_again_and_again(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.show_thumbnail(2)
    scene.carry_to(2)
    scene.carry(video(101, 12))
    scene.carry_to(2)
    assert not scene.uplink.may_be_a_pair


def test_the_main_picture_of_a_pair_to_be_is_asked_for_until_it_comes(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.show_thumbnail(2)
    scene.carry_to(2)
    for now in (1.0, 1.3, 1.6, 2.2):
        scene.uplink.group.tick(now)
    assert scene.asked() == [101, 101, 101]
    scene.carry(video(101, 12))
    scene.uplink.group.tick(2.8)
    assert scene.asked() == []


def test_a_pair_to_be_that_is_joined_again_stays_a_group(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.show_thumbnail(2)
    scene.carry_to(2)
    scene.carry_to(2, 4)
    scene.carry(video(101, 12))
    assert scene.uplink.mode is Mode.GROUP
    assert not scene.uplink.may_be_a_pair


def test_behind_a_gate_that_shuts_and_opens_numbers_go_on_without_a_gap(scene: Scene) -> None:
    scene.carry_to(2)
    scene.carry(rtp(100, 10))
    scene.carry_to()
    for number in range(11, 400):
        scene.carry(rtp(100, number))
    scene.carry_to(2)
    assert number_of(scene.carry(rtp(100, 400))[2]) == 11


def test_behind_a_shut_gate_no_number_comes_round_to_be_used_twice(scene: Scene) -> None:
    scene.carry_to(2)
    used = [number_of(scene.carry(rtp(100, number))[2]) for number in range(200)]
    scene.carry_to()
    for number in range(200, 0x10000 + 100, 50):
        scene.carry(rtp(100, number & 0xFFFF))
    scene.carry_to(2)
    used += [number_of(scene.carry(rtp(100, number))[2]) for number in range(101, 300)]
    assert used == list(range(399))


def test_one_receivers_shut_gate_leaves_the_others_alone(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.carry(rtp(100, 1))
    scene.carry_to(2)
    assert scene.carry(rtp(100, 2)) == {2: rtp(100, 2)}
    scene.carry_to(2, 3)
    carried = scene.carry(rtp(100, 3))
    assert (number_of(carried[2]), number_of(carried[3])) == (3, 2)


def test_a_receiver_that_is_gone_is_forgotten(scene: Scene) -> None:
    scene.carry_to(2)
    scene.carry(rtp(100, 1))
    scene.carry_to()
    scene.uplink.forget(2)
    scene.legs[2] = NotingLeg(2)
    scene.carry_to(2)
    assert scene.carry(rtp(100, 500)) == {2: rtp(100, 500)}


def test_a_track_that_is_declared_later_is_carried_too(scene: Scene) -> None:
    whole = scene.sender.tracks
    scene.sender.tracks = whole[:1]
    scene.carry_to(2)
    assert scene.carry(video(101, 1)) == {}
    scene.sender.tracks = whole
    scene.carry_to(2)
    assert scene.carry(video(101, 2)) == {2: video(101, 2)}


def test_in_a_pair_feedback_passes_to_the_sender(scene: Scene) -> None:
    scene.carry_to(2)
    scene.sender.reports.clear()
    said = pli(200, 101)
    assert scene.uplink.take_feedback(said, scene.legs[2].leg, 0.0) == said
    assert scene.sender.reports == [], "whoever signs it is looked at before it is sent"


def test_in_a_group_losses_are_made_good_by_the_relay(scene: Scene) -> None:
    scene.carry_to(2, 3)
    scene.carry(video(101, 1))
    scene.sender.reports.clear()
    assert scene.uplink.take_feedback(nack(200, 101, [1]), scene.legs[2].leg, 0.1) == b""
    assert len(scene.legs[2].packets) == 1
    assert scene.legs[3].packets == []
    assert scene.sender.reports == []


def test_feedback_from_who_receives_nothing_goes_nowhere(scene: Scene) -> None:
    scene.carry_to(2)
    scene.sender.reports.clear()
    assert scene.uplink.take_feedback(pli(400, 101), scene.legs[4].leg, 0.0) == b""
    assert scene.sender.reports == []
    assert scene.counters.drops() == {Drop.GATE_SHUT.value: 1}
    scene.carry_to()
    scene.uplink.take_feedback(pli(200, 101), scene.legs[2].leg, 0.0)
    assert scene.sender.reports == []
