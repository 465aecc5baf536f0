"""Legs that only note what they are given."""

from __future__ import annotations

from typing import cast

from telehealth.relay.leg import Leg
from telehealth.relay.sdp import Track


class NotingLeg:
    """Stands for a connected leg where packets, not connections, are looked at."""

    def __init__(self, number: int) -> None:
        self.number = number
        first = 100 * number
        self.tracks: tuple[Track, ...] = (
            Track(number, "a", f"person{number}", first),
            Track(number, "v", f"person{number}", first + 1, first + 2),
            Track(number, "t", f"person{number}", first + 3, first + 4),
        )
        self.is_connected = True
        self.is_ready = True
        self.reports: list[bytes] = []
        self.packets: list[bytes] = []

    def can_show(self, sender: int) -> set[Track]:
        return {Track(sender, "v", f"person{sender}", 1)} if self.is_ready else set()

    def send(self, packet: bytes, *, rtcp: bool) -> bool:
        (self.reports if rtcp else self.packets).append(packet)
        return True

    @property
    def leg(self) -> Leg:
        """As the relay's code takes it."""
        return cast("Leg", self)
