"""The latest of ids that only ever come: what is older, the store knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, Generic, TypeVar

from msgspec import Struct

MOST: Final = 1_024

Id = TypeVar("Id", bound=str)


class Recent(Struct, Generic[Id], frozen=True):
    """A set that forgets its oldest beyond 1,024. It is never changed, so that copies may share it."""

    ids: tuple[Id, ...] = ()
    """The oldest first."""

    def __contains__(self, one: object) -> bool:
        return one in self.ids

    def __iter__(self) -> Iterator[Id]:
        return iter(self.ids)

    def __or__(self, others: Iterable[Id]) -> Recent[Id]:
        """The same with these, as the newest."""
        new = dict.fromkeys(others)
        return Recent((*(one for one in self.ids if one not in new), *new)[-MOST:])

    def __sub__(self, others: Collection[Id]) -> Recent[Id]:
        """The same without these."""
        return Recent(tuple(one for one in self.ids if one not in others))
