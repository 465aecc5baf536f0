"""The formats of docs/PROTOCOL.md in a second implementation: keys, wraps, vaults, recovery codes and links.

Written from the description, by `cryptography`; pages use WebCrypto. What one makes, the other must open.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from telehealth.security.tokens import unpadded_bytes, unpadded_text

Kind = Literal["password", "recovery"]

ROUNDS = 600_000
BLOCK = 4096
NONCE = 12
FIRST_PARENT = unpadded_text(bytes(32))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32."""
RANDOM_LETTERS = 26


@dataclass(frozen=True)
class AccountKeys:
    """What a password or a recovery code becomes."""

    authentication: str
    """Shown to the server: 32 bytes as base64url."""
    wrapping: bytes
    """Opens the wrap of the data key: 32 bytes, never shown to anybody."""


@dataclass(frozen=True)
class Place:
    """What a blob is sealed for, and opens as."""

    data_key: bytes
    username: str
    version: int
    parent: str

    @property
    def data(self) -> bytes:
        """The data that is authenticated with the blob."""
        parent = unpadded_bytes(self.parent)
        prefix = b"telehealth/1 vault\0" + self.username.encode("ascii") + b"\0"
        return prefix + self.version.to_bytes(8, "big") + parent


def hkdf(ikm: bytes, info: str, salt: bytes = b"", length: int = 32) -> bytes:
    """HKDF-SHA-256 (RFC 5869)."""
    derivation = HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info.encode("ascii"))
    return derivation.derive(ikm)


def _salt(installation: str, username: str) -> bytes:
    return hashlib.sha256(f"telehealth/1 password{installation}{username}".encode("ascii")).digest()


def _keys(root: bytes, kind: Kind) -> AccountKeys:
    return AccountKeys(
        authentication=unpadded_text(hkdf(root, f"telehealth/1 {kind} authentication")),
        wrapping=hkdf(root, f"telehealth/1 {kind} wrapping"),
    )


def recovery_sheet(installation: str, username: str, code: str) -> bytes:
    """What of a canonical recovery code goes into the password's keys: 16 bytes."""
    return hkdf(code.encode("ascii"), "telehealth/1 recovery sheet", _salt(installation, username), 16)


def password_keys(installation: str, username: str, password: str, sheet: bytes | None = None) -> AccountKeys:
    """What a password becomes, with the recovery sheet where that is wanted. Takes about half a second."""
    salt = _salt(installation, username)
    stretching = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=ROUNDS)
    root = stretching.derive(unicodedata.normalize("NFKC", password).encode("utf-8"))
    if sheet is not None:
        root = hkdf(root + sheet, "telehealth/1 password with sheet")
    return _keys(root, "password")


def recovery_keys(installation: str, username: str, code: str) -> AccountKeys:
    """What a canonical recovery code becomes."""
    salt = _salt(installation, username)
    return _keys(hkdf(code.encode("ascii"), "telehealth/1 recovery", salt), "recovery")


def _wrap_data(kind: Kind, username: str) -> bytes:
    return b"\0".join([b"telehealth/1 wrap", kind.encode("ascii"), username.encode("ascii")])


def wrap(wrapping: bytes, data_key: bytes, kind: Kind, username: str) -> str:
    """The data key under a wrapping key: 80 letters."""
    nonce = secrets.token_bytes(NONCE)
    return unpadded_text(nonce + AESGCM(wrapping).encrypt(nonce, data_key, _wrap_data(kind, username)))


def unwrap(wrapping: bytes, wrapped: str, kind: Kind, username: str) -> bytes:
    """The data key. Raises InvalidTag."""
    data = unpadded_bytes(wrapped)
    return AESGCM(wrapping).decrypt(data[:NONCE], data[NONCE:], _wrap_data(kind, username))


def padded(content: dict[str, Any]) -> bytes:
    """The JSON as JavaScript writes it, with its length before and zeros behind it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    data = len(text).to_bytes(4, "big") + text
    return data + bytes(-len(data) % BLOCK)


def seal(place: Place, content: dict[str, Any], nonce: bytes | None = None) -> str:
    """A vault as a blob; with a nonce of the caller's choice for tests alone."""
    fresh = secrets.token_bytes(NONCE) if nonce is None else nonce
    return unpadded_text(fresh + AESGCM(place.data_key).encrypt(fresh, padded(content), place.data))


def open_vault(place: Place, blob: str) -> dict[str, Any]:
    """What a blob holds. Raises InvalidTag."""
    data = unpadded_bytes(blob)
    text = AESGCM(place.data_key).decrypt(data[:NONCE], data[NONCE:], place.data)
    length = int.from_bytes(text[:4], "big")
    content: dict[str, Any] = json.loads(text[4 : 4 + length])
    return content


def blob_hash(blob: str) -> str:
    """How the next version names this one."""
    return unpadded_text(hashlib.sha256(unpadded_bytes(blob)).digest())


def checksum(letters: str) -> str:
    """The first ten bits of SHA-256 of the letters, as two letters."""
    bits = int.from_bytes(hashlib.sha256(letters.encode("ascii")).digest()[:2], "big") >> 6
    return ALPHABET[bits >> 5] + ALPHABET[bits & 31]


def new_recovery_code() -> str:
    """130 random bits and a checksum: 28 letters."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS))
    return letters + checksum(letters)


def format_recovery_code(code: str) -> str:
    """As it is shown: seven groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_recovery_code(text: str) -> str | None:
    """The canonical code of what was typed, or None."""
    code = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("OIL", "011"))
    if len(code) != RANDOM_LETTERS + 2 or not set(code) <= set(ALPHABET):
        return None
    return code if code[RANDOM_LETTERS:] == checksum(code[:RANDOM_LETTERS]) else None


def admission(secret: str) -> str:
    """A, by which the holder of a link comes into the waiting room."""
    return unpadded_text(hkdf(unpadded_bytes(secret), "telehealth/1 admission"))


def admission_hash(secret: str) -> str:
    """What the server keeps of a link's secret: SHA-256(A)."""
    return unpadded_text(hashlib.sha256(unpadded_bytes(admission(secret))).digest())


def link(origin: str, invitation: str, secret: str, room_key: str) -> str:
    """A client's link."""
    return f"{origin}/join/{invitation}#1.{secret}.{room_key}"
