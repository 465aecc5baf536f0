"""Where aiortc's frames are sealed before they become packets, and opened before they are decoded."""

from __future__ import annotations

import queue
from typing import Any

from aiortc import RTCRtpReceiver, RTCRtpSender
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.jitterbuffer import JitterFrame
from av.frame import Frame

from tests.privacy.media import Keyring, Kind, Opener, Sealer


class SealingVp8(Vp8Encoder):
    """VP8 whose whole frames are sealed; the payload descriptor (RFC 7741) goes around what comes out."""

    def __init__(self, sealer: Sealer) -> None:
        super().__init__()
        self._sealer = sealer

    def _packetize(self, buffer: bytes, picture_id: int) -> list[bytes]:  # type: ignore[override]
        return super()._packetize(self._sealer.seal(buffer), picture_id)


class SealingOpus(OpusEncoder):
    """Opus of a constant bitrate whose packets are sealed: each is a frame."""

    def __init__(self, sealer: Sealer) -> None:
        super().__init__()
        self._sealer = sealer
        # What is said cannot be told from how much is sent.
        self.codec.options = {"application": "voip", "vbr": "off"}

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        payloads, timestamp = super().encode(frame, force_keyframe)
        sealed = [self._sealer.seal(payload) for payload in payloads]
        return [payload for payload in sealed if payload], timestamp


class OpeningQueue(queue.Queue[Any]):
    """Frames on their way to aiortc's decoder, which gets only those that could be opened."""

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self.opener = opener

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:  # noqa: ANN401 (as Queue's)
        if item is not None:
            codec, frame = item
            opened = self.opener.open(frame.data)
            if opened is None:
                return
            item = codec, JitterFrame(opened, frame.timestamp)
        super().put(item, block, timeout)


def seal_sender(sender: RTCRtpSender, keyring: Keyring) -> None:
    """Nothing leaves this sender unsealed. Called before it has sent anything."""
    kind: Kind = "audio" if sender.kind == "audio" else "video"
    assert getattr(sender, "_RTCRtpSender__encoder") is None  # noqa: B009 (the name is aiortc's own)
    sealer = Sealer(keyring, kind)
    encoder = SealingOpus(sealer) if kind == "audio" else SealingVp8(sealer)
    setattr(sender, "_RTCRtpSender__encoder", encoder)  # noqa: B010


def open_receiver(receiver: RTCRtpReceiver, keyring: Keyring) -> Opener:
    """Nothing reaches this receiver's decoder that is not authentic. Called before it receives."""
    assert getattr(receiver, "_RTCRtpReceiver__decoder_thread") is None  # noqa: B009
    opener = Opener(keyring, "audio" if receiver.track.kind == "audio" else "video")
    setattr(receiver, "_RTCRtpReceiver__decoder_queue", OpeningQueue(opener))  # noqa: B010
    return opener
