"""What people in session write to each other: sealed bodies of algorithm 2.

2 ‖ SFrame of (u32 length ‖ JSON ‖ zeros)
"""

from __future__ import annotations

from telehealth.security.tokens import random_id
from tests.privacy.contents import Content, pad, unpad
from tests.privacy.media import Keyring
from tests.privacy.sframe import FrameKey, FrameRefused

ALGORITHM = 2
STREAM = 0


class Chat:
    """One page's end of the conversation."""

    def __init__(self, keyring: Keyring) -> None:
        self.lines: list[tuple[str, str]] = []
        """Who has written what, in the order in which it came."""
        self.unanswered: dict[str, tuple[str, set[str]]] = {}
        """By its id, what this page has written, and who has not said that they have it."""
        self._keyring = keyring
        self._counters: dict[FrameKey, int] = {}
        self._known: set[str] = set()

    def write(self, text: str, to: set[str]) -> str:
        """A line for these people; returns its id. It goes out by `again`."""
        line = random_id()
        self.unanswered[line] = text, set(to)
        return line

    def again(self) -> list[tuple[str, bytes]]:
        """Whatever somebody has no answer to: for whom, and the body."""
        bodies: list[tuple[str, bytes]] = []
        for line, (text, missing) in self.unanswered.items():
            body = self.seal({"kind": "chat", "id": line, "text": text})
            bodies += [(participant, body) for participant in sorted(missing) if body]
        return bodies

    def seal(self, content: object) -> bytes:
        """A body, the same for everybody; nothing where there is no key."""
        key = self._keyring.sending_key(STREAM, "chat")
        if key is None:
            return b""
        counter = self._counters[key] = self._counters.get(key, 0) + 1
        self._keyring.note(key, counter)
        return bytes([ALGORITHM]) + key.encrypt(counter, pad(content))

    def receive(self, sender: str, body: bytes) -> list[tuple[str, bytes]]:
        """Take a body in; returns the answer. Raises FrameRefused, ContentRefused."""
        if body[:1] != bytes([ALGORITHM]):
            raise FrameRefused("no chat")
        member, plaintext = self._keyring.open(body[1:], label="chat")
        if member.participant != sender:
            raise FrameRefused("written by somebody else than the server says")
        content: Content = unpad(plaintext)
        line = content["id"]
        if content["kind"] == "taken":
            self._is_taken(line, sender)
            return []
        if line not in self._known:
            self._known.add(line)
            self.lines.append((sender, content["text"]))
        return [(sender, self.seal({"kind": "taken", "id": line}))]

    def _is_taken(self, line: str, by: str) -> None:
        if line in self.unanswered:
            self.unanswered[line][1].discard(by)
            if not self.unanswered[line][1]:
                del self.unanswered[line]
