"""What one receiver can take in a group, and which picture of each sender it therefore gets."""

from __future__ import annotations

from collections.abc import Iterable

from telehealth.relay.remb import ReceiverEstimate
from telehealth.relay.rtcp import split
from telehealth.relay.sdp import Media
from telehealth.relay.selection import Picture, Selection, SenderRates

_MEDIA: dict[Picture, Media] = {"main": "v", "thumbnail": "t"}


class Downlink:
    """One receiver's own estimate, and the choice that follows from it."""

    def __init__(self) -> None:
        self._estimate = ReceiverEstimate()
        self._selection: Selection[int] = Selection()

    def note(self, compound: bytes, now: float) -> None:
        """Read the estimate, if this compound carries one. It is never forwarded."""
        for piece in split(compound):
            self._estimate.note(piece, now)

    def pictures(self, senders: Iterable[int], now: float) -> dict[int, Media]:
        """Sender → which of its pictures, those named first served first; ask about once a second."""
        rates = [SenderRates(sender) for sender in senders]
        chosen = self._selection.choose(self._estimate.estimate(now), rates, now)
        return {sender: _MEDIA[picture] for sender, picture in chosen.items()}
