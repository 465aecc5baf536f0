"""A client's end of the control channel: opens it, resumes it, and knows the safety words."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from telehealth.security.tokens import unpadded_bytes
from tests.privacy import envelopes
from tests.privacy.contents import Content, ContentRefused
from tests.privacy.correspondence import Correspondence, read_later
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
from tests.privacy.noise import Initiator, NoiseRefused


@dataclass(frozen=True)
class _Handshake:
    """Begun, and not answered yet."""

    channel: bytes
    random: bytes
    initiator: Initiator
    is_fresh: bool
    body: bytes


class ClientEnd:
    """What the holder of a link has; of an attacker's making where its ids or link are not what they seem."""

    def __init__(
        self,
        link: Link,
        room: str,
        participant: str,
        opening: Callable[[], list[Content]],
        seat: bytes | None = None,
        words: tuple[int, ...] | None = None,
    ) -> None:
        """`opening` says what is told first on every new channel; `seat` and `words` outlive a page."""
        self.link = link
        self.room = room
        self.participant = participant
        self.seat = seat
        """R."""
        self.words = words
        """Of the first handshake, kept through all that resume it."""
        self.host = ""
        self.page = b""
        """Which load of the host's page the channel is with."""
        self.outgoing: list[bytes] = []
        """Bodies to be sent to the host: whoever sends them takes them out."""
        self.correspondence: Correspondence | None = None
        self.random = b""
        """n of the channel that is open."""
        self.fresh_handshakes = 0
        self._opening = opening
        self._handshake: _Handshake | None = None

    @property
    def load(self) -> bytes:
        """The load id of the channel that is open."""
        assert self.correspondence is not None
        return load_of(self.correspondence.transport.handshake)

    # ── What it says ─────────────────────────────────────────────────────────────────────────────

    def knock(self, host: str, *, resumes: bool = True) -> None:
        """Begin a handshake with the page of this participant: with R where there is one."""
        self.host = host
        seat = self.seat if resumes else None
        key = self.link.first_key if seat is None else self.link.key_of_seat(seat)
        channel, random = secrets.token_bytes(16), secrets.token_bytes(32)
        whom = prologue(self.room, self.link.invitation, self.participant, host)
        initiator = Initiator(self.link.room_key, whom, key)
        message = initiator.first(commitment(random))
        envelope = Open(channel, message) if seat is None else Resume(channel, message)
        self.fresh_handshakes += seat is None
        self._handshake = _Handshake(channel, random, initiator, seat is None, bytes(envelope))
        self.outgoing.append(bytes(envelope))

    def tell(self, content: object) -> None:
        """Something for the host. The channel has to be open."""
        assert self.correspondence is not None, "no channel is open"
        self.outgoing.append(self.correspondence.say(content))

    def say_again(self) -> None:
        """Whatever has no answer: the handshake, and messages."""
        if self._handshake is not None:
            self.outgoing.append(self._handshake.body)
        if self.correspondence is not None:
            self.outgoing += self.correspondence.again()

    # ── What it hears ────────────────────────────────────────────────────────────────────────────

    def receive(self, body: bytes) -> list[Content]:
        """The contents that a body from the host brought. Whatever is not right changes nothing."""
        try:
            return self._hear(body)
        except (EnvelopeRefused, NoiseRefused, ContentRefused):
            return []

    def _hear(self, body: bytes) -> list[Content]:
        match envelopes.read(body):
            case Ask(page) if page != self.page or self.correspondence is None:
                self._is_asked()
            case Opened(channel, message) if self._handshake and channel == self._handshake.channel:
                self._finish(self._handshake, message)
            case Unknown(channel) if self._handshake and channel == self._handshake.channel:
                self._is_unknown(self._handshake)
            case Message(channel) as envelope if self._is_current(channel):
                return self._take(envelope)
            case Acknowledgement(channel) as envelope if self._is_current(channel):
                assert self.correspondence is not None
                self.correspondence.hear_answer(envelope)
        return []

    def _is_asked(self) -> None:
        """Anybody may have said so: a knock that has no answer is as good for whichever page asks."""
        if self._handshake is None:
            self.knock(self.host)
        else:
            self.outgoing.append(self._handshake.body)

    def _is_current(self, channel: bytes) -> bool:
        return self.correspondence is not None and channel == self.correspondence.channel

    def _finish(self, handshake: _Handshake, message: bytes) -> None:
        self.page, transport = handshake.initiator.finish(message)
        self._handshake = None
        self.correspondence = Correspondence(handshake.channel, transport)
        self.random = handshake.random
        if handshake.is_fresh:
            self.words = safety_words(handshake.random, transport.handshake)
        first, *others = self._opening()
        self.outgoing.append(self.correspondence.say(first, handshake.random))
        self.outgoing += [self.correspondence.say(content) for content in others]

    def _is_unknown(self, handshake: _Handshake) -> None:
        if not handshake.is_fresh:
            self.seat = None
            self.knock(self.host)

    def _take(self, envelope: Message) -> list[Content]:
        assert self.correspondence is not None
        plaintext = self.correspondence.open(envelope)
        self.outgoing.append(self.correspondence.acknowledgement())
        if plaintext is None:
            return []
        content: Content = read_later(plaintext)
        if content["kind"] == "seat":
            self.seat = unpadded_bytes(content["r"])
        return [content]
