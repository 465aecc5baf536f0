"""Sequence numbers towards one receiver: continuous, and never one number for two texts."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay.rtp import RtpHeader, make_rtx, parse, unwrap_rtx
from telehealth.relay.sdp import RTX, VP8, Track
from telehealth.relay.subscription import Subscription
from tests.relay.legs import NotingLeg
from tests.relay.packets import number_of, video

MEDIA, REPAIR = 101, 102
TRACK = Track(1, "v", "person1", MEDIA, REPAIR)


def subscription(track: Track = TRACK) -> Subscription:
    return Subscription(track, NotingLeg(2).leg)


def original(number: int) -> bytes:
    """The sender's packet of this number; each has a text of its own."""
    return video(MEDIA, number & 0xFFFF, b"\x10\x00text %d" % number)


def header(packet: bytes) -> RtpHeader:
    found = parse(packet)
    assert found is not None
    return found


def repair_of(number: int, repair_number: int) -> bytes:
    """The sender's own retransmission."""
    return make_rtx(original(number), REPAIR, RTX, repair_number)


def numbers(subscription: Subscription, *sent: int) -> list[int | None]:
    """What the receiver's numbers are for the sender's."""
    passed = [subscription.media(original(number), number) for number in sent]
    return [number_of(packet) if packet is not None else None for packet in passed]


def test_packets_pass_as_they_are_until_there_is_a_pause() -> None:
    chosen = subscription()
    assert chosen.media(original(5), 5) == original(5)
    assert chosen.media(original(6), 6) == original(6)


def test_numbers_go_on_after_a_pause_and_nothing_else_changes() -> None:
    chosen = subscription()
    numbers(chosen, 100, 101)
    chosen.numbers.pause()
    assert numbers(chosen, 102, 800) == [None, None]
    chosen.numbers.resume()
    passed = chosen.media(original(900), 900)
    assert passed is not None
    assert number_of(passed) == 102
    assert passed[:2] + passed[4:] == original(900)[:2] + original(900)[4:]


def test_forwarding_does_not_begin_on_a_number_that_is_about_to_roll_over() -> None:
    assert numbers(subscription(), 0xFFC1, 0xFFFF, 0, 1) == [None, None, 0, 1]


def test_the_senders_repairs_pass_as_they_are_until_there_is_a_pause() -> None:
    chosen = subscription()
    numbers(chosen, 5)
    repair = repair_of(5, 70)
    assert chosen.passed_repair(repair, header(repair)) == repair


def test_after_a_pause_a_repair_names_the_packet_as_the_receiver_knows_it() -> None:
    chosen = subscription()
    numbers(chosen, 100, 101)
    early = repair_of(100, 70)
    chosen.passed_repair(early, header(early))
    chosen.numbers.pause()
    numbers(chosen, 102, 899)
    chosen.numbers.resume()
    numbers(chosen, 900)
    carried = []
    for sent in (900, 101):
        repair = repair_of(sent, 500)
        passed = chosen.passed_repair(repair, header(repair))
        assert passed is not None
        again = unwrap_rtx(passed, MEDIA, VP8)
        assert again is not None
        assert again[12:] == original(sent)[12:]
        carried.append((number_of(passed), number_of(again)))
    assert carried == [(71, 102), (72, 101)]


def test_a_late_repair_does_not_make_the_numbers_jump() -> None:
    chosen = subscription()
    numbers(chosen, *range(2_000))
    chosen.repair(original(1_999))
    repair = repair_of(5, 9)
    assert chosen.passed_repair(repair, header(repair)) is not None
    assert chosen.repair(original(5)) is not None
    assert numbers(chosen, 2_000) == [2_000]


def test_a_repair_of_what_the_receiver_was_never_sent_does_not_pass() -> None:
    chosen = subscription()
    numbers(chosen, 100)
    chosen.numbers.pause()
    numbers(chosen, 101, 102)
    chosen.numbers.resume()
    numbers(chosen, 103)
    repair = repair_of(101, 9)
    assert chosen.passed_repair(repair, header(repair)) is None
    assert chosen.repair(original(101)) is None


def test_a_probe_that_repeats_nothing_passes_only_unchanged() -> None:
    padding = bytes(9) + b"\x0a"
    probe = bytearray(make_rtx(original(5), REPAIR, RTX, 7)[:12] + padding)
    probe[0] |= 0x20
    chosen = subscription()
    numbers(chosen, 5)
    assert chosen.passed_repair(bytes(probe), header(bytes(probe))) == bytes(probe)
    assert chosen.repair(original(5)) is not None
    assert chosen.passed_repair(bytes(probe), header(bytes(probe))) is None


def test_the_relays_own_repair_is_what_was_sent_before() -> None:
    chosen = subscription()
    numbers(chosen, 5)
    repair = chosen.repair(original(5))
    assert repair is not None
    assert header(repair).ssrc == REPAIR
    assert header(repair).payload_type == RTX
    assert unwrap_rtx(repair, MEDIA, VP8) == original(5)


def test_own_repairs_go_on_from_the_senders_and_the_senders_go_on_from_them() -> None:
    chosen = subscription()
    numbers(chosen, 5, 6, 7)
    first = repair_of(5, 0xFFFE)
    chosen.passed_repair(first, header(first))
    own = [chosen.repair(original(number)) for number in (6, 7)]
    late = repair_of(7, 0xFFFF)
    passed = chosen.passed_repair(late, header(late))
    assert [number_of(each) for each in [*own, passed] if each] == [0xFFFF, 0, 1]


def test_a_track_without_a_repair_stream_gets_no_repair() -> None:
    chosen = subscription(Track(1, "v", "person1", MEDIA))
    numbers(chosen, 5)
    assert chosen.repair(original(5)) is None
    assert chosen.repair(b"no packet") is None


class Wire:
    """What goes to the receiver; a number that carries a second text is noticed."""

    def __init__(self, first: int) -> None:
        self.chosen = subscription()
        self.at = first
        self.repairs = 40_000
        self.carried: dict[tuple[int, int], bytes] = {}

    def note(self, packet: bytes | None) -> None:
        if packet is not None:
            key = (header(packet).ssrc, number_of(packet))
            assert self.carried.setdefault(key, packet[4:]) == packet[4:]

    def send(self, amount: int) -> None:
        for _ in range(amount % 5 + 1):
            self.at += 1
            self.note(self.chosen.media(original(self.at), self.at & 0xFFFF))

    def skip(self, amount: int) -> None:
        self.at += amount

    def late(self, amount: int) -> None:
        number = max(self.at - amount, 0)
        self.note(self.chosen.media(original(number), number & 0xFFFF))

    def pause(self, _amount: int) -> None:
        self.chosen.numbers.pause()

    def resume(self, _amount: int) -> None:
        self.chosen.numbers.resume()

    def passed(self, amount: int) -> None:
        self.repairs += 1
        repair = repair_of(max(self.at - amount, 0), self.repairs)
        self.note(self.chosen.passed_repair(repair, header(repair)))

    def own(self, amount: int) -> None:
        self.note(self.chosen.repair(original(max(self.at - amount, 0))))


STEP = st.sampled_from([Wire.send, Wire.skip, Wire.late, Wire.pause, Wire.resume, Wire.passed, Wire.own])


@given(st.lists(st.tuples(STEP, st.integers(1, 400)), max_size=120), st.integers(0, 0xFFC0))
def test_no_number_ever_carries_two_texts(
    steps: list[tuple[Callable[[Wire, int], None], int]], first: int
) -> None:
    wire = Wire(first)
    for step, amount in steps:
        step(wire, amount)
