"""The two cookies of a clinician's browser: what they are called and how long they live."""

from __future__ import annotations

from msgspec import Struct

SIGN_IN_SECONDS = 12 * 3600
KNOWN_BROWSER_SECONDS = 365 * 86_400


class Cookie(Struct, frozen=True):
    """A value that only the server reads, for requests of its own pages.

    On https the `__Host-` prefix binds it to this name alone (RFC 6265bis, section 4.1.3.2); on
    http://localhost, where browsers refuse that prefix, it has a plain name.
    """

    plain_name: str
    seconds: int
    secure: bool

    @property
    def name(self) -> str:
        """The cookie's name."""
        return f"__Host-{self.plain_name}" if self.secure else self.plain_name

    def header(self, value: str) -> str:
        """The Set-Cookie header that gives it."""
        return self._header(value, self.seconds)

    def removal(self) -> str:
        """The Set-Cookie header that takes it away."""
        return self._header("", 0)

    def _header(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self.secure else ""
        return f"{self.name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{secure}"


def sign_in_cookie(*, secure: bool) -> Cookie:
    """256 bits for a signed-in clinician's browser; the store has only their hash."""
    return Cookie("telehealth", SIGN_IN_SECONDS, secure)


def known_browser_cookie(*, secure: bool) -> Cookie:
    """What tells a browser that has signed in before; see `known_browsers`."""
    return Cookie("telehealth-browser", KNOWN_BROWSER_SECONDS, secure)
