"""Who may say what, about whom: three frozen tables, and nothing is allowed that has no row.

A missing sender's row is `NotAllowed`: the page asked for what it never may from where it stands.
A missing target's row is `NotNow`: the target was there a moment ago, or will be later.
What depends on more than two standings (cases, identities, devices, how many) is checked by the act itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from telehealth.core.messages import (
    Act,
    Admit,
    Answer,
    BringTogether,
    CheckIn,
    Confirm,
    Decline,
    End,
    Hold,
    Leave,
    Move,
    Preview,
    Refuse,
    Remove,
    Renew,
    Reopen,
    Resume,
    SealedOut,
    SendBack,
    TakeOver,
)
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed, NotNow

Targeted: TypeAlias = Preview | Admit | Confirm | Move | Decline | Refuse | Hold | Resume | SendBack | Remove
"""The acts that name another participant."""

HOST, WATCHING, CHECKING, WAITING = Standing.HOST, Standing.WATCHING, Standing.CHECKING, Standing.WAITING
ADMITTED, HELD = Standing.ADMITTED, Standing.HELD
LEFT, DECLINED, ENDED = Standing.LEFT, Standing.DECLINED, Standing.ENDED

_BY_A_LINK = (CHECKING, WAITING, ADMITTED, HELD, LEFT, DECLINED, ENDED)
# A page may answer an offer that crossed with the end of its leg: that is "not now", not "never".
_MAY_HAVE_HAD_A_LEG = (HOST, WATCHING, WAITING, ADMITTED, HELD, LEFT, DECLINED, ENDED)

_SENDERS: Mapping[type[Act], tuple[Standing, ...]] = MappingProxyType(
    {
        CheckIn: (CHECKING, LEFT, DECLINED, ENDED),
        SealedOut: (HOST, WAITING, ADMITTED, HELD),
        Answer: _MAY_HAVE_HAD_A_LEG,
        Renew: _MAY_HAVE_HAD_A_LEG,
        Preview: (HOST,),
        Admit: (HOST,),
        Confirm: (HOST,),
        Move: (HOST,),
        Decline: (HOST,),
        Refuse: (HOST,),
        Hold: (HOST,),
        Resume: (HOST,),
        SendBack: (HOST,),
        BringTogether: (HOST,),
        Remove: (HOST,),
        Leave: (HOST, WATCHING, CHECKING, WAITING, ADMITTED, HELD, DECLINED, ENDED),
        End: (HOST,),
        Reopen: (HOST,),
        TakeOver: (WATCHING,),
    }
)

_TARGETS: Mapping[type[Targeted], tuple[Standing, ...]] = MappingProxyType(
    {
        Preview: (WAITING,),
        Admit: (WAITING,),
        Confirm: (ADMITTED, HELD),
        Move: (ADMITTED, HELD),
        Decline: (WAITING, CHECKING),
        Refuse: _BY_A_LINK,
        Hold: (ADMITTED,),
        Resume: (HELD,),
        SendBack: (ADMITTED, HELD),
        Remove: _BY_A_LINK,
    }
)


class Permissions(Struct, frozen=True):
    """The tables, as one value."""

    senders: frozenset[tuple[Standing, type[Act]]]
    """Who may send what."""
    targets: frozenset[tuple[type[Targeted], Standing]]
    """What may be done to whom."""
    sealed: frozenset[tuple[Standing, Standing]]
    """Between whom sealed messages pass: sender, recipient."""

    def check_sender(self, standing: Standing, act: Act) -> None:
        """Raise `NotAllowed` unless somebody of this standing may send this."""
        if (standing, type(act)) not in self.senders:
            raise NotAllowed

    def check_target(self, act: Targeted, standing: Standing) -> None:
        """Raise `NotNow` unless this may be done to somebody of this standing."""
        if (type(act), standing) not in self.targets:
            raise NotNow

    def check_sealed(self, sender: Standing, recipient: Standing) -> None:
        """Raise `NotNow` unless sealed messages pass from this standing to that."""
        if (sender, recipient) not in self.sealed:
            raise NotNow


PERMISSIONS = Permissions(
    senders=frozenset((standing, act) for act, row in _SENDERS.items() for standing in row),
    targets=frozenset((act, standing) for act, row in _TARGETS.items() for standing in row),
    sealed=frozenset(
        {
            (HOST, WAITING),
            (HOST, ADMITTED),
            (HOST, HELD),
            (WAITING, HOST),
            (ADMITTED, HOST),
            (HELD, HOST),
            (ADMITTED, ADMITTED),
        }
    ),
)
