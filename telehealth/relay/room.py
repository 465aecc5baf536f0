"""One room of the relay: its legs, who receives whom, and what the server is told of it.

The rules of a session are elsewhere (`core`); here is only what was commanded.
"""

from __future__ import annotations

import asyncio
from typing import Protocol, assert_never

from telehealth.relay.answer import Unfit
from telehealth.relay.commands import (
    Answer,
    AnyEvent,
    CloseLeg,
    CloseRoom,
    Connected,
    Count,
    Counted,
    Demanded,
    Kept,
    KeptLeg,
    KeptLink,
    Link,
    LossReason,
    Lost,
    Offered,
    OpenLeg,
    RoomCommand,
    Unlink,
)
from telehealth.relay.downlink import Downlink
from telehealth.relay.leg import Leg
from telehealth.relay.router import Router
from telehealth.relay.rtcp import signer, split_by_owner
from telehealth.relay.sdp import Track
from telehealth.relay.site import Site
from telehealth.relay.ssrcs import Ssrcs
from telehealth.relay.uplink import Mode, Uplink


class Keeper(Protocol):
    """Who is told what happens in a room."""

    def opened(self, leg: Leg) -> None:
        """A leg exists: checks for its user fragment may come."""

    def closed(self, leg: Leg) -> None:
        """A leg is over: nothing more reaches it."""

    def emit(self, event: AnyEvent) -> None:
        """Something for the server to know."""


class RelayRoom:
    """Carries out commands about one room, and forwards its packets."""

    def __init__(self, name: str, site: Site, keeper: Keeper) -> None:
        self._name = name
        self._site = site
        self._keeper = keeper
        self._router = Router()
        self._legs: dict[int, Leg] = {}
        self._uplinks: dict[int, Uplink] = {}
        self._downlinks: dict[int, Downlink] = {}
        self._ssrcs = Ssrcs()
        self._demanded: dict[int, tuple[str, ...]] = {}
        self._kinds: dict[int, OpenLeg] = {}
        self._flush: asyncio.Handle | None = None
        self._loop = asyncio.get_running_loop()

    @property
    def is_empty(self) -> bool:
        """Whether no leg is open."""
        return not self._legs

    def do(self, command: RoomCommand) -> None:
        """Carry out one command; commands about legs that are gone do nothing."""
        match command:
            case OpenLeg():
                self._open(command)
            case CloseLeg(leg=number):
                self._close(number)
            case Link(sender=sender, receiver=receiver, open=gate):
                if sender in self._legs and receiver in self._legs:
                    self._router.link(sender, receiver, gate=gate)
            case Unlink(sender=sender, receiver=receiver):
                self._router.unlink(sender, receiver)
            case Answer(leg=number, sdp=sdp):
                self._answer(number, sdp)
            case CloseRoom():
                for number in list(self._legs):
                    self._close(number)
            case Count():
                self._keeper.emit(self.counted())
            case _:
                assert_never(command)
        self._arrange()

    # ── Legs ─────────────────────────────────────────────────────────────────────────────────────

    def _open(self, command: OpenLeg) -> None:
        self._close(command.leg)
        leg = Leg(
            command.leg, command.participant, sends=command.kind == "session", site=self._site, room=self
        )
        self._legs[leg.number] = leg
        self._kinds[leg.number] = command
        self._uplinks[leg.number] = Uplink(leg, self._site.relay_ssrc, self._site.counters)
        self._downlinks[leg.number] = Downlink()
        self._keeper.opened(leg)

    def _close(self, number: int) -> None:
        leg = self._legs.pop(number, None)
        if leg is None:
            return
        self._router.forget(number)
        self._ssrcs.leave(number, self._uplinks[number].heard_by)
        del self._uplinks[number], self._downlinks[number], self._kinds[number]
        self._demanded.pop(number, None)
        for uplink in self._uplinks.values():
            uplink.forget(number)
        leg.close()
        self._keeper.closed(leg)

    def _answer(self, number: int, sdp: str) -> None:
        leg = self._legs.get(number)
        if leg is None:
            return
        before = self._shown_on(leg)
        try:
            leg.answered(sdp)
            self._own(leg)
        except Unfit:
            self.lost(leg, "bad_answer")
        else:
            self._begin_with_key_frames(self._shown_on(leg) - before)

    def _shown_on(self, leg: Leg) -> set[Track]:
        """Whatever is sent to this leg and can be shown there."""
        return {track for sender in self._router.senders(leg.number) for track in leg.can_show(sender)}

    def _begin_with_key_frames(self, tracks: set[Track]) -> None:
        """What was sent of them before a receiver could show it is lost on that one."""
        for sender in {track.leg for track in tracks}:
            self._uplinks[sender].ask_for_key_frames(self._loop.time())

    def _own(self, leg: Leg) -> None:
        """Note whose SSRCs these are: one belongs to one leg of a room, or keystreams would be used twice."""
        own = [ssrc for track in leg.tracks for ssrc in track.ssrcs]
        if self._site.relay_ssrc in own:
            raise Unfit("the relay's own SSRC")
        if not self._ssrcs.take(leg.number, own):
            raise Unfit("an SSRC that another leg of the room has or had")

    def connected(self, leg: Leg) -> None:
        """DTLS is up: who is already sending to it starts with a key frame."""
        self._keeper.emit(Connected(self._name, leg.number))
        self._begin_with_key_frames(self._shown_on(leg))

    def lost(self, leg: Leg, reason: LossReason) -> None:
        """A leg is over by itself."""
        if self._legs.get(leg.number) is leg:
            self._close(leg.number)
            self._keeper.emit(Lost(self._name, leg.number, reason))
            self._arrange()

    # ── Arranging: from links to offers and demands ──────────────────────────────────────────────

    def _arrange(self) -> None:
        for number, uplink in self._uplinks.items():
            receivers = [self._legs[receiver] for receiver in self._router.receivers(number)]
            uplink.carry_to(receivers, pair=self._router.is_pair(number), now=self._loop.time())
        for number, leg in self._legs.items():
            leg.negotiation.want(self._offered_to(number))
        self._tell_demands()
        if self._flush is None:
            # After the commands that are already in the socket's buffer: one offer for all of them.
            self._flush = self._loop.call_soon(self._offer)

    def _offered_to(self, number: int) -> list[Track]:
        senders = [self._uplinks[sender] for sender in self._router.offered_to(number)]
        return [
            track
            for uplink in senders
            for track in uplink.leg.tracks
            # Behind a shut gate nobody learns from another section that a group has come together.
            if track.media != "t" or (uplink.mode is Mode.GROUP and number in uplink.receivers)
        ]

    def _tell_demands(self) -> None:
        for number, uplink in self._uplinks.items():
            mids = uplink.demanded()
            if uplink.leg.tracks and self._demanded.get(number, ()) != mids:
                self._demanded[number] = mids
                self._keeper.emit(Demanded(self._name, number, mids))

    def _offer(self) -> None:
        self._flush = None
        for number, leg in self._legs.items():
            if (text := leg.next_offer()) is not None:
                self._keeper.emit(Offered(self._name, number, self._kinds[number].kind, text))

    # ── Packets ──────────────────────────────────────────────────────────────────────────────────

    def take_rtp(self, leg: Leg, packet: bytes, now: float) -> None:
        """Forward an authenticated packet to whoever receives this leg."""
        uplink = self._uplinks.get(leg.number)
        if uplink is None:
            return
        for receiver, carried in uplink.carry(packet, now):
            if receiver.send(carried, rtcp=False):
                uplink.forwarded[receiver.number] = uplink.forwarded.get(receiver.number, 0) + 1

    def take_rtcp(self, leg: Leg, packet: bytes, now: float) -> None:
        """Give an authenticated compound's parts to those they concern."""
        uplink = self._uplinks.get(leg.number)
        if uplink is None:
            return
        parts = split_by_owner(packet, leg.number, self._ssrcs.owner)
        if parts.from_sender:
            uplink.group.reported(parts.from_sender, now)
            for receiver in uplink.receivers.values():
                receiver.send(parts.from_sender, rtcp=True)
        for owner, said in parts.to_owners.items():
            passed = self._uplinks[owner].take_feedback(said, leg, now)
            if passed and leg.may_sign(passed) and self._ssrcs.report(owner, signer(passed)):
                self._legs[owner].send(passed, rtcp=True)
        self._downlinks[leg.number].note(packet, now)

    def feedback(self, now: float) -> None:
        """Called every 50 ms: answer the senders of groups, and let those be pairs that may be again."""
        for uplink in self._uplinks.values():
            uplink.group.ask_what_is_due(now)
            if uplink.mode is Mode.GROUP:
                uplink.group.tick(now)
        if any(uplink.may_be_a_pair for uplink in self._uplinks.values()):
            self._arrange()

    def reported(self, number: int) -> None:
        """A leg's page says that it sends."""
        if (leg := self._legs.get(number)) is not None:
            leg.reported(self._loop.time())

    def listen(self, now: float, awake: float) -> None:
        """Called every 250 ms: see `Leg.listen`."""
        for number, leg in list(self._legs.items()):
            leg.listen(now, awake, is_received=bool(self._demanded.get(number)))

    def look(self, now: float) -> None:
        """Called every second: notice legs that fell silent, and what receivers can take."""
        for leg in list(self._legs.values()):
            leg.look(now)
        for number in self._ssrcs.worn():
            self.lost(self._legs[number], "worn")
        self._balance(now)

    def _balance(self, now: float) -> None:
        """Let each receiver in a group have the pictures that its network can carry."""
        for number, downlink in self._downlinks.items():
            senders = self._router.senders(number)
            # One that stays a group only for a key frame is on its way to the main picture.
            grouped = [sender for sender in senders if not self._router.is_pair(sender)]
            for sender, media in downlink.pictures(grouped, now).items():
                self._uplinks[sender].group.show(number, media)
        self._tell_demands()

    def kept(self) -> Kept:
        """All that a server has to know to go on with the room."""
        return Kept(
            self._name,
            legs=tuple(
                KeptLeg(
                    leg=number,
                    participant=leg.participant,
                    kind=self._kinds[number].kind,
                    connected=leg.is_connected,
                    mids=self._demanded.get(number, ()),
                    # One that was never connected begins anew, and its offer is of no use.
                    offer=leg.negotiation.unanswered if leg.is_connected else "",
                )
                for number, leg in self._legs.items()
            ),
            links=tuple(KeptLink(*ends, gate) for ends, gate in self._router.gates.items()),
        )

    def counted(self) -> Counted:
        """Packets and bytes so far, by leg and link."""
        return Counted(
            self._name,
            forwarded={
                f"{sender}>{receiver}": count
                for sender, uplink in self._uplinks.items()
                for receiver, count in uplink.forwarded.items()
            },
            received={str(number): leg.packets for number, leg in self._legs.items()},
            received_bytes={str(number): leg.octets for number, leg in self._legs.items()},
            dropped=self._site.counters.drops(),
        )
