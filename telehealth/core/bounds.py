"""The kinds of values that messages carry, each with its bounds."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

HIDDEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""Characters that move or hide other text, or are no text at all: for the inside of a regex's brackets."""

Base64Url22 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{22}\Z")]
Admission = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{43}\Z")]
"""A = HKDF(S, "telehealth/1 admission"): 256 bits as base64url, proof that the link is held."""

LONGEST_SEAT_TOKEN = 1024
LONGEST_SDP = 65_536
SeatToken = Annotated[str, Meta(min_length=1, max_length=LONGEST_SEAT_TOKEN)]
Sdp = Annotated[str, Meta(max_length=LONGEST_SDP)]
Body = Annotated[str, Meta(max_length=65_536, pattern=r"\A[A-Za-z0-9_-]*\Z")]
"""What one browser seals for another. The server passes it on and has no code that opens it."""

ConsentVersion = Annotated[str, Meta(max_length=40, pattern=rf"\A[^{HIDDEN}]*\Z")]
"""Which version of the consent text a person agreed to, in one line; empty for none."""

MOST_SEATED = 64
"""People of whom a page says at once where they were: as many as a room holds."""
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
"""How long somebody has waited, by the word of a page: a day at most."""

LegNumber = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""As far as JavaScript counts exactly: numbers are never used twice, so no room may run out of them."""
