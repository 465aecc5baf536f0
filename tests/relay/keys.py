"""SRTP sessions with keys of the test's own, in place of a handshake."""

from __future__ import annotations

import secrets

from pylibsrtp import Policy, Session

from telehealth.relay.srtp import Protection

PROFILE = Policy.SRTP_PROFILE_AES128_CM_SHA1_80


def sessions(key: bytes) -> tuple[Session, Session]:
    """One direction: what opens, and what seals."""
    made = []
    for direction in (Policy.SSRC_ANY_INBOUND, Policy.SSRC_ANY_OUTBOUND):
        policy = Policy(key=key, ssrc_type=direction, srtp_profile=PROFILE)
        policy.allow_repeat_tx = True
        policy.window_size = 1024
        made.append(Session(policy))
    return made[0], made[1]


def protections() -> tuple[Protection, Protection]:
    """The relay's end of a leg, and the browser's."""
    open_up, seal_up = sessions(secrets.token_bytes(30))
    open_down, seal_down = sessions(secrets.token_bytes(30))
    return Protection(open_up, seal_down), Protection(open_down, seal_up)
