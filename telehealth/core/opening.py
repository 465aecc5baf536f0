"""The first message of a page about a room: how it shows that it may come in."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from telehealth.core.bounds import MOST_SEATED, Admission, Base64Url22, LegNumber, SeatToken, Seconds
from telehealth.core.message import InRoom, Message
from telehealth.core.participant import Method


class Seated(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where somebody was before the server was restarted, by the word of the page that hosts."""

    participant: Base64Url22
    invitation: Base64Url22
    standing: Literal["waiting", "admitted", "held"]
    method: Method | None = None
    """How the identity of somebody in session was confirmed."""
    guest: bool = False
    """Whether they were let in as somebody else than whom the link is for."""
    waited: Seconds = 0.0


class Hello(Message, frozen=True, tag="hello"):
    """A client or guest shows that they hold the link, and takes a new place (`checking`)."""

    invitation: Base64Url22
    admission: Admission
    participant: Base64Url22


class TakeSeat(Message, frozen=True, tag="take_seat"):
    """Anybody comes back to the place they had; `leg` is the one the page still has open, or 0.

    A clinician's page needs its sign-in cookie as well. One that hosted says so, and who was where: a server
    that was restarted has forgotten it.
    """

    seat: SeatToken
    leg: LegNumber = 0
    hosts: bool = False
    people: Annotated[tuple[Seated, ...], Meta(max_length=MOST_SEATED)] = ()


class Watch(InRoom, frozen=True, tag="watch"):
    """A signed-in clinician's page opens one of their rooms. The first page hosts it."""

    participant: Base64Url22


Opening: TypeAlias = Hello | TakeSeat | Watch
