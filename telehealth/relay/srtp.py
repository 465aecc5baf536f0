"""SRTP and SRTCP of one leg (RFC 3711), on the sessions that its DTLS handshake made.

Nothing raises: what cannot be protected or is not authentic is None, for the caller to count.
"""

from __future__ import annotations

import pylibsrtp


class Protection:
    """Both directions of one leg."""

    def __init__(self, inbound: pylibsrtp.Session, outbound: pylibsrtp.Session) -> None:
        self._unprotect = inbound.unprotect
        self._unprotect_rtcp = inbound.unprotect_rtcp
        self._protect = outbound.protect
        self._protect_rtcp = outbound.protect_rtcp

    def open_rtp(self, packet: bytes) -> bytes | None:
        """The RTP packet, or None when it is replayed, too old, forged or cut short."""
        try:
            return bytes(self._unprotect(packet))
        except (pylibsrtp.Error, ValueError, TypeError):
            return None

    def open_rtcp(self, packet: bytes) -> bytes | None:
        """The compound RTCP packet, or None as above."""
        try:
            return bytes(self._unprotect_rtcp(packet))
        except (pylibsrtp.Error, ValueError, TypeError):
            return None

    def seal_rtp(self, packet: bytes) -> bytes | None:
        """The protected packet, or None when libsrtp refuses it."""
        try:
            return bytes(self._protect(packet))
        except (pylibsrtp.Error, ValueError, TypeError):
            return None

    def seal_rtcp(self, packet: bytes) -> bytes | None:
        """The protected compound, or None when libsrtp refuses it."""
        try:
            return bytes(self._protect_rtcp(packet))
        except (pylibsrtp.Error, ValueError, TypeError):
            return None
