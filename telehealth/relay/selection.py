"""Which of each sender's two pictures one receiver gets in a group: the main one, or the thumbnail.

A receiver's estimate (REMB) never grows far beyond what it receives: browsers hold it at 1.5 times that.
So an estimate well above the present load says only "there is room", and one main picture more is tried.
While it is on trial the estimate grows, by 8 % a second, if the path can carry it; when it falls or stands
still, the picture is taken back, and the next trial waits twice as long.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

Picture: TypeAlias = Literal["main", "thumbnail"]

SMALL_SESSION: Final = 3
"""People in a session, the receiver included, up to whom an unknown estimate counts as enough."""
ASSUMED: Final = 1_500_000
"""Bits a second a receiver is thought to take in a larger session until it says so itself."""
OVERLOAD: Final = 0.9
"""A browser that is overloaded estimates 0.85 of what it receives."""
ROOM: Final = 1.25
"""Times the load: an estimate above it allows a trial."""
FITS: Final = 1.1
"""Times the load to be: an estimate above it needs no trial."""
SETTLED: Final = 4.0
"""Seconds after a change until the estimate tells something about it."""
LONGEST_WAIT: Final = 120.0

Sender = TypeVar("Sender", bound=Hashable)


class SenderRates(Struct, Generic[Sender], frozen=True):
    """One sender's two pictures, in bits a second: as measured, or what they are set to while inactive."""

    sender: Sender
    main: int = 900_000
    thumbnail: int = 120_000


class _Trial(Struct, Generic[Sender]):
    sender: Sender
    began: float
    first: int
    """The estimate when it began."""
    peak: int

    def failed(self, estimate: int, now: float) -> bool:
        """Whether the estimate fell by 5 %, or has grown by less than 3 % a second."""
        self.peak = max(self.peak, estimate)
        lasted = now - self.began
        stands = lasted >= SETTLED and estimate < self.first * 1.03 ** min(lasted, 60.0)
        return stands or estimate < self.peak * 0.95


class Selection(Generic[Sender]):
    """What one receiver gets, from one choice to the next."""

    def __init__(self) -> None:
        self._chosen: dict[Sender, Picture] = {}
        self._trial: _Trial[Sender] | None = None
        self._wait = SETTLED
        self._changed = 0.0

    def choose(
        self, estimate: int | None, senders: Sequence[SenderRates[Sender]], now: float
    ) -> dict[Sender, Picture]:
        """A picture for each sender, those named first served first; ask about once a second.

        `estimate` is the receiver's in bits a second, None while it is unknown.
        """
        budget = float(ASSUMED if estimate is None else estimate)
        if estimate is None and len(senders) < SMALL_SESSION:
            budget = float("inf")
        self._admit(budget, senders, now)
        if not self._on_trial(estimate, senders, now):
            self._take_back(budget, senders, now)
            self._give_one_more(budget, senders, now)
        return dict(self._chosen)

    def _admit(self, budget: float, senders: Sequence[SenderRates[Sender]], now: float) -> None:
        """Forget who left; newcomers get what the others leave."""
        before = self._chosen
        self._chosen = {rates.sender: before.get(rates.sender, "thumbnail") for rates in senders}
        for rates in senders:
            if rates.sender in before:
                continue
            self._changed = now
            if self._load(senders) + rates.main - rates.thumbnail <= budget:
                self._chosen[rates.sender] = "main"

    def _load(self, senders: Sequence[SenderRates[Sender]]) -> int:
        chosen = self._chosen
        return sum(rates.main if chosen[rates.sender] == "main" else rates.thumbnail for rates in senders)

    def _on_trial(self, estimate: int | None, senders: Sequence[SenderRates[Sender]], now: float) -> bool:
        """Whether a picture is still on trial; ends a trial that has succeeded, failed or lost its object."""
        trial = self._trial
        if trial is None:
            return False
        if estimate is None or trial.sender not in self._chosen:
            self._trial = None
        elif self._load(senders) * OVERLOAD <= estimate:
            self._trial, self._wait = None, SETTLED
        elif trial.failed(estimate, now):
            self._chosen[trial.sender] = "thumbnail"
            self._trial, self._changed = None, now
            self._wait = min(2 * self._wait, LONGEST_WAIT)
        return self._trial is not None

    def _take_back(self, budget: float, senders: Sequence[SenderRates[Sender]], now: float) -> None:
        """Thumbnails, from the last sender on, until the load fits."""
        for rates in reversed(senders):
            if self._load(senders) * OVERLOAD <= budget:
                return
            if self._chosen[rates.sender] == "main":
                self._chosen[rates.sender] = "thumbnail"
                self._changed = now

    def _give_one_more(self, budget: float, senders: Sequence[SenderRates[Sender]], now: float) -> None:
        """The first main picture that is missing, if there is room for it, on trial or for good."""
        rates = next((rates for rates in senders if self._chosen[rates.sender] == "thumbnail"), None)
        if rates is None or now - self._changed < SETTLED:
            return
        load = self._load(senders)
        fits = budget >= (load + rates.main - rates.thumbnail) * FITS
        if not fits and (budget < load * ROOM or now - self._changed < self._wait):
            return
        self._chosen[rates.sender] = "main"
        self._changed = now
        if not fits:
            self._trial = _Trial(rates.sender, now, int(budget), int(budget))
