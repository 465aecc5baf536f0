"""Feedback between two people who receive nobody else: passed on, with the numbers the sender knows."""

from __future__ import annotations

from collections.abc import Iterable

from telehealth.relay.feedback import nack, nacked
from telehealth.relay.rtcp import shift_highest_numbers, split
from telehealth.relay.subscription import Subscription


def passed_feedback(compound: bytes, subscriptions: Iterable[Subscription]) -> bytes:
    """The compound as it was, but for sequence numbers of tracks that have paused before."""
    shifted = {each.track.ssrc: each for each in subscriptions if each.numbers.skipped}
    if not shifted:
        return compound

    def offset_of(ssrc: int) -> int:
        return shifted[ssrc].numbers.skipped if ssrc in shifted else 0

    pieces = []
    for piece in split(shift_highest_numbers(compound, offset_of)):
        subscription = shifted.get(piece.media) if nacked(piece) else None
        if subscription is None:
            pieces.append(piece.data)
            continue
        numbers = [
            number for asked in nacked(piece) if (number := subscription.numbers.inverse(asked)) is not None
        ]
        if numbers:
            pieces.append(nack(piece.sender, piece.media, numbers))
    return b"".join(pieces)
