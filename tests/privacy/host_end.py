"""The hosting page's end of the control channels: a clinician's, or an impostor's."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from telehealth.security.tokens import random_id, unpadded_text
from tests.privacy import envelopes
from tests.privacy.contents import Content, ContentRefused
from tests.privacy.correspondence import Correspondence, read_first, read_later
from tests.privacy.derivation import Link, commitment, load_of, prologue, safety_words
from tests.privacy.envelopes import (
    Acknowledgement,
    Ask,
    EnvelopeRefused,
    Message,
    Open,
    Opened,
    Resume,
    Unknown,
)
from tests.privacy.noise import NoiseRefused, Responder

MOST_UNCONFIRMED = 8
"""Answered handshakes of one sender, the latest, that wait for the client's first message."""


@dataclass
class _Answered:
    """A handshake that was answered, and says nothing yet of who has begun it."""

    correspondence: Correspondence
    commitment: bytes
    is_fresh: bool
    body: bytes


@dataclass
class Client:
    """Somebody whose first message has decrypted, and whose n fits."""

    correspondence: Correspondence
    words: tuple[int, ...]
    told: list[Content] = field(default_factory=list)
    """All that they have told on this channel, in order."""

    @property
    def load(self) -> bytes:
        return load_of(self.correspondence.transport.handshake)


class HostEnd:
    """Everybody's channel with one page load of the host."""

    def __init__(self, room_key: X25519PrivateKey, room: str, participant: str = "") -> None:
        self.room = room
        self.participant = participant or random_id()
        self.page = secrets.token_bytes(16)
        self.outgoing: list[tuple[str, bytes]] = []
        """Bodies and whom they are for: whoever sends them takes them out."""
        self.clients: dict[str, Client] = {}
        self.seats: dict[str, tuple[bytes, tuple[int, ...]]] = {}
        """R and safety words of everybody who was given a seat: these outlive a page."""
        self.answers = True
        """False: handshakes stay without an answer."""
        self._room_key = room_key
        self._links: dict[str, Link] = {}
        self._answered: dict[str, dict[bytes, _Answered]] = {}

    def expects(self, participant: str, link: Link) -> None:
        """By which link somebody came; the server says so, and the handshake proves it."""
        self._links[participant] = link

    def ask(self, participant: str) -> None:
        """Ask somebody's page to open a channel."""
        self.outgoing.append((participant, bytes(Ask(self.page))))

    def tell(self, participant: str, content: object) -> None:
        """Something for somebody who is confirmed."""
        self.outgoing.append((participant, self.clients[participant].correspondence.say(content)))

    def say_again(self, participant: str) -> None:
        """Whatever they have not acknowledged."""
        again = self.clients[participant].correspondence.again()
        self.outgoing += [(participant, body) for body in again]

    def receive(self, sender: str, body: bytes) -> list[Content]:
        """The contents that a body brought. Whatever is not right changes nothing."""
        try:
            return self._hear(sender, body)
        except (EnvelopeRefused, NoiseRefused, ContentRefused):
            return []

    def _hear(self, sender: str, body: bytes) -> list[Content]:
        match envelopes.read(body):
            case Open(channel, message):
                self._answer(sender, channel, message, None)
            case Resume(channel, message):
                self._resume(sender, channel, message)
            case Message(channel) as envelope:
                if channel in self._answered.get(sender, {}):
                    return self._confirm(sender, envelope)
                return self._take(sender, envelope)
            case Acknowledgement(channel) as envelope if self._is_current(sender, channel):
                self.clients[sender].correspondence.hear_answer(envelope)
        return []

    def _is_current(self, sender: str, channel: bytes) -> bool:
        client = self.clients.get(sender)
        return client is not None and client.correspondence.channel == channel

    # ── Handshakes ───────────────────────────────────────────────────────────────────────────────

    def _resume(self, sender: str, channel: bytes, message: bytes) -> None:
        if sender in self.seats:
            with contextlib.suppress(NoiseRefused):
                self._answer(sender, channel, message, self.seats[sender][0])
                return
        self.outgoing.append((sender, bytes(Unknown(channel))))

    def _answer(self, sender: str, channel: bytes, message: bytes, seat: bytes | None) -> None:
        link = self._links.get(sender)
        if link is None or not self.answers or self._is_current(sender, channel):
            return
        waiting = self._answered.setdefault(sender, {})
        if channel in waiting:
            self.outgoing.append((sender, waiting[channel].body))
            return
        whom = prologue(self.room, link.invitation, sender, self.participant)
        key = link.first_key if seat is None else link.key_of_seat(seat)
        responder = Responder(self._room_key, whom, key)
        committed = responder.read(message)
        answer, transport = responder.answer(self.page)
        body = bytes(Opened(channel, answer))
        correspondence = Correspondence(channel, transport)
        waiting[channel] = _Answered(correspondence, committed, seat is None, body)
        for oldest in list(waiting)[:-MOST_UNCONFIRMED]:
            del waiting[oldest]
        self.outgoing.append((sender, body))

    def _confirm(self, sender: str, envelope: Message) -> list[Content]:
        """The first message: whoever sent it has the link, or R, and is not a replay."""
        waiting = self._answered[sender][envelope.channel]
        plaintext = waiting.correspondence.open(envelope)
        assert plaintext is not None
        random, content = read_first(plaintext)
        del self._answered[sender][envelope.channel]
        if commitment(random) != waiting.commitment:
            return []
        if waiting.is_fresh:
            words = safety_words(random, waiting.correspondence.transport.handshake)
            self.seats[sender] = secrets.token_bytes(32), words
        seat, words = self.seats[sender]
        self.clients[sender] = Client(waiting.correspondence, words, [content])
        self.outgoing.append((sender, waiting.correspondence.acknowledgement()))
        if waiting.is_fresh:
            self.tell(sender, {"kind": "seat", "r": unpadded_text(seat)})
        return [content]

    def _take(self, sender: str, envelope: Message) -> list[Content]:
        if not self._is_current(sender, envelope.channel):
            return []
        client = self.clients[sender]
        plaintext = client.correspondence.open(envelope)
        self.outgoing.append((sender, client.correspondence.acknowledgement()))
        if plaintext is None:
            return []
        client.told.append(read_later(plaintext))
        return client.told[-1:]
