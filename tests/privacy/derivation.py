"""Every key and number that two pages derive: from a link, from a handshake, from an epoch's secret.

A second implementation, written from the description of the formats, by `cryptography`; pages use WebCrypto.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from telehealth.security.tokens import unpadded_bytes, unpadded_text

Label = Literal["media", "chat"]

HOST_SENDER = 0
PREVIEW_EPOCH, PREVIEW_SENDER = 0, 1


def hkdf(ikm: bytes, info: bytes, salt: bytes = b"", length: int = 32) -> bytes:
    """HKDF-SHA-256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(ikm)


@dataclass(frozen=True)
class Link:
    """What somebody holds who was invited."""

    origin: str
    invitation: str
    secret: bytes
    """S: 16 bytes."""
    room_key: bytes
    """The room's X25519 public key: 32 bytes."""

    @classmethod
    def read(cls, text: str) -> Link:
        """The link as it is passed on. Raises ValueError for one of another version."""
        parts = urlsplit(text)
        version, secret, room_key = parts.fragment.split(".")
        if version != "1":
            raise ValueError("a link of another version")
        invitation = parts.path.rsplit("/", 1)[-1]
        origin = f"{parts.scheme}://{parts.netloc}"
        return cls(origin, invitation, unpadded_bytes(secret), unpadded_bytes(room_key))

    @property
    def admission(self) -> str:
        """A, which leads into the waiting room, as it is sent."""
        return unpadded_text(hkdf(self.secret, b"telehealth/1 admission"))

    @property
    def first_key(self) -> bytes:
        """The pre-shared key of a fresh handshake."""
        return hkdf(self.secret, b"telehealth/1 noise")

    def key_of_seat(self, seat: bytes) -> bytes:
        """The pre-shared key with which a seat, known by its R, is resumed."""
        return hkdf(self.secret + seat, b"telehealth/1 resume")


def prologue(room: str, invitation: str, client: str, host: str) -> bytes:
    """Whom a handshake is between, and where."""
    return b"telehealth/1" + b"".join(map(unpadded_bytes, (room, invitation, client, host)))


def commitment(random: bytes) -> bytes:
    """What message 1 of a handshake says of the random number n."""
    return hashlib.sha256(b"telehealth/1 commit" + random).digest()


def safety_words(random: bytes, handshake: bytes) -> tuple[int, ...]:
    """The four words that both ends show, by their places in the list of 256."""
    return tuple(hkdf(random, b"telehealth/1 safety words", handshake, 4))


def load_of(handshake: bytes) -> bytes:
    """The load id of an end whose handshake had this hash."""
    return handshake[:16]


def base_key(secret: bytes, load: bytes, label: Label, epoch: int, sender: int, stream: int) -> bytes:
    """What one sender's stream is sealed under in one epoch (RFC 9605, section 4.4.1, calls it so)."""
    place = epoch.to_bytes(4, "big") + bytes([sender, stream])
    return hkdf(secret, f"telehealth/1 {label}".encode("ascii") + place, load)


def key_id(epoch: int, sender: int, stream: int) -> int:
    """KID: what the header of each sealed frame names."""
    return (epoch % 256) << 16 | sender << 8 | stream


def read_key_id(kid: int) -> tuple[int, int, int] | None:
    """The last byte of the epoch, the sender and the stream; None for what is no key id of ours."""
    return None if kid >> 24 else (kid >> 16, kid >> 8 & 0xFF, kid & 0xFF)
