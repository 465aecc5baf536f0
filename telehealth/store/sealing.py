"""What is closed under the server's key before the database gets it, each value bound to its place.

The place is the context: column, clinician and, where there are several, the row, such as
`vaults.blob/<clinician>/<version>`. What was closed for one place opens in no other, so rows cannot be
swapped behind the server's back.
"""

from __future__ import annotations

from typing import Protocol

import structlog

from telehealth.errors import Unavailable

log = structlog.get_logger()


class Wrapping(Protocol):
    """Closes and opens bytes with the server's own key. The store does not know how."""

    def wrap(self, data: bytes, context: str) -> bytes:
        """The data, closed for this place."""

    def unwrap(self, data: bytes, context: str) -> bytes:
        """What was closed. Raises ValueError: another key, another place, or damage."""


class Sealing:
    """A wrapping, as columns use it."""

    def __init__(self, wrapping: Wrapping) -> None:
        self._wrapping = wrapping

    def close(self, data: bytes, column: str, *row: str | int) -> bytes:
        """What the database gets in place of the data. The row is a clinician, and what else names it."""
        return self._wrapping.wrap(data, _place(column, row))

    def open(self, data: bytes, column: str, *row: str | int) -> bytes:
        """The data. Raises Unavailable when somebody has touched what was kept."""
        try:
            return self._wrapping.unwrap(data, _place(column, row))
        except ValueError:
            log.critical("what is kept does not open with the server's key", kind=column)
            raise Unavailable from None

    def fits(self, data: bytes, column: str, *row: str | int) -> bool:
        """Whether the key is the one that this was closed with."""
        try:
            self._wrapping.unwrap(data, _place(column, row))
        except ValueError:
            return False
        return True


def _place(column: str, row: tuple[str | int, ...]) -> str:
    return "/".join((column, *map(str, row)))
