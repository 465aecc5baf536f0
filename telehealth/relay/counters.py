"""What the relay counts: packets, bytes, and what was dropped and why. Numbers only, never an address."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Drop(Enum):
    """Why a datagram or packet went no further."""

    EMPTY = "empty"
    OVERSIZED = "oversized"
    UNKNOWN_FIRST_BYTE = "unknown_first_byte"
    BAD_STUN = "bad_stun"
    UNKNOWN_LEG = "unknown_leg"
    BAD_INTEGRITY = "bad_integrity"
    REPLAYED_CHECK = "replayed_check"
    TAKEN_PATH = "taken_path"
    UNVERIFIED_SOURCE = "unverified_source"
    DTLS_BACKLOG = "dtls_backlog"
    NOT_CONNECTED = "not_connected"
    MALFORMED = "malformed"
    UNDECLARED_SSRC = "undeclared_ssrc"
    NOT_AUTHENTIC = "not_authentic"
    GATE_SHUT = "gate_shut"
    RECEIVER_NOT_READY = "receiver_not_ready"
    NUMBER_TOO_HIGH = "number_too_high"
    SEND_FAILED = "send_failed"
    FAULT = "fault"


class Counters:
    """One worker's figures since it started."""

    def __init__(self) -> None:
        self.dropped: Counter[Drop] = Counter()
        self.datagrams = 0
        self.octets = 0
        self.sent = 0

    def drop(self, reason: Drop) -> None:
        """Count one datagram or packet that goes no further."""
        self.dropped[reason] += 1

    def drops(self) -> dict[str, int]:
        """Reason → count, for those that happened."""
        return {reason.value: count for reason, count in self.dropped.items()}
