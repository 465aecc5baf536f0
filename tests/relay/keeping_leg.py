"""A leg without a connection: it keeps what it is given to send."""

from __future__ import annotations

from typing import cast

from telehealth.relay.leg import Leg
from telehealth.relay.sdp import Track

AUDIO, VIDEO, VIDEO_RTX, THUMBNAIL, THUMBNAIL_RTX = 10, 20, 21, 30, 31


class KeepingLeg:
    """What forwarding needs to know of a leg. A sender has sound and two pictures."""

    def __init__(self, number: int, *, thumbnail: bool = True) -> None:
        self.number = number
        self.is_connected = True
        self.packets: list[bytes] = []
        self.compounds: list[bytes] = []
        self.tracks = (
            Track(number, "a", "sender", AUDIO),
            Track(number, "v", "sender", VIDEO, VIDEO_RTX),
            *([Track(number, "t", "sender", THUMBNAIL, THUMBNAIL_RTX)] if thumbnail else []),
        )

    def send(self, packet: bytes, *, rtcp: bool) -> bool:
        (self.compounds if rtcp else self.packets).append(packet)
        return True

    @property
    def as_leg(self) -> Leg:
        """Itself, as those see it who ask for a leg."""
        return cast("Leg", self)
