"""The lying server's own ends of a channel: as if it were a client's page, or the clinician's, or both."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from telehealth.security.tokens import unpadded_bytes, unpadded_text
from tests.browser.evil_server import Direction, EvilServer, Line, Said
from tests.browser.stranger_card import card_of
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content
from tests.privacy.derivation import Link
from tests.privacy.host_end import HostEnd


class Impostor:
    """A page of the server's making, which the clinician's takes for that of this participant.

    It has what its link gives, and nothing of the real page.
    """

    def __init__(self, evil: EvilServer, link: Link, participant: str, name: str = "Maya") -> None:
        self.told: list[Content] = []
        """What the clinician's page has told it."""
        self.participant = participant
        self._evil = evil
        self._room = evil.host.room
        self.end = ClientEnd(link, self._room, participant, lambda: [card_of(name)])

    def kinds(self) -> set[str]:
        """Of all that it was told."""
        return {str(content["kind"]) for content in self.told}

    async def knock(self) -> None:
        """Open a channel with the link alone."""
        self.end.knock(self._evil.host.you)
        await self.flush()

    async def flush(self) -> None:
        """Send what was said."""
        while self.end.outgoing:
            body = unpadded_text(self.end.outgoing.pop(0))
            sealed = {"type": "sealed", "room": self._room, "sender": self.participant, "body": body}
            await self._evil.host.to_page(sealed)

    def hook(self, line: Line, direction: Direction, said: Said) -> list[Said]:
        """Whatever passes between the clinician's page and this participant's is the impostor's."""
        if said["type"] != "sealed" or direction != "to_server":
            return [said]
        if line.you == self.participant:
            return []
        if line is self._evil.host and said["to"] == self.participant:
            self.told += self.end.receive(unpadded_bytes(said["body"]))
            self._evil.soon(self.flush())
            return []
        return [said]


class FalseHost:
    """A page of the server's making, which a client's takes for the clinician's, if it can be made to."""

    def __init__(self, evil: EvilServer, link: Link, participant: str, room_key: X25519PrivateKey) -> None:
        self.told: list[Content] = []
        """What the client's page has told it."""
        self._evil = evil
        self._participant = participant
        self._room = evil.host.room
        self.end = HostEnd(room_key, self._room, evil.host.you)
        self.end.expects(participant, link)

    async def ask(self) -> None:
        """Have the client's page open a channel."""
        self.end.ask(self._participant)
        await self.flush()

    async def flush(self) -> None:
        """Send what was said."""
        while self.end.outgoing:
            to, body = self.end.outgoing.pop(0)
            said = {"type": "sealed", "room": self._room, "sender": self._evil.host.you}
            await self._evil.line_of(to).to_page(said | {"body": unpadded_text(body)})

    def hook(self, line: Line, direction: Direction, said: Said) -> list[Said]:
        """Whatever passes between the clinician's page and this client's is the false host's."""
        if said["type"] != "sealed" or direction != "to_server":
            return [said]
        if line is self._evil.host and said["to"] == self._participant:
            return []
        if line.you == self._participant:
            self.told += self.end.receive(self._participant, unpadded_bytes(said["body"]))
            self._evil.soon(self.flush())
            return []
        return [said]
