"""What a host may decide about people, for a player to draw from."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st
from msgspec import convert

from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Admit,
    Confirm,
    Decline,
    Hold,
    Move,
    Preview,
    Refuse,
    Remove,
    Resume,
    SendBack,
)
from telehealth.core.participant import Confirmed, Method, Standing
from telehealth.core.permissions import Targeted
from tests.core.scene import ROOM, participant

on_somebody: st.SearchStrategy[type[Targeted]] = st.sampled_from(
    [Admit, Confirm, Move, Preview, Decline, Refuse, Hold, Resume, SendBack, Remove]
)
Words = dict[str, object]
"""What the host says beside whom they decide about."""
words: st.SearchStrategy[Words] = st.fixed_dictionaries(
    {
        "method": st.sampled_from(get_args(Method)),
        "guest": st.sampled_from([False, False, True]),
        "spare": st.booleans(),
        "to": st.sampled_from(["phone", "laptop", "tablet", "desktop", "dr"]).map(participant),
        "on": st.sampled_from([True, True, False]),
    }
)
RECOGNISED: Words = {"method": "recognised", "guest": False}
FITTING: dict[Standing, list[type[Targeted]]] = {
    Standing.WAITING: [*5 * [Admit], *3 * [Preview], Decline, Refuse, Remove],
    Standing.ADMITTED: [*2 * [Hold], Confirm, *3 * [Move], SendBack, Remove, Refuse],
    Standing.HELD: [Resume, Resume, Confirm, Move, SendBack, Remove, Refuse],
}
"""What a sensible host does, so that rooms fill."""


def decision(kind: type[Targeted], whom: ParticipantId, said: Words) -> Targeted:
    """The host's words about one person."""
    fields = {"room": ROOM, "participant": whom} | said
    if kind is Confirm and fields["method"] not in get_args(Confirmed):
        fields["method"] = "photo_id"
    known = {name: value for name, value in fields.items() if name in kind.__struct_fields__}
    return convert(known | {"type": kind.__struct_config__.tag}, kind)
