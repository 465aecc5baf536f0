"""What a network does to packets of one direction, and how that changes in time. Seeded; knows no clock."""

from __future__ import annotations

import random

from msgspec import Struct

SEED = 1
EVERYBODY = "all"
QUEUE = 1.0
"""Seconds, as in a modem that has far too much memory."""


class Conditions(Struct, frozen=True):
    """How bad it is. Times in seconds."""

    loss: float = 0.0
    """Share of the packets that get lost, each for itself."""
    delay: float = 0.0
    jitter: float = 0.0
    """Each packet takes up to so much longer, any time as likely as any other."""
    reorders: bool = False
    """Whether a packet may overtake one before it. Otherwise it waits, as in the queue of a radio link."""
    rate: float = 0.0
    """Bits a second; what would wait for more than `QUEUE` is lost. 0: as many as come."""
    cut: bool = False
    """Nothing passes."""


GOOD = Conditions()
CUT = Conditions(cut=True)


class Step(Struct, frozen=True):
    """What holds from a moment on: seconds since the plan began."""

    at: float
    up: Conditions = GOOD
    """From the browser to the relay."""
    down: Conditions = GOOD


class Plan(Struct, frozen=True):
    """What a test has ordered for one person, or for everybody. The later `number` holds."""

    number: int
    began: float
    """On the monotonic clock, which all processes of a machine share."""
    steps: tuple[Step, ...]
    """In the order of their times."""

    def at(self, now: float) -> Step | None:
        """What holds now; None before the first step."""
        passed = [step for step in self.steps if step.at <= now - self.began]
        return passed[-1] if passed else None


class Order(Struct, frozen=True):
    """All that a test has ordered, by participant."""

    seed: int = SEED
    plans: dict[str, Plan] = {}
    moves: dict[str, int] = {}
    """How often somebody's address has changed."""

    def step(self, participant: str, now: float) -> Step | None:
        """What holds for somebody's packets now."""
        plans = [self.plans[name] for name in (participant, EVERYBODY) if name in self.plans]
        return max(plans, key=lambda plan: plan.number).at(now) if plans else None

    def moved(self, participant: str) -> int:
        """How often this one's address has changed."""
        return self.moves.get(participant, 0) + self.moves.get(EVERYBODY, 0)


class Way:
    """One direction of one person's network. What becomes of the n-th packet depends on seed and n alone."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._latest = 0.0
        self._busy = 0.0
        self.passed = 0
        self.lost = 0

    def due(self, conditions: Conditions, now: float, size: int = 0) -> float | None:
        """When a packet of so many bytes that is sent now arrives, or None when it does not."""
        # Both are drawn for each packet, so that one condition does not change what another does.
        luck, patience = self._random.random(), self._random.random()
        sent = self._sent(conditions.rate, now, size)
        if sent is None or conditions.cut or luck < conditions.loss:
            self.lost += 1
            return None
        self.passed += 1
        arrives = sent + conditions.delay + patience * conditions.jitter
        if not conditions.reorders:
            arrives = max(arrives, self._latest)
        self._latest = max(self._latest, arrives)
        return arrives

    def _sent(self, rate: float, now: float, size: int) -> float | None:
        """When the last bit of it leaves, or None when the queue is full."""
        if not rate:
            return now
        leaves = max(self._busy, now) + 8 * size / rate
        if leaves - now > QUEUE:
            return None
        self._busy = leaves
        return leaves
