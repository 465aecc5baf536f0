"""What one leg sends, and how it is carried to its receivers: unchanged in a pair, remade in a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from telehealth.relay.counters import Counters, Drop
from telehealth.relay.group import Group
from telehealth.relay.leg import Leg
from telehealth.relay.pair import passed_feedback
from telehealth.relay.rtp import RtpHeader, parse
from telehealth.relay.sdp import Media, Track
from telehealth.relay.subscription import Subscription


class Mode(Enum):
    """How many receive, and what else they receive."""

    SILENT = "silent"
    PAIR = "pair"
    GROUP = "group"


class Uplink:
    """One sender. `relay_ssrc` is what the relay signs its own feedback with."""

    def __init__(self, leg: Leg, relay_ssrc: int, counters: Counters) -> None:
        self.leg = leg
        self.mode = Mode.SILENT
        self.group = Group(leg, relay_ssrc)
        self._counters = counters
        self._tracks: dict[int, Track] = {}
        self._known: dict[int, dict[Media, Subscription]] = {}
        self._subscriptions: dict[int, dict[Media, Subscription]] = {}
        self._shut: dict[int, dict[Media, Subscription]] = {}
        self._receivers: dict[int, Leg] = {}
        self._returning = False
        """Whether it is to be a pair as soon as the receiver has the main picture."""
        self.forwarded: dict[int, int] = {}
        """Receiver → packets, for the counters."""

    @property
    def receivers(self) -> dict[int, Leg]:
        """Who gets the packets now, by leg number."""
        return self._receivers

    def carry_to(self, receivers: Iterable[Leg], *, pair: bool, now: float) -> None:
        """Set who receives. Numbers of a subscription that stays go on.

        A pair whose receiver has the thumbnail stays a group until the main picture's key frame has come:
        a browser does not ask for that key frame before it has seen nothing for three seconds.
        """
        self._tracks = {ssrc: track for track in self.leg.tracks for ssrc in track.ssrcs}
        before = self._receivers
        self._receivers = {leg.number: leg for leg in receivers}
        self._returning = pair and self._shows_thumbnail()
        pair = pair and not self._returning
        self.mode = Mode.SILENT if not self._receivers else Mode.PAIR if pair else Mode.GROUP
        for number, leg in self._receivers.items():
            self._known[number] = self._subscribe(leg, self._known.get(number, {}))
        self._subscriptions = {number: self._known[number] for number in self._receivers}
        self._shut = {number: known for number, known in self._known.items() if number not in self._receivers}
        self.group.serve(self._subscriptions if self.mode is Mode.GROUP else {})
        if self.mode is Mode.PAIR:
            self._resume()
        if self._returning:
            for number in self._receivers:
                self.group.show(number, "v")
        self._pause()
        new = [leg for number, leg in self._receivers.items() if number not in before]
        # Who can show nothing yet begins later: of two requests in 300 ms a browser answers the first alone.
        if any(leg.can_show(self.leg.number) for leg in new):
            self.ask_for_key_frames(now)

    @property
    def may_be_a_pair(self) -> bool:
        """Whether the key frame has come for which it stayed a group."""
        return self._returning and not self._shows_thumbnail()

    def _shows_thumbnail(self) -> bool:
        return any(self.group.shown_to(number) == "t" for number in self._receivers)

    @property
    def heard_by(self) -> Iterable[int]:
        """Legs that are here and have got packets of this one, now or before."""
        return self._known.keys()

    def forget(self, receiver: int) -> None:
        """A leg is gone, and with it the numbers that it knew."""
        self._known.pop(receiver, None)
        self.forwarded.pop(receiver, None)

    def _pause(self) -> None:
        """Behind a shut gate numbers wait: when it opens again they go on, without a gap or a repetition."""
        for subscriptions in self._shut.values():
            for subscription in subscriptions.values():
                subscription.numbers.pause()

    def _resume(self) -> None:
        """Whatever a group had paused goes on: in a pair the receiver gets everything."""
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions.values():
                subscription.numbers.resume()

    def _subscribe(self, receiver: Leg, known: dict[Media, Subscription]) -> dict[Media, Subscription]:
        return {track.media: Subscription(track, receiver) for track in self.leg.tracks} | known

    def demanded(self) -> tuple[str, ...]:
        """Mids of this leg's own sections that somebody receives now."""
        if self.mode is Mode.SILENT:
            return ()
        wanted = {"a", "v"} if self.mode is Mode.PAIR else self.group.demanded()
        return tuple(track.mid for track in self.leg.tracks if track.media in wanted)

    def carry(self, packet: bytes, now: float) -> Iterator[tuple[Leg, bytes]]:
        """An authenticated packet of this leg, as each receiver gets it."""
        header = parse(packet)
        track = self._tracks.get(header.ssrc) if header else None
        if header is None or track is None:
            self._counters.drop(Drop.MALFORMED)
            return
        for subscriptions in self._shut.values():
            if header.ssrc == track.ssrc and track.media in subscriptions:
                subscriptions[track.media].numbers.forward(header.sequence_number)
        if self.mode is Mode.GROUP:
            yield from self.group.carry(packet, header, track, now)
        elif self.mode is Mode.PAIR:
            yield from self._pass(packet, header, track)
        else:
            self._counters.drop(Drop.GATE_SHUT)

    def _pass(self, packet: bytes, header: RtpHeader, track: Track) -> Iterator[tuple[Leg, bytes]]:
        for subscriptions in self._subscriptions.values():
            subscription = subscriptions[track.media]
            if header.ssrc == track.rtx:
                passed = subscription.passed_repair(packet, header)
            else:
                passed = subscription.media(packet, header.sequence_number)
            if passed is None:
                self._counters.drop(Drop.NUMBER_TOO_HIGH)
            else:
                yield subscription.receiver, passed

    def take_feedback(self, compound: bytes, receiver: Leg, now: float) -> bytes:
        """What a receiver says of this leg's media: to be passed on to it in a pair, answered in a group."""
        subscriptions = self._subscriptions.get(receiver.number)
        if subscriptions is None:
            self._counters.drop(Drop.GATE_SHUT)
        elif self.mode is Mode.PAIR:
            self.group.observe(compound, now)
            return passed_feedback(compound, subscriptions.values())
        else:
            self.group.answer(compound, receiver, now)
        return b""

    def ask_for_key_frames(self, now: float) -> None:
        """A PLI for each video track, so that a new receiver sees something at once."""
        for track in self.leg.tracks:
            if track.media != "a" and self.leg.is_connected:
                self.group.ask_for_key_frame(track.ssrc, now)
