"""STUN messages as browsers send them, made by aioice."""

from __future__ import annotations

import secrets
from typing import Any

from aioice import stun


def check(
    fragment: str,
    password: str,
    *,
    nominates: bool = True,
    transaction: bytes | None = None,
    software: str = "a browser",
) -> bytes:
    """A connectivity check (RFC 8445, section 7.2.2) for a leg's user fragment."""
    attributes: dict[str, Any] = {"USERNAME": f"{fragment}:browser"}
    attributes |= {"PRIORITY": 1_853_824_767, "ICE-CONTROLLING": secrets.randbits(64)}
    if nominates:
        attributes["USE-CANDIDATE"] = None
    attributes["SOFTWARE"] = software
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction, attributes)
    message.add_message_integrity(password.encode("ascii"))
    return bytes(message)
