"""The offers of the relay (RFC 8829, RFC 8866): every line is the server's own text.

Payload types, header-extension ids and mids mean the same on every leg, so that packets pass
unchanged. A mid names kind and sender: `a3`, `v3` and `t3` are audio, main video and thumbnail of
leg 3 (`s3` is kept for a shared screen).
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

from msgspec import Struct

OPUS = 111
VP8 = 96
RTX = 97
MID_EXTENSION = 1
ABS_SEND_TIME_EXTENSION = 2
TRANSPORT_CC_EXTENSION = 3

MOST_SECTIONS = 40
FIRST_BITRATE = 1_000
"""kbit/s that a browser starts its estimate with: the first second is 720p and not 480 wide."""

Media = Literal["a", "v", "t"]
UPLINK: tuple[Media, ...] = ("a", "v", "t")

TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

_EXTENSIONS = (
    f"a=extmap:{MID_EXTENSION} urn:ietf:params:rtp-hdrext:sdes:mid",
    f"a=extmap:{ABS_SEND_TIME_EXTENSION} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    f"a=extmap:{TRANSPORT_CC_EXTENSION} {TRANSPORT_CC}",
)
_AUDIO = (
    f"a=rtpmap:{OPUS} opus/48000/2",
    f"a=rtcp-fb:{OPUS} transport-cc",
    # Constant bitrate and no silence suppression: packet sizes must not tell who speaks.
    f"a=fmtp:{OPUS} minptime=10;useinbandfec=1;cbr=1;usedtx=0",
)
_VIDEO = (
    f"a=rtpmap:{VP8} VP8/90000",
    f"a=rtcp-fb:{VP8} goog-remb",
    f"a=rtcp-fb:{VP8} transport-cc",
    f"a=rtcp-fb:{VP8} ccm fir",
    f"a=rtcp-fb:{VP8} nack",
    f"a=rtcp-fb:{VP8} nack pli",
    f"a=fmtp:{VP8} x-google-start-bitrate={FIRST_BITRATE}",
    f"a=rtpmap:{RTX} rtx/90000",
    f"a=fmtp:{RTX} apt={VP8}",
)


class Stage(Enum):
    """A section's life: offered, then (when its person is gone) stopping, and free once that is answered."""

    LIVE = "live"
    STOPPING = "stopping"
    FREE = "free"


class Track(Struct, frozen=True):
    """One stream of one leg, as its answer declared it. SSRCs as unsigned 32-bit numbers; `rtx` 0 is none."""

    leg: int
    media: Media
    participant: str
    ssrc: int
    rtx: int = 0

    @property
    def mid(self) -> str:
        """The section's name, the same on every leg."""
        return f"{self.media}{self.leg}"

    @property
    def ssrcs(self) -> tuple[int, ...]:
        """The stream's SSRC, and its retransmissions' when it has them."""
        return (self.ssrc, self.rtx) if self.rtx else (self.ssrc,)


class Section(Struct):
    """One m= section of a leg's offers; its place in the list never changes."""

    mid: str
    media: Media
    track: Track | None = None
    """None in an uplink section: that is where the page sends."""
    stage: Stage = Stage.LIVE
    anchor: bool = False
    """Carries the transport and nothing else (a leg that only receives needs one that stays)."""

    @property
    def is_uplink(self) -> bool:
        """Whether the page sends here."""
        return self.track is None and not self.anchor


class Transport(Struct, frozen=True):
    """What an offer says of the relay's own side of a leg."""

    fragment: str
    password: str
    fingerprint: str
    addresses: tuple[str, ...]
    port: int


def offer(sections: list[Section], transport: Transport, version: int, packet_time: int) -> str:
    """The whole offer, CRLF line ends. `packet_time` is the wished length of an audio packet in ms."""
    live = [section.mid for section in sections if section.stage is Stage.LIVE]
    lines = [
        "v=0",
        f"o=- 1 {version} IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {' '.join(live)}",
        "a=ice-lite",
        "a=msid-semantic: WMS *",
    ]
    for section in sections:
        lines += _section(section, transport, packet_time)
    return "\r\n".join(lines) + "\r\n"


def _section(section: Section, transport: Transport, packet_time: int) -> list[str]:
    audio = section.media == "a"
    payloads = f"{OPUS}" if audio else f"{VP8} {RTX}"
    port = transport.port if section.stage is Stage.LIVE else 0
    kind = "audio" if audio else "video"
    lines = [
        f"m={kind} {port} UDP/TLS/RTP/SAVPF {payloads}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a=ice-ufrag:{transport.fragment}",
        f"a=ice-pwd:{transport.password}",
        f"a=fingerprint:sha-256 {transport.fingerprint}",
        "a=setup:actpass",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        *_EXTENSIONS,
        *(_AUDIO if audio else _VIDEO),
        *([f"a=ptime:{packet_time}"] if audio else []),
        *_direction(section),
    ]
    # In every section, though the bundle's first would do (RFC 8843): not every client looks there.
    return lines + (_candidates(transport) if section.stage is Stage.LIVE else [])


def _direction(section: Section) -> list[str]:
    track = section.track
    if section.stage is not Stage.LIVE or section.anchor:
        return ["a=inactive"]
    if track is None:
        return ["a=recvonly"]
    lines = ["a=sendonly", f"a=msid:{track.participant} {track.mid}"]
    if track.rtx:
        lines.append(f"a=ssrc-group:FID {track.ssrc} {track.rtx}")
    lines.append(f"a=ssrc:{track.ssrc} cname:{track.participant}")
    if track.rtx:
        lines.append(f"a=ssrc:{track.rtx} cname:{track.participant}")
    return lines


def _candidates(transport: Transport) -> list[str]:
    lines = []
    for index, address in enumerate(transport.addresses):
        # RFC 8445, section 5.1.2.1: type preference 126 (host), falling local preference, component 1.
        priority = (126 << 24) + ((65_535 - index) << 8) + 255
        lines.append(f"a=candidate:{index + 1} 1 udp {priority} {address} {transport.port} typ host")
    return [*lines, "a=end-of-candidates"]
