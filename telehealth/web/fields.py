"""The kinds of values that bodies carry, each with its bounds. Bytes travel as base64url without padding."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from telehealth.core.bounds import HIDDEN
from telehealth.errors import BadInput
from telehealth.security.tokens import unpadded_bytes, unpadded_text

Id = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{22}\Z")]
"""128 bits."""
Bytes32 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{43}\Z")]
"""A key, a hash, a secret: 256 bits."""
Wrap = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{80}\Z")]
"""A wrapped data key: nonce (12) ‖ AES-256-GCM (32 + 16)."""
LONGEST_BLOB = 960 * 1024
Blob = Annotated[str, Meta(min_length=38, max_length=LONGEST_BLOB, pattern=r"\A[A-Za-z0-9_-]*\Z")]
"""A vault: nonce ‖ AES-256-GCM, up to 720 KiB of it."""
Username = Annotated[str, Meta(max_length=200)]
"""As somebody typed it: one that no account can have is answered like one that no account has."""
Token = Annotated[str, Meta(max_length=128)]
_NAME = rf"\A[^{HIDDEN}]*[^\s{HIDDEN}][^{HIDDEN}]*\Z"
PublicName = Annotated[str, Meta(min_length=1, max_length=80, pattern=_NAME)]
"""One line, at most 80 characters, of which something can be seen."""


Moment = Annotated[float, Meta(ge=0, le=253_402_300_799)]
"""Seconds since 1970 (UTC), up to the end of the year 9999."""


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """What a page sends."""


def raw(text: str) -> bytes:
    """The bytes of a field. Raises BadInput for text that is not the one spelling of some bytes."""
    try:
        data = unpadded_bytes(text)
    except ValueError as error:
        raise BadInput from error
    if unpadded_text(data) != text:
        raise BadInput
    return data
