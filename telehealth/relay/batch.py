"""The hot loop: receive → look up → unprotect → forward → protect → send. All of it is in this file's reach.

Its interface is final: sockets in, datagrams out, one call for whatever the kernel has ready. Below it,
for now, are plain sockets and pylibsrtp; batched system calls and in-place SRTP can take their place
without a change elsewhere.
"""

from __future__ import annotations

import socket

import structlog

from telehealth.relay.counters import Counters, Drop
from telehealth.relay.leg import Leg
from telehealth.relay.paths import Path
from telehealth.relay.rtp import is_rtcp
from telehealth.relay.stun import Check, read_check

log = structlog.get_logger()

LARGEST_DATAGRAM = 1_500
SLOT = 2_048
"""Bytes read at once: a datagram that is too large is seen to be so."""
TURN = 64
"""Datagrams taken from one socket before others get their turn."""


class Batch:
    """One worker's media sockets, and the legs behind user fragments and addresses."""

    def __init__(self, sockets: list[socket.socket], counters: Counters) -> None:
        self._sockets = sockets
        self._counters = counters
        self._expected: dict[str, Leg] = {}
        self._legs: dict[Path, Leg] = {}

    def expect(self, leg: Leg) -> None:
        """A leg exists: checks for its ICE user fragment may come."""
        self._expected[leg.credentials.fragment] = leg

    def forget(self, leg: Leg) -> None:
        """A leg is over: nothing more reaches it."""
        del self._expected[leg.credentials.fragment]
        for path in leg.paths:
            if self._legs.get(path) is leg:
                del self._legs[path]

    def receive(self, index: int, now: float) -> None:
        """Take what socket `index` has ready, at most one turn of it. `now` in seconds."""
        sock = self._sockets[index]
        for _ in range(TURN):
            try:
                datagram, source = sock.recvfrom(SLOT)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                # An ICMP error of an earlier send (a browser that is gone): says nothing about this socket.
                continue
            try:
                self._take(datagram, (index, source[:2]), now)
            except Exception:
                # A fault of ours: one datagram must not end every session. The log takes one a second.
                self._counters.drop(Drop.FAULT)
                log.critical("relay_fault", exc_info=True)

    def send(self, datagram: bytes, path: Path) -> None:
        """Send one datagram from the socket its path names; a full buffer loses it, as a network would."""
        index, address = path
        try:
            self._sockets[index].sendto(datagram, address)
        except OSError:
            self._counters.drop(Drop.SEND_FAILED)
            return
        self._counters.sent += 1

    def _take(self, datagram: bytes, path: Path, now: float) -> None:
        counters = self._counters
        counters.datagrams += 1
        counters.octets += len(datagram)
        if not datagram:
            counters.drop(Drop.EMPTY)
            return
        if len(datagram) > LARGEST_DATAGRAM:
            counters.drop(Drop.OVERSIZED)
            return
        # RFC 7983, section 7: STUN 0–3, DTLS 20–63, SRTP and SRTCP 128–191.
        first = datagram[0]
        if 128 <= first <= 191:
            self._take_media(datagram, path, now)
        elif first < 4:
            self._take_check(datagram, path, now)
        elif 20 <= first <= 63:
            self._take_dtls(datagram, path)
        else:
            counters.drop(Drop.UNKNOWN_FIRST_BYTE)

    def _take_media(self, datagram: bytes, path: Path, now: float) -> None:
        leg = self._legs.get(path)
        if leg is None:
            self._counters.drop(Drop.UNVERIFIED_SOURCE)
        elif is_rtcp(datagram):
            if (compound := leg.open(datagram, path, now, rtcp=True)) is not None:
                leg.room.take_rtcp(leg, compound, now)
        elif not leg.declares(datagram):
            # On the clear header, before any decryption.
            self._counters.drop(Drop.UNDECLARED_SSRC)
        elif (packet := leg.open(datagram, path, now, rtcp=False)) is not None:
            leg.room.take_rtp(leg, packet, now)

    def _take_check(self, datagram: bytes, path: Path, now: float) -> None:
        check: Check | None = read_check(datagram)
        if check is None:
            self._counters.drop(Drop.BAD_STUN)
            return
        leg = self._expected.get(check.fragment)
        if leg is None:
            self._counters.drop(Drop.UNKNOWN_LEG)
            return
        holder = self._legs.get(path)
        if holder is not None and holder is not leg and holder.lives_at(path, now):
            # Somebody who may come in, and forges another's address, does not get at the other's packets.
            self._counters.drop(Drop.TAKEN_PATH)
            return
        before = set(leg.paths)
        response = leg.take_check(check, path, now)
        if response is not None:
            self._legs[path] = leg
            self.send(response, path)
        for gone in before.difference(leg.paths):
            if self._legs.get(gone) is leg:
                del self._legs[gone]

    def _take_dtls(self, datagram: bytes, path: Path) -> None:
        leg = self._legs.get(path)
        if leg is None:
            self._counters.drop(Drop.UNVERIFIED_SOURCE)
            return
        leg.take_dtls(datagram)
