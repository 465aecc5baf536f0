"""Datagrams that look like what a media port expects, and are not."""

from __future__ import annotations

import random
import secrets
import socket
import struct

from aioice import stun

KINDS = ("empty", "oversized", "stun", "dtls", "rtp", "rtcp", "noise")


def valid_check(fragment: str, password: str) -> bytes:
    """A binding request that this leg must take for its browser's (RFC 8445, section 7.2)."""
    request = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.REQUEST,
        attributes={
            "USERNAME": f"{fragment}:{secrets.token_hex(4)}",
            "PRIORITY": 1,
            "ICE-CONTROLLING": 1,
            "USE-CANDIDATE": None,
        },
    )
    request.add_message_integrity(password.encode())
    return bytes(request)


def mutated(dice: random.Random, templates: dict[str, bytes]) -> bytes:
    """One datagram of a random kind: a template with bytes changed, cut or added, or noise of its shape."""
    kind = dice.choice(KINDS)
    if kind == "empty":
        return b""
    if kind == "oversized":
        return bytes([dice.choice((0, 22, 128, 200))]) + dice.randbytes(dice.randint(1500, 4000))
    if kind == "noise":
        return dice.randbytes(dice.randint(1, 1500))
    datagram = bytearray(templates[kind])
    for _ in range(dice.randint(1, 8)):
        datagram[dice.randrange(len(datagram))] = dice.randrange(256)
    if dice.random() < 0.2:
        del datagram[dice.randrange(len(datagram)) :]
    if dice.random() < 0.2:
        datagram += dice.randbytes(dice.randint(1, 200))
    # The first byte stays in its range, so that each kind reaches the code that parses it.
    return bytes([templates[kind][0]]) + bytes(datagram[1:])


def templates(check: bytes, ssrc: int) -> dict[str, bytes]:
    """One well-formed beginning of each kind."""
    alert = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28"
    hello = b"\x16\xfe\xfd" + bytes(8) + struct.pack("!H", 60) + b"\x01\x00\x00\x30" + bytes(56)
    return {
        "stun": check,
        "dtls": hello + alert,
        "rtp": struct.pack("!BBHII", 0x90, 96, 1, 1, ssrc) + b"\xbe\xde\x00\x02" + bytes(8) + bytes(200),
        "rtcp": struct.pack("!BBHI", 0x81, 205, 3, ssrc) + bytes(60),
    }


def attacker(address: str) -> socket.socket:
    """A socket of somebody who only knows where the media port is."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind((address, 0))
    opened.setblocking(False)
    return opened
