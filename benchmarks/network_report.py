"""What runs on bad networks come to: ours beside a bare call, and by how much it is more."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from dataclasses import asdict

from scenes import FIGURES, PAUSE, SCENES, Seen

Run = dict[str, dict[str, Seen]]
"""Kind of call → scene → what was seen."""
KINDS = OURS, BARE = ("ours", "bare")


def middle(figure: str, values: list[float]) -> float:
    """The median of what is longest, and the mean of a share: it comes and goes within each run."""
    return statistics.median(values) if figure == "longest_gap" else statistics.fmean(values)


def report(measured: list[Run]) -> None:
    """Print a table, and one line of JSON."""
    print(f"{len(measured)} runs, ours / bare = ratio; the longest is a median, all others are means\n")
    print(f"| between the two | longest pause, s | in pauses above {PAUSE} s | no sound | packets a second |")
    print("|---|---|---|---|---|")
    figures = {}
    for scene in SCENES:
        row = figures[scene.name] = {
            kind: {
                figure: middle(figure, [asdict(run[kind][scene.name])[figure] for run in measured])
                for figure in FIGURES
            }
            for kind in KINDS
        }
        cells = (_cell(row[OURS][figure], row[BARE][figure]) for figure in FIGURES)
        print(f"| {scene.name} | {' | '.join(cells)} |")
    about = {
        "runs": len(measured),
        "figures": {name: {kind: _rounded(row[kind]) for kind in KINDS} for name, row in figures.items()},
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.platform(),
        "day": time.strftime("%Y-%m-%d"),
    }
    print(f"\n{json.dumps(about)}")


def _cell(ours: float, bare: float) -> str:
    if ours == bare == 0:
        return "0"
    digits = 0 if bare >= 100 else 3
    ratio = f" = {ours / bare:.2f}" if bare >= 0.001 else ""
    return f"{ours:.{digits}f} / {bare:.{digits}f}{ratio}"


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}
