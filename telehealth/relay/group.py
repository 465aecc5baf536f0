"""One sender whom several people receive, or whose receiver receives others too.

The browsers cannot control congestion end to end here, so the relay does its part on both sides:
it answers the sender's transport-cc itself, takes that element out of what receivers get and restamps
the sending time, so that they answer with an estimate of their own; it serves retransmissions from a
short cache, and asks for a key frame once however many want one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from telehealth.relay.feedback import key_frames_asked_of, nack, nacked, pli
from telehealth.relay.leg import Leg
from telehealth.relay.reception import Reception
from telehealth.relay.retransmission import KeyFrameRequests, PacketCache
from telehealth.relay.rtcp import receiver_report, split
from telehealth.relay.rtp import (
    RtpHeader,
    begins_vp8_key_frame,
    blank_extension,
    parse,
    set_abs_send_time,
    unwrap_rtx,
)
from telehealth.relay.sdp import ABS_SEND_TIME_EXTENSION, TRANSPORT_CC_EXTENSION, VP8, Media, Track
from telehealth.relay.subscription import Subscription
from telehealth.relay.transport_cc import Arrivals, TimeBase

AUDIO_CLOCK_RATE = 48_000
VIDEO_CLOCK_RATE = 90_000
REPORT_SECONDS = 1.0
MOST_WANTED = 512
"""Packets asked of the sender of which the relay remembers who wants them."""


class Picture:
    """Which of the sender's two pictures one receiver gets: it changes at a key frame of the other."""

    def __init__(self) -> None:
        self.current: Media = "v"
        self.wanted: Media = "v"

    def takes(self, media: Media, *, begins_key_frame: bool) -> bool:
        """Whether a video packet goes to this receiver; the one that begins a key frame may change which."""
        if media == self.wanted != self.current and begins_key_frame:
            self.current = media
        return media == self.current


class Group:
    """Forwarding and feedback for one sender. Outlives the times when it is one of a pair."""

    def __init__(self, leg: Leg, relay_ssrc: int) -> None:
        self._leg = leg
        self._relay_ssrc = relay_ssrc
        self._base = TimeBase()
        self._arrivals = Arrivals(self._base)
        self._received: dict[int, Reception] = {}
        self._reported = 0.0
        self._requests = KeyFrameRequests()
        self._caches: dict[int, PacketCache[int]] = {}
        self._wanted: dict[tuple[int, int], set[int]] = {}
        self._subscriptions: Mapping[int, Mapping[Media, Subscription]] = {}
        self._pictures: dict[int, Picture] = {}

    def serve(self, subscriptions: Mapping[int, Mapping[Media, Subscription]]) -> None:
        """Set the receivers and their tracks; none while the sender is one of a pair."""
        if subscriptions and not self._subscriptions:
            # What arrived while the receiver itself gave feedback is not the relay's to tell of.
            self._arrivals = Arrivals(self._base)
        self._subscriptions = subscriptions
        self._pictures = {number: self._pictures.get(number, Picture()) for number in subscriptions}

    def demanded(self) -> set[Media]:
        """Kinds of tracks that somebody gets, or is about to."""
        pictures = self._pictures.values()
        return {"a", *(each.current for each in pictures), *(each.wanted for each in pictures)}

    def show(self, receiver: int, media: Media) -> None:
        """Let a receiver have this of the two pictures, from its next key frame on."""
        if receiver in self._pictures and media in self._subscriptions[receiver]:
            self._pictures[receiver].wanted = media

    def shown_to(self, receiver: int) -> Media:
        """Which of the two pictures a receiver gets now: the main one, unless it is served another."""
        picture = self._pictures.get(receiver)
        return picture.current if picture else "v"

    # ── From the sender ──────────────────────────────────────────────────────────────────────────

    def carry(
        self, packet: bytes, header: RtpHeader, track: Track, now: float
    ) -> Iterator[tuple[Leg, bytes]]:
        """An authenticated packet, as each receiver gets it."""
        place = header.extensions.get(TRANSPORT_CC_EXTENSION)
        if place is not None and place[1] == 2:
            self._arrivals.note(int.from_bytes(packet[place[0] : place[0] + 2], "big"), now)
        if header.ssrc == track.rtx:
            return self._carry_repair(packet, track, now)
        self._received_of(track).note(header.sequence_number, header.timestamp, now)
        if track.media != "a":
            self._cache(track).store(packet, now)
        return self._carry_media(packet, header, track, now)

    def _carry_media(
        self, packet: bytes, header: RtpHeader, track: Track, now: float
    ) -> Iterator[tuple[Leg, bytes]]:
        key = track.media != "a" and begins_vp8_key_frame(packet, header)
        if key:
            self._requests.served(track.ssrc)
        prepared = prepare(packet, header, now)
        for number, subscriptions in self._subscriptions.items():
            subscription = subscriptions[track.media]
            picture = self._pictures[number]
            if track.media != "a" and not picture.takes(track.media, begins_key_frame=key):
                subscription.numbers.pause()
            else:
                subscription.numbers.resume()
            numbered = subscription.media(prepared, header.sequence_number)
            if numbered is not None:
                yield subscription.receiver, numbered

    def _carry_repair(self, packet: bytes, track: Track, now: float) -> Iterator[tuple[Leg, bytes]]:
        media = unwrap_rtx(packet, track.ssrc, VP8)
        header = parse(media) if media is not None else None
        if media is None or header is None:
            return
        self._cache(track).store(media, now)
        for number in self._wanted.pop((track.ssrc, header.sequence_number), ()):
            if number in self._subscriptions:
                subscription = self._subscriptions[number][track.media]
                repair = subscription.repair(prepare(media, header, now))
                if repair is not None:
                    yield subscription.receiver, repair

    def _received_of(self, track: Track) -> Reception:
        if track.ssrc not in self._received:
            rate = AUDIO_CLOCK_RATE if track.media == "a" else VIDEO_CLOCK_RATE
            self._received[track.ssrc] = Reception(track.ssrc, rate)
        return self._received[track.ssrc]

    def _cache(self, track: Track) -> PacketCache[int]:
        return self._caches.setdefault(track.ssrc, PacketCache())

    # ── From a receiver ──────────────────────────────────────────────────────────────────────────

    def observe(self, compound: bytes, now: float) -> None:
        """Feedback that passes in a pair: the relay's own goes on with its clock and count."""
        for piece in split(compound):
            self._base.observe(piece, now)

    def answer(self, compound: bytes, receiver: Leg, now: float) -> None:
        """Serve what a receiver asks for; its transport-cc and reports end here."""
        tracks = {track.ssrc: track for track in self._leg.tracks if track.media != "a"}
        for piece in split(compound):
            track = tracks.get(piece.media)
            if track is not None and (asked := nacked(piece)):
                self._send_again(track, asked, receiver, now)
            for ssrc in key_frames_asked_of(piece):
                if ssrc in tracks:
                    self.ask_for_key_frame(ssrc, now)

    def _send_again(self, track: Track, asked: list[int], receiver: Leg, now: float) -> None:
        subscription = self._subscriptions[receiver.number][track.media]
        numbers = [number for each in asked if (number := subscription.numbers.inverse(each)) is not None]
        reply = self._cache(track).answer(receiver.number, numbers, now)
        missing = set(numbers)
        for packet in reply.packets:
            if (header := parse(packet)) is None:
                continue
            missing.discard(header.sequence_number)
            repair = subscription.repair(prepare(packet, header, now))
            if repair is not None:
                receiver.send(repair, rtcp=False)
        for number in missing:
            self._wanted.setdefault((track.ssrc, number), set()).add(receiver.number)
        while len(self._wanted) > MOST_WANTED:
            del self._wanted[next(iter(self._wanted))]
        if reply.wanted and track.rtx:
            self._leg.send(nack(self._relay_ssrc, track.ssrc, reply.wanted), rtcp=True)

    # ── To the sender ────────────────────────────────────────────────────────────────────────────

    def reported(self, compound: bytes, now: float) -> None:
        """The sender's own report passed."""
        for piece in split(compound):
            for reception in self._received.values():
                reception.heard(piece, now)

    def tick(self, now: float) -> None:
        """Every 50 ms: transport-cc, key frames of pictures to be shown, and once a second a report."""
        tracks = self._leg.tracks
        if not tracks:
            return
        for feedback in self._arrivals.build(self._relay_ssrc, tracks[0].ssrc):
            self._leg.send(feedback, rtcp=True)
        changing = {each.wanted for each in self._pictures.values() if each.wanted != each.current}
        for track in tracks:
            if track.media in changing:
                self.ask_for_key_frame(track.ssrc, now)
        self._report(now)

    def _report(self, now: float) -> None:
        """What the relay received of each stream, from which the sender also learns its round trip."""
        if now - self._reported < REPORT_SECONDS:
            return
        self._reported = now
        blocks = [block for each in self._received.values() if (block := each.block(now)) is not None]
        if blocks:
            self._leg.send(receiver_report(self._relay_ssrc, blocks), rtcp=True)

    def ask_for_key_frame(self, ssrc: int, now: float) -> None:
        """Now, or, when a browser would not answer another request yet, with the tick after it does."""
        if self._requests.allow(ssrc, now):
            self._leg.send(pli(self._relay_ssrc, ssrc), rtcp=True)

    def ask_what_is_due(self, now: float) -> None:
        """Every 50 ms, also while the sender is one of a pair: what could not be asked for at once."""
        for ssrc in self._requests.due(now):
            self._leg.send(pli(self._relay_ssrc, ssrc), rtcp=True)


def prepare(packet: bytes, header: RtpHeader, now: float) -> bytes:
    """A packet as receivers in a group get it: without transport-cc's number, stamped with the time."""
    again = bytearray(packet)
    if (place := header.extensions.get(TRANSPORT_CC_EXTENSION)) is not None:
        blank_extension(again, *place)
    place = header.extensions.get(ABS_SEND_TIME_EXTENSION)
    if place is not None and place[1] == 3:
        set_abs_send_time(again, place[0], now)
    return bytes(again)
