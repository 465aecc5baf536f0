"""Datagrams such as an attacker might throw at the media port."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.relay.packets import rtp, sender_report

CLIENT_HELLO = bytes.fromhex("16 feff 0000 000000000000 0036 01 00002a 0000 00000000002a fefd") + bytes(44)


def mutated(valid_checks: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """STUN, DTLS, RTP and RTCP look-alikes, whole, cut, flipped, stretched; empty and oversized ones."""
    chance = random.Random(seed)
    bases = [*valid_checks, CLIENT_HELLO, rtp(1, 1), rtp(1_000, 5, bytes(800)), sender_report(1_000)]
    for _ in range(count):
        data = bytearray(chance.choice(bases))
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        shape = chance.randrange(6)
        if shape == 0:
            data = data[: chance.randrange(len(data) + 1)]
        elif shape == 1:
            data += chance.randbytes(chance.randrange(2_500))
        elif shape == 2:
            data = bytearray(chance.randbytes(chance.randrange(1_600)))
        yield bytes(data)
