"""The rules of a link: when it opens, when it closes, and when it is over.

Times here are UTC, in seconds since 1970-01-01T00:00:00Z, and are passed in: the wall clock of appointments,
and not the clock of `Room`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from telehealth.errors import InvitationEarly, InvitationOver

State = Literal["early", "open", "over"]

_DAY = 86_400


class Window(Struct, frozen=True, kw_only=True):
    """How long before and after its appointment a link may be used, in seconds.

    A link without an appointment (None) stands open until it is ended (`ended`: when, or None).
    """

    opens_before: float
    closes_after: float

    def state(self, appointment: float | None, ended: float | None, now: float) -> State:
        """Where a link stands at this moment: its first second is within the window, its last is not."""
        if ended is not None:
            return "over"
        if appointment is None:
            return "open"
        if now < appointment - self.opens_before:
            return "early"
        return "open" if now < appointment + self.closes_after else "over"

    def check(self, appointment: float | None, ended: float | None, now: float) -> None:
        """Let its holder in. Raises `InvitationEarly`, which says when it opens, or `InvitationOver`."""
        state = self.state(appointment, ended, now)
        if state == "over":
            raise InvitationOver
        if state == "early" and appointment is not None:
            opens = utc(appointment - self.opens_before)
            raise InvitationEarly(f"This link is not open yet. It opens at {opens}. Please come back then.")


def utc(moment: float) -> str:
    """A moment as RFC 3339 text, such as `2026-11-22T13:45:00Z`: a page shows it in local time."""
    seconds = int(moment // 1)
    year, month, day = _civil(seconds // _DAY)
    hour, minute, second = seconds % _DAY // 3600, seconds % 3600 // 60, seconds % 60
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of the Gregorian calendar, so many days after 1970-01-01.

    Years are counted from 1 March, so that the leap day is the last one; 400 years have 146,097 days.
    """
    days += 719_468  # from 0000-03-01 to 1970-01-01
    cycle, day_of_cycle = divmod(days, 146_097)
    year_of_cycle = (
        day_of_cycle - day_of_cycle // 1_460 + day_of_cycle // 36_524 - day_of_cycle // 146_096
    ) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    return 400 * cycle + year_of_cycle + (month <= 2), month, day
