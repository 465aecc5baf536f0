"""One browser's media connection: its ICE-lite paths, its DTLS handshake, its SRTP, its offers.

    offered ──answer──▶ shaking hands ──▶ connected ──▶ lost
       └──10 s──▶ lost      └──10 s──▶ lost     (silent for 15 s, or for 1 s although its page sends; …)

A leg decides nothing about who receives what: that is `router`.
"""

from __future__ import annotations

import asyncio
from math import inf
from typing import Protocol

from telehealth.relay.answer import Stream, Unfit
from telehealth.relay.commands import LossReason
from telehealth.relay.counters import Drop
from telehealth.relay.dtls import Dtls, HandshakeFailed
from telehealth.relay.negotiation import Negotiation
from telehealth.relay.paths import Path, Paths
from telehealth.relay.rtcp import receiver_report
from telehealth.relay.rtp import ssrc_of
from telehealth.relay.sdp import UPLINK, Media, Track, Transport
from telehealth.relay.site import Site
from telehealth.relay.srtp import Protection
from telehealth.relay.stun import Check, Credentials, is_authentic, success

HANDSHAKE_SECONDS = 10.0
ANSWER_SECONDS = 10.0
ANSWER_SECONDS_WHEN_CONNECTED = 120.0
"""A page that has lost only its signalling keeps its media, and answers when it is back."""
REPORT_SECONDS = 1.5
"""For so long it counts that a page has said that it sends."""
STARVED_SECONDS = 1.0
"""A leg whose page sends, and from which nothing came for so long, is lost."""
CROSSING_SECONDS = 0.6
"""A page speaks of the last half second: what it says so soon after the latest packet may be about that."""
QUIET_SECONDS = 0.2
"""A session leg that was sent nothing for so long gets an empty report: its page relies on hearing us."""
MOST_REPORTERS = 256
"""SSRCs a browser may sign its RTCP with: libsrtp keeps something for each, for good."""


class Room(Protocol):
    """Who is told what becomes of a leg, and given what it sends."""

    def connected(self, leg: Leg) -> None:
        """DTLS is up."""

    def lost(self, leg: Leg, reason: LossReason) -> None:
        """It is over by itself; the leg is still to be closed."""

    def take_rtp(self, leg: Leg, packet: bytes, now: float) -> None:
        """An authenticated RTP packet came from it."""

    def take_rtcp(self, leg: Leg, packet: bytes, now: float) -> None:
        """An authenticated RTCP compound came from it."""


class Leg:
    """One connection. `number` is unique in its room."""

    def __init__(self, number: int, participant: str, *, sends: bool, site: Site, room: Room) -> None:
        self.number = number
        self.participant = participant
        self.sends = sends
        self.credentials = Credentials.fresh()
        self._loop = asyncio.get_running_loop()
        self.paths = Paths(self._loop.time())
        self.protection: Protection | None = None
        self.tracks: tuple[Track, ...] = ()
        self._declared: frozenset[int] = frozenset()
        self._streams: dict[str, tuple[int, int]] = {}
        self._reporters: set[bytes] = set()
        self._heard = -inf
        """When an authenticated packet came last, from whichever verified path."""
        self._reported = -inf
        """When its page said last that it sends."""
        self._sent = -inf
        self.packets = 0
        self.octets = 0
        self._keep_alive = receiver_report(site.relay_ssrc)
        self._outbox = site.outbox
        self.room = room
        self._counters = site.counters
        self._dtls = Dtls(self._send_dtls)
        self._fingerprint: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._answer_timer: asyncio.TimerHandle | None = None
        transport = Transport(
            fragment=self.credentials.fragment,
            password=self.credentials.password,
            fingerprint=self._dtls.fingerprint,
            addresses=site.addresses,
            port=site.port,
        )
        self.negotiation = Negotiation(number, transport, sends=sends)

    @property
    def is_connected(self) -> bool:
        """Whether media can pass."""
        return self.protection is not None

    def can_show(self, sender: int) -> set[Track]:
        """Which of another leg's tracks can be shown here: the page is connected and knows their sections."""
        return {track for track in self.negotiation.known if self.is_connected and track.leg == sender}

    # ── Offers and answers ───────────────────────────────────────────────────────────────────────

    def next_offer(self) -> str | None:
        """The next offer, if one is due; its answer has ten seconds, and two minutes while media passes."""
        text = self.negotiation.next_offer()
        if text is not None:
            seconds = ANSWER_SECONDS_WHEN_CONNECTED if self.is_connected else ANSWER_SECONDS
            self._answer_timer = self._loop.call_later(seconds, self._lose, "answer_timeout")
        return text

    def answered(self, text: str) -> None:
        """Take the browser's answer, and begin the handshake after the first.

        Raises `Unfit`, also for an answer that would exchange the other end of a running connection or
        the SSRC of a stream: numbers that receivers have had from one would come again.
        """
        accepted = self.negotiation.answered(text)
        if self._answer_timer:
            self._answer_timer.cancel()
        if self._fingerprint not in (None, accepted.fingerprint):
            raise Unfit("another fingerprint in the middle of a connection")
        self._declare(accepted.streams)
        self.tracks = tuple(
            Track(self.number, media_of(stream.mid), self.participant, stream.ssrc, stream.rtx)
            for stream in accepted.streams
        )
        self._declared = frozenset(ssrc for track in self.tracks for ssrc in track.ssrcs)
        if self._fingerprint is None:
            self._fingerprint = accepted.fingerprint
            self._task = asyncio.create_task(self._live(accepted.fingerprint))

    def _declare(self, streams: tuple[Stream, ...]) -> None:
        declared = self._streams | {stream.mid: (stream.ssrc, stream.rtx) for stream in streams}
        numbers = [number for pair in declared.values() for number in pair if number]
        changed = any(declared[mid] != pair for mid, pair in self._streams.items())
        if changed or len(set(numbers)) < len(numbers):
            raise Unfit("another SSRC in the middle of a connection")
        self._streams = declared

    async def _live(self, fingerprint: str) -> None:
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                self.protection = await self._dtls.handshake(fingerprint)
        except TimeoutError:
            self._lose("handshake_timeout")
            return
        except HandshakeFailed:
            self._lose("dtls_failed")
            return
        self._heard = self._loop.time()
        self.room.connected(self)
        await self._dtls.closed()
        self._lose("dtls_closed")

    def _lose(self, reason: LossReason) -> None:
        self.room.lost(self, reason)

    def look(self, now: float) -> None:
        """Called about once a second: a connected leg from which nothing comes any more is lost."""
        if self.is_connected and not self.paths.may_send(now):
            self._lose("silent")

    def reported(self, now: float) -> None:
        """Its page says that packets have just left it."""
        self._reported = now

    def listen(self, now: float, awake: float, *, is_received: bool) -> None:
        """Called every 250 ms: a leg whose page sends in vain is lost, and none goes without a word from us.

        A packet from a path that was never verified is not heard: after a change of addresses a browser's
        next check may be seconds away. `awake`: since when the relay itself has listened without a pause.
        `is_received`: whether what the page sends is for anybody; else it may have stopped just now.
        """
        if not self.is_connected:
            return
        says_so = now - self._reported <= REPORT_SECONDS and self._reported - self._heard >= CROSSING_SECONDS
        if is_received and says_so and now - max(self._heard, awake) > STARVED_SECONDS:
            self._lose("silent")
        elif self.sends and now - self._sent >= QUIET_SECONDS and self.paths.may_send(now):
            self.send(self._keep_alive, rtcp=True)

    # ── Datagrams ────────────────────────────────────────────────────────────────────────────────

    def take_check(self, check: Check, path: Path, now: float) -> bytes | None:
        """Verify a STUN check and note its path: the response to send, or None (counted)."""
        if not is_authentic(check, self.credentials.password):
            self._counters.drop(Drop.BAD_INTEGRITY)
            return None
        if not self.paths.check(path, check.transaction, check.nominates, now):
            self._counters.drop(Drop.REPLAYED_CHECK)
            return None
        return success(check, self.credentials.password, path[1])

    def lives_at(self, path: Path, now: float) -> bool:
        """Whether this leg is connected and its browser is heard on this path."""
        return self.is_connected and path == self.paths.current and self.paths.may_send(now)

    def take_dtls(self, datagram: bytes) -> None:
        """Hand a DTLS datagram from a verified path to the handshake."""
        if not self._dtls.feed(datagram):
            self._counters.drop(Drop.DTLS_BACKLOG)

    def declares(self, packet: bytes) -> bool:
        """Whether the SSRC in an encrypted packet's clear header is one of this leg's answer."""
        return ssrc_of(packet) in self._declared

    def open(self, packet: bytes, path: Path, now: float, *, rtcp: bool) -> bytes | None:
        """Decrypt and authenticate an SRTP or SRTCP packet from a verified path, or None (counted)."""
        if self.protection is None:
            self._counters.drop(Drop.NOT_CONNECTED)
            return None
        reporter = packet[4:8]
        if rtcp and reporter not in self._reporters and len(self._reporters) >= MOST_REPORTERS:
            self._counters.drop(Drop.UNDECLARED_SSRC)
            return None
        opened = self.protection.open_rtcp(packet) if rtcp else self.protection.open_rtp(packet)
        if opened is None:
            self._counters.drop(Drop.NOT_AUTHENTIC)
            return None
        if rtcp:
            self._reporters.add(reporter)
        self.paths.authenticated(path, now)
        self._heard = now
        self.packets += 1
        self.octets += len(packet)
        return opened

    def may_sign(self, compound: bytes) -> bool:
        """Whether this may be passed on as its browser's: not if that signs with ever more SSRCs.

        A part of what it sent may be signed otherwise than the whole was.
        """
        reporter = bytes(compound[4:8])
        if reporter not in self._reporters and len(self._reporters) >= MOST_REPORTERS:
            self._counters.drop(Drop.UNDECLARED_SSRC)
            return False
        self._reporters.add(reporter)
        return True

    def send(self, packet: bytes, *, rtcp: bool) -> bool:
        """Protect a packet and send it on the current path. False when the leg cannot take it now."""
        path, now = self.paths.current, self._loop.time()
        if self.protection is None or path is None or not self.paths.may_send(now):
            self._counters.drop(Drop.RECEIVER_NOT_READY)
            return False
        sealed = self.protection.seal_rtcp(packet) if rtcp else self.protection.seal_rtp(packet)
        if sealed is None:
            self._counters.drop(Drop.MALFORMED)
            return False
        self._outbox.send(sealed, path)
        self._sent = now
        return True

    def _send_dtls(self, datagram: bytes) -> None:
        if self.paths.current is not None:
            self._outbox.send(datagram, self.paths.current)

    def close(self) -> None:
        """Say goodbye to the browser and stop; no event comes of it."""
        if self._answer_timer:
            self._answer_timer.cancel()
        if self._task:
            self._task.cancel()
        self._task = asyncio.create_task(self._goodbye())

    async def _goodbye(self) -> None:
        await self._dtls.close()
        self.protection = None

    async def gone(self) -> None:
        """Return when a closed leg has finished its goodbye."""
        if self._task:
            await asyncio.wait([self._task])


_MEDIA: dict[str, Media] = {media: media for media in UPLINK}


def media_of(mid: str) -> Media:
    """What one of our own mids names: its first letter."""
    return _MEDIA[mid[0]]
