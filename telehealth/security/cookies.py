"""The sign-in cookie: what it is called and how long it lives."""

from __future__ import annotations

from msgspec import Struct

SIGN_IN_SECONDS = 12 * 3600


class SignInCookie(Struct, frozen=True):
    """256 bits for a signed-in clinician's browser; the store has only their hash.

    On https the `__Host-` prefix binds it to this name alone (RFC 6265bis, section 4.1.3.2); on
    http://localhost, where browsers refuse that prefix, it has a plain name.
    """

    secure: bool

    @property
    def name(self) -> str:
        """The cookie's name."""
        return "__Host-telehealth" if self.secure else "telehealth"

    def header(self, token: str) -> str:
        """The Set-Cookie header that gives it."""
        return self._header(token, SIGN_IN_SECONDS)

    def removal(self) -> str:
        """The Set-Cookie header that takes it away."""
        return self._header("", 0)

    def _header(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self.secure else ""
        return f"{self.name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{secure}"
