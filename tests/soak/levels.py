"""Whether something grows: the middle third of a run beside its last; the first is for warming up.

In the first third caches fill, and Python and the C library take the memory that they then use again and
again. What grows with every session grows in the last third too.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from tests.soak.tree import Reading

MOST_GROWTH = 0.05
LEAST_READINGS = 9
MEMORY = "kilobytes"
CONSTANT = ("tasks", "descriptors", "sockets", "rooms", "legs", "in_session", "waiting", "queued")
"""What is the same number whenever nobody but the clinicians' pages is connected."""


def numbers(reading: Reading) -> dict[tuple[str, str], int]:
    """What has to be the same each time, by process and name."""
    return {
        (process, name): counts[name]
        for process, counts in reading.items()
        for name in CONSTANT
        if name in counts
    }


class Level(NamedTuple):
    """One figure of one process."""

    process: str
    name: str
    first: int
    middle: float
    last: float

    @property
    def growth(self) -> float:
        """From the middle third to the last, as a share."""
        return (self.last - self.middle) / self.middle if self.middle else 0.0


def levels(readings: Sequence[Reading]) -> list[Level]:
    """Every figure of every process: medians of the middle and the last third. At least nine readings."""
    assert len(readings) >= LEAST_READINGS, f"{len(readings)} readings are too few to compare thirds of them"
    third = len(readings) // 3
    found = []
    for process, counts in readings[0].items():
        for name in counts:
            series = [reading[process][name] for reading in readings]
            found.append(
                Level(
                    process,
                    name,
                    series[0],
                    float(median(series[-2 * third : -third])),
                    float(median(series[-third:])),
                )
            )
    return found


def faults(readings: Sequence[Reading]) -> list[str]:
    """What has grown, in words: memory by more than a twentieth, or a number that has changed at all."""
    found = [
        f"{one.process}: {one.name} grew from {one.middle:.0f} to {one.last:.0f}"
        for one in levels(readings)
        if one.name == MEMORY and one.growth > MOST_GROWTH
    ]
    settled = readings[len(readings) // 3 :]
    for process, counts in readings[0].items():
        for name in counts.keys() & set(CONSTANT):
            seen = [reading[process][name] for reading in settled]
            if len(set(seen)) > 1:
                found.append(f"{process}: {name} changed: {' '.join(map(str, seen))}")
    return found


def report(readings: Sequence[Reading], seconds: float, sessions: int, legs: int) -> dict[str, object]:
    """The run in a line of JSON."""
    return {
        "seconds": round(seconds),
        "rounds": len(readings),
        "sessions": sessions,
        "legs": legs,
        "levels": {
            one.process: {
                name: {"first": each.first, "middle": each.middle, "last": each.last}
                for each in levels(readings)
                if each.process == one.process and (name := each.name) in {MEMORY, *CONSTANT}
            }
            for one in levels(readings)
        },
    }


def row(readings: Sequence[Reading], seconds: float, legs: int) -> str:
    """The run as a line of the table in benchmarks/README.md."""
    memory = {one.process: one for one in levels(readings) if one.name == MEMORY}
    cells = [
        f"{one.middle / 1024:.1f} → {one.last / 1024:.1f} ({one.growth:+.1%})"
        for one in (memory["web"], memory["relay"])
    ]
    return f"| {seconds / 60:.0f} min | {len(readings)} | {legs} | {' | '.join(cells)} |"
