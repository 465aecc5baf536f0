"""Answers of browsers and of strangers: understood, or refused with one error."""

from __future__ import annotations

import asyncio
import functools
import random
import time

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from hypothesis import given
from hypothesis import strategies as st

from telehealth.core.bounds import LONGEST_SDP
from telehealth.relay.answer import MOST_LINE, Accepted, Stream, Unfit, read_answer
from telehealth.relay.sdp import Section, Stage, Track, offer
from tests.relay.answers import FINGERPRINT, answer
from tests.relay.test_sdp import TRANSPORT

OTHER = ":".join(["CD"] * 32)
SSRCS = {"a1": (11, 0), "v1": (12, 13), "t1": (14, 15)}


def sections() -> list[Section]:
    """A session leg with one other person's picture and a section that is being stopped."""
    return [
        Section("a1", "a"),
        Section("v1", "v"),
        Section("t1", "t"),
        Section("v3", "v", Track(3, "v", "person3", 300, 301)),
        Section("a4", "a", Track(4, "a", "person4", 400), Stage.STOPPING),
    ]


OFFER = offer(sections(), TRANSPORT, 1, 20)
GOOD = answer(OFFER, SSRCS)


def read(text: str) -> Accepted:
    return read_answer(text, sections())


def refuses(text: str, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        read(text)


def test_from_a_good_answer_come_a_fingerprint_and_what_the_page_sends() -> None:
    assert read(GOOD) == Accepted(
        FINGERPRINT, (Stream("a1", 11, 0), Stream("v1", 12, 13), Stream("t1", 14, 15))
    )


def test_what_a_page_says_of_sections_it_receives_in_is_not_taken() -> None:
    liar = GOOD.replace("a=mid:v3\r\n", "a=mid:v3\r\na=sendrecv\r\na=ssrc:99 cname:page\r\n")
    assert all(stream.mid != "v3" for stream in read(liar).streams)


def test_a_page_may_send_nothing() -> None:
    assert read(answer(OFFER)).streams == ()


def test_line_ends_may_lack_their_carriage_return() -> None:
    assert read(GOOD.replace("\r\n", "\n")) == read(GOOD)


def test_fingerprint_and_setup_may_stand_once_for_all_sections() -> None:
    lines = [line for line in GOOD.split("\r\n") if not line.startswith(("a=fingerprint", "a=setup"))]
    lines[4:4] = [f"a=fingerprint:sha-256 {FINGERPRINT.lower()}", "a=setup:active"]
    assert read("\r\n".join(lines)) == read(GOOD)


def test_a_repair_stream_is_left_out_when_the_browser_refuses_rtx() -> None:
    found = read(GOOD.replace("SAVPF 96 97", "SAVPF 96"))
    assert found.streams[1] == Stream("v1", 12, 0)


def test_a_section_refused_by_the_browser_sends_nothing() -> None:
    refused = GOOD.replace("m=video 9", "m=video 0", 1)
    assert [stream.mid for stream in read(refused).streams] == ["a1", "t1"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("m=audio 9", "m=video 9", "another kind"),
        ("m=video 9", "m=application 9", "another kind"),
        ("a=mid:v1", "a=mid:v9", "another mid"),
        ("a=mid:v1\r\n", "", "another mid"),
        ("a=setup:active", "a=setup:passive", "handshake"),
        ("a=setup:active", "a=setup:actpass", "handshake"),
        ("a=setup:active\r\n", "", "handshake"),
        (f"a=fingerprint:sha-256 {FINGERPRINT}\r\n", "", "fingerprint"),
        ("a=fingerprint:sha-256", "a=fingerprint:sha-1", "fingerprint"),
        (FINGERPRINT, FINGERPRINT[:-3], "a fingerprint that is none"),
        (FINGERPRINT, "not hexadecimal", "a fingerprint that is none"),
        ("a=ssrc:11 ", "a=ssrc:4294967296 ", "32-bit"),
        ("a=ssrc:11 ", f"a=ssrc:{'9' * 1_000} ", "32-bit"),
        ("a=ssrc:11 ", "a=ssrc:0 ", "32-bit"),
        ("a=ssrc:11 ", "a=ssrc:-5 ", "32-bit"),
        ("a=ssrc:11 ", "a=ssrc:1e3 ", "32-bit"),
        ("a=ssrc:11 ", "a=ssrc:\u0661\u0661 ", "32-bit"),
        ("a=ssrc:11 ", "a=ssrc:12 ", "the same SSRC twice"),
        ("a=ssrc-group:FID 12 13", "a=ssrc-group:FID 12 99", "not declared"),
        ("a=ssrc-group:FID 12 13", "a=ssrc-group:FID 12 13 12", "not declared"),
        ("a=ssrc-group:FID 12 13", "a=ssrc-group:FID 12 12", "the same SSRC twice"),
        ("a=ssrc-group:FID 12 13", "a=ssrc-group:FID 12 x", "32-bit"),
        ("SAVPF 111", "SAVPF 0", "codecs"),
        ("SAVPF 96 97", "SAVPF 97", "codecs"),
        ("m=audio 9 ", "m=audio x ", "port"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio", "port"),
        ("m=audio 9 ", f"m=audio {'9' * 500} ", "port"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, why: str) -> None:
    assert old in GOOD
    refuses(GOOD.replace(old, new), why)


def test_two_fingerprints_are_refused() -> None:
    refuses(GOOD.replace(FINGERPRINT, OTHER, 1), "one SHA-256 fingerprint")


def test_another_number_of_sections_is_refused() -> None:
    refuses(GOOD + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "another number")
    refuses(GOOD.rpartition("m=")[0], "another number")
    refuses("", "another number")


def test_too_much_is_refused_before_it_is_read() -> None:
    refuses(GOOD + "a=x\r\n" * LONGEST_SDP, "too long")
    refuses(GOOD + "\n" * 5_000, "too many or too long lines")
    refuses(GOOD + "a=" + "x" * MOST_LINE, "too many or too long lines")
    refuses("m=audio 9 UDP/TLS/RTP/SAVPF 111\n" * 41, "too many sections")


# ── Strangers ────────────────────────────────────────────────────────────────────────────────────


def accepted_or_unfit(text: str) -> None:
    try:
        found = read(text)
    except Unfit:
        return
    assert len(found.fingerprint) == 95
    numbers = [number for stream in found.streams for number in (stream.ssrc, stream.rtx) if number]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 1 << 32 for number in numbers)


@given(st.text(max_size=400))
def test_any_text_is_accepted_or_unfit(text: str) -> None:
    accepted_or_unfit(text)


WORDS = st.sampled_from(
    [*GOOD.split("\r\n"), "a=ssrc:", "a=ssrc-group:FID ", "m=", "m=video", "a=mid:", "\x00"]
)


@given(st.lists(WORDS, max_size=60))
def test_known_lines_in_any_order_are_accepted_or_unfit(lines: list[str]) -> None:
    accepted_or_unfit("\r\n".join(lines))


@functools.cache
def real_answer() -> str:
    """Aiortc's answer to our offer."""

    async def made() -> str:
        browser = RTCPeerConnection()
        try:
            browser.addTrack(AudioStreamTrack())
            browser.addTrack(VideoStreamTrack())
            await browser.setRemoteDescription(RTCSessionDescription(OFFER, "offer"))
            await browser.setLocalDescription(await browser.createAnswer())
            return browser.localDescription.sdp
        finally:
            await browser.close()

    return asyncio.run(made())


def test_an_answer_of_another_implementation_is_read() -> None:
    found = read(real_answer())
    assert [stream.mid for stream in found.streams] == ["a1", "v1"]
    assert found.streams[1].rtx


MUTATIONS = ["", "\n", "0", "9" * 30, "\x00", "\ud83d", " "]


def test_mutated_real_answers_are_accepted_or_unfit() -> None:
    chance = random.Random(5)
    text = real_answer()
    for _ in range(500):
        letters = list(text)
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(letters))
            letters[place] = chance.choice([*MUTATIONS, chr(chance.randrange(0x300))])
        accepted_or_unfit("".join(letters))


def test_the_largest_hostile_answer_is_read_in_no_time() -> None:
    hostile = "m=audio 9 UDP/TLS/RTP/SAVPF " + " ".join(["1"] * 900) + "\n"
    hostile += "".join(f"a=ssrc:{number} cname:x\n" for number in range(1, 3_300))
    began = time.process_time()
    with pytest.raises(Unfit):
        read_answer(hostile[:LONGEST_SDP], [Section("a1", "a")])
    assert time.process_time() - began < 0.5
