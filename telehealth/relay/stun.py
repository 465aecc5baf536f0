"""The server's half of ICE-lite (RFC 8445, section 2.5): read a browser's check, answer it.

`aioice.stun` parses; every fault it can raise on hostile input ends here as None.
"""

from __future__ import annotations

import secrets
import struct

from aioice import stun
from msgspec import Struct

BINDING_REQUEST = b"\x00\x01"
MAGIC_COOKIE = b"\x21\x12\xa4\x42"
HEADER_LENGTH = 20
FINGERPRINT_HEADER = b"\x80\x28\x00\x04"
"""Type and length of the last attribute, before its four bytes (RFC 8489, section 14.7)."""


class Credentials(Struct, frozen=True):
    """A leg's own ICE user fragment and password (RFC 8445, section 5.3: ≥ 24 and ≥ 128 bits)."""

    fragment: str
    password: str

    @classmethod
    def fresh(cls) -> Credentials:
        """Random, in characters that SDP takes (`ice-char`, RFC 8839)."""
        return cls(secrets.token_hex(8), secrets.token_hex(16))


class Check(Struct, frozen=True):
    """A well-formed binding request that has not been verified yet."""

    message: stun.Message
    fragment: str
    """The leg's user fragment: what stands before the colon of USERNAME."""
    ends_whole: bool
    """Whether a FINGERPRINT, which was right, is its end."""

    @property
    def transaction(self) -> bytes:
        """The 96-bit transaction id."""
        return self.message.transaction_id

    @property
    def nominates(self) -> bool:
        """Whether the check carries USE-CANDIDATE."""
        return "USE-CANDIDATE" in self.message.attributes


def read_check(datagram: bytes) -> Check | None:
    """The binding request in a datagram, or None when it is anything else or malformed."""
    if len(datagram) < HEADER_LENGTH or datagram[:2] != BINDING_REQUEST or datagram[4:8] != MAGIC_COOKIE:
        return None
    try:
        message = stun.parse_message(datagram)
    except (ValueError, struct.error, IndexError, KeyError):
        return None
    username = message.attributes.get("USERNAME")
    if not isinstance(username, str) or ":" not in username:
        return None
    ends_whole = "FINGERPRINT" in message.attributes and datagram[-8:-4] == FINGERPRINT_HEADER
    return Check(message, username.partition(":")[0], ends_whole)


def is_authentic(check: Check, password: str) -> bool:
    """Whether MESSAGE-INTEGRITY (RFC 8489, section 14.5) was made with this leg's password.

    Every check of ICE (RFC 8445) carries FINGERPRINT too; what lost it on the way is not taken.
    """
    return check.ends_whole and check.message.check_message_integrity(password.encode("ascii"))


def success(check: Check, password: str, source: tuple[str, int]) -> bytes:
    """The binding success response, which tells the browser its address as seen from here.

    An IPv4 browser on an IPv6 socket is told its own form (RFC 4291, section 2.5.5.2).
    """
    host, port = source
    mapped = host.startswith("::ffff:") and "." in host
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=check.transaction,
        attributes={"XOR-MAPPED-ADDRESS": (host[7:] if mapped else host, port)},
    )
    response.add_message_integrity(password.encode("ascii"))
    return bytes(response)
