"""Both directions of one channel: numbers, acknowledgements, and what has to be said again."""

from __future__ import annotations

from typing import Any

from tests.privacy.contents import BLOCK, FIRST_BLOCK, RANDOM, pad, unpad
from tests.privacy.envelopes import Acknowledgement, Message
from tests.privacy.noise import NoiseRefused, Transport

ACKNOWLEDGEMENTS = 1 << 63
"""Acknowledgement k is sealed with this nonce plus k, which no message has."""


class Correspondence:
    """One end of a channel whose handshake is finished."""

    def __init__(self, channel: bytes, transport: Transport) -> None:
        self.channel = channel
        self.transport = transport
        self.said = 0
        """The number of the latest message of this end."""
        self.taken = 0
        """The other end's latest message that was taken."""
        self.answered = 0
        """What the other end has acknowledged."""
        self._unanswered: dict[int, bytes] = {}

    # ── What this end says ───────────────────────────────────────────────────────────────────────

    def say(self, content: object, before: bytes = b"") -> bytes:
        """The body of the next message; with `before`, of the client's first one."""
        return self.say_bytes(pad(content, before))

    def say_bytes(self, plaintext: bytes) -> bytes:
        """As `say`, of anything at all."""
        self.said += 1
        ciphertext = self.transport.sending.encrypt(self.said - 1, plaintext)
        self._unanswered[self.said] = bytes(Message(self.channel, self.said, ciphertext))
        return self._unanswered[self.said]

    def again(self) -> list[bytes]:
        """Whatever the other end has not acknowledged, byte for byte as it was."""
        return list(self._unanswered.values())

    def hear_answer(self, envelope: Acknowledgement) -> None:
        """Raises NoiseRefused for an acknowledgement of somebody else's making, or of what was not said."""
        opened = self.transport.receiving.decrypt(ACKNOWLEDGEMENTS + envelope.number, envelope.tag)
        if opened or envelope.number > self.said:
            raise NoiseRefused("an acknowledgement of what was not said")
        self.answered = max(self.answered, envelope.number)
        for number in [number for number in self._unanswered if number <= self.answered]:
            del self._unanswered[number]

    # ── What this end takes ──────────────────────────────────────────────────────────────────────

    def open(self, envelope: Message) -> bytes | None:
        """The plaintext of the next message, None for one that was taken already. Raises NoiseRefused."""
        if envelope.number > self.taken + 1 or envelope.number < 1:
            raise NoiseRefused("not the next message")
        if envelope.number <= self.taken:
            return None
        plaintext = self.transport.receiving.decrypt(envelope.number - 1, envelope.ciphertext)
        self.taken += 1
        return plaintext

    def acknowledgement(self) -> bytes:
        """The body that says that everything so far was taken: the same bytes each time."""
        tag = self.transport.sending.encrypt(ACKNOWLEDGEMENTS + self.taken, b"")
        return bytes(Acknowledgement(self.channel, self.taken, tag))


def read_first(plaintext: bytes) -> tuple[bytes, Any]:
    """The client's first message: n, and the content. Raises ContentRefused."""
    return plaintext[:RANDOM], unpad(plaintext, FIRST_BLOCK, RANDOM)


def read_later(plaintext: bytes) -> Any:  # noqa: ANN401 (any JSON)
    """Any other message's content. Raises ContentRefused."""
    return unpad(plaintext, BLOCK)
