"""What is inside a sealed message: one content as JSON, padded so that its length says little."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telehealth.security.tokens import unpadded_bytes, unpadded_text

Content = dict[str, Any]
"""What is told in a sealed message, by its `kind`."""

FIRST_BLOCK, BLOCK = 4096, 256
RANDOM = 32
"""Bytes of n, which stands before the client's first content."""


class ContentRefused(Exception):
    """Not padded as it should be, or no JSON."""


def pad(content: object, before: bytes = b"") -> bytes:
    """A content ready to be encrypted; with `before`, the client's first one."""
    text = json.dumps(content).encode("utf-8")
    whole = before + len(text).to_bytes(4, "big") + text
    return whole + bytes(-len(whole) % (FIRST_BLOCK if before else BLOCK))


def unpad(plaintext: bytes, block: int = BLOCK, before: int = 0) -> Any:  # noqa: ANN401 (any JSON)
    """The content in it. Raises ContentRefused."""
    padded = plaintext[before:]
    length = int.from_bytes(padded[:4], "big")
    text, zeros = padded[4 : 4 + length], padded[4 + length :]
    if not plaintext or len(plaintext) % block or len(text) < length or any(zeros):
        raise ContentRefused("not padded as it should be")
    try:
        return json.loads(text.decode("utf-8"))
    except ValueError as error:
        raise ContentRefused("not JSON") from error


@dataclass(frozen=True)
class Member:
    """Somebody who is given an epoch."""

    participant: str
    sender: int
    load: bytes


@dataclass(frozen=True)
class Epoch:
    """A secret, and who seals what under it."""

    number: int
    secret: bytes
    members: tuple[Member, ...]

    @classmethod
    def read(cls, content: Content) -> Epoch:
        """From the content that hands it out."""
        members = (
            Member(one["participant"], one["sender"], unpadded_bytes(one["load"]))
            for one in content["members"]
        )
        return cls(content["epoch"], unpadded_bytes(content["secret"]), tuple(members))

    def content_for(self, participant: str, *, go: bool) -> Content:
        """What the host tells one of them."""
        return {
            "kind": "epoch",
            "epoch": self.number,
            "secret": unpadded_text(self.secret),
            "sender": self.of(participant).sender,
            "members": [
                {"participant": one.participant, "sender": one.sender, "load": unpadded_text(one.load)}
                for one in self.members
            ],
            "go": go,
        }

    def of(self, participant: str) -> Member:
        """One of them. Raises StopIteration for somebody else."""
        return next(one for one in self.members if one.participant == participant)

    def by_sender(self, sender: int) -> Member | None:
        """Who seals under a sender's number."""
        return next((one for one in self.members if one.sender == sender), None)


def epoch_contents(epoch: Epoch, *, go: bool, host: str) -> Sequence[tuple[str, Content]]:
    """What the host tells each member but itself."""
    others = (one.participant for one in epoch.members if one.participant != host)
    return [(participant, epoch.content_for(participant, go=go)) for participant in others]
