"""The relay's offers, line by line."""

from __future__ import annotations

import re

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription

from telehealth.relay.sdp import Section, Stage, Track, Transport, offer

TRANSPORT = Transport(
    fragment="0123456789abcdef",
    password="0123456789abcdef0123456789abcdef",
    fingerprint=":".join(["AB"] * 32),
    addresses=("192.0.2.7", "2001:db8::7"),
    port=7000,
)
VIDEO = Track(3, "v", "person3", 300, 301)
SOUND = Track(3, "a", "person3", 302)


def session(*more: Section) -> list[Section]:
    """A session leg's own sections, and others after them."""
    return [Section("a1", "a"), Section("v1", "v"), Section("t1", "t"), *more]


def made(sections: list[Section], packet_time: int = 20) -> list[str]:
    """The offer's sections: what stands before the first m= line comes first."""
    return offer(sections, TRANSPORT, 4, packet_time).split("\r\nm=")


def test_an_offer_begins_with_the_bundle_and_ice_lite() -> None:
    assert made(session())[0].split("\r\n") == [
        "v=0",
        "o=- 1 4 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE a1 v1 t1",
        "a=ice-lite",
        "a=msid-semantic: WMS *",
    ]


def test_a_pages_own_sound_is_offered_like_this() -> None:
    assert made(session())[1].split("\r\n") == [
        "audio 7000 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=mid:a1",
        "a=ice-ufrag:0123456789abcdef",
        "a=ice-pwd:0123456789abcdef0123456789abcdef",
        f"a=fingerprint:sha-256 {TRANSPORT.fingerprint}",
        "a=setup:actpass",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc",
        "a=fmtp:111 minptime=10;useinbandfec=1;cbr=1;usedtx=0",
        "a=ptime:20",
        "a=recvonly",
        "a=candidate:1 1 udp 2130706431 192.0.2.7 7000 typ host",
        "a=candidate:2 1 udp 2130706175 2001:db8::7 7000 typ host",
        "a=end-of-candidates",
    ]


def test_another_persons_picture_is_offered_like_this() -> None:
    lines = made(session(Section("v3", "v", VIDEO)))[4].split("\r\n")
    assert lines[0] == "video 7000 UDP/TLS/RTP/SAVPF 96 97"
    assert lines[-18:] == [
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 goog-remb",
        "a=rtcp-fb:96 transport-cc",
        "a=rtcp-fb:96 ccm fir",
        "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 nack pli",
        "a=fmtp:96 x-google-start-bitrate=1000",
        "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96",
        "a=sendonly",
        "a=msid:person3 v3",
        "a=ssrc-group:FID 300 301",
        "a=ssrc:300 cname:person3",
        "a=ssrc:301 cname:person3",
        "a=candidate:1 1 udp 2130706431 192.0.2.7 7000 typ host",
        "a=candidate:2 1 udp 2130706175 2001:db8::7 7000 typ host",
        "a=end-of-candidates",
        "",
    ]


def test_a_track_without_retransmissions_declares_one_ssrc() -> None:
    section = made(session(Section("a3", "a", SOUND)))[4]
    assert re.findall(r"a=ssrc\S*", section) == ["a=ssrc:302"]
    assert "a=msid:person3 a3" in section


def test_a_preview_leg_has_a_section_that_only_carries_the_transport() -> None:
    first, anchor = made([Section("a2", "a", anchor=True)])
    assert "a=group:BUNDLE a2" in first
    assert "a=inactive" in anchor
    assert "a=recvonly" not in anchor
    assert "a=candidate:1" in anchor


@pytest.mark.parametrize("stage", [Stage.STOPPING, Stage.FREE])
def test_a_departed_persons_section_is_stopped_and_leaves_the_bundle(stage: Stage) -> None:
    first, *sections = made(session(Section("v3", "v", VIDEO, stage)))
    assert "a=group:BUNDLE a1 v1 t1\r\n" in first + "\r\n"
    assert sections[3].startswith("video 0 ")
    assert "a=inactive" in sections[3]
    assert "a=ssrc" not in sections[3]
    assert "a=msid" not in sections[3]


def test_sections_keep_their_payload_types_and_extensions_on_every_leg() -> None:
    text = offer(session(Section("a3", "a", SOUND), Section("v3", "v", VIDEO)), TRANSPORT, 1, 40)
    assert set(re.findall(r"m=(.*)\r", text)) == {
        "audio 7000 UDP/TLS/RTP/SAVPF 111",
        "video 7000 UDP/TLS/RTP/SAVPF 96 97",
    }
    assert set(re.findall(r"a=extmap:(\d)", text)) == {"1", "2", "3"}
    assert "ssrc-audio-level" not in text
    assert text.count("a=ptime:40\r\n") == 2


def test_every_section_has_the_same_candidates_and_they_prefer_the_first_address() -> None:
    for text in made(session())[1:]:
        _prefers_the_first_address(text)


def _prefers_the_first_address(text: str) -> None:
    found = re.findall(r"a=candidate:\d 1 udp (\d+) (\S+) 7000 typ host", text)
    assert [address for _, address in found] == ["192.0.2.7", "2001:db8::7"]
    assert int(found[0][0]) > int(found[1][0])


@pytest.mark.parametrize("kind", ["session", "preview"])
async def test_another_implementation_accepts_an_offer(kind: str) -> None:
    own = session() if kind == "session" else [Section("a1", "a", anchor=True)]
    browser = RTCPeerConnection()
    try:
        await browser.setRemoteDescription(
            RTCSessionDescription(
                offer([*own, Section("a3", "a", SOUND), Section("v3", "v", VIDEO)], TRANSPORT, 1, 20), "offer"
            )
        )
        assert [each.mid for each in browser.getTransceivers()] == [section.mid for section in own] + [
            "a3",
            "v3",
        ]
    finally:
        await browser.close()


def test_a_track_names_itself_the_same_on_every_leg() -> None:
    assert (VIDEO.mid, VIDEO.ssrcs) == ("v3", (300, 301))
    assert (SOUND.mid, SOUND.ssrcs) == ("a3", (302,))
