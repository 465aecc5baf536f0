"""How long `telehealth serve` takes from start to ready, and what its processes hold in memory then.

    python benchmarks/start.py [runs]

Prints a table and one line of JSON. Memory is proportional set size: pages that processes share count
once (Linux, /proc/<pid>/smaps_rollup), with resident size beside it.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def children(pid: int) -> list[int]:
    """Process ids of a process's children."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int) -> tuple[str, float, float]:
    """A process's part in the server, its proportional and its resident size in MB."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    part = next((word for word in ("web", "relay") if word in words), "supervisor")
    sizes = {
        line.split(":")[0]: int(line.split()[1]) / 1024
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    }
    return part, sizes["Pss"], sizes["Rss"]


def run() -> tuple[float, list[tuple[str, float, float]]]:
    """One start: seconds to `Listening on`, and each process's memory one second later."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "telehealth", "serve", "--port", "0", "--media-port", "0"]
        began = time.monotonic()
        server = subprocess.Popen(
            [*command, "--data", folder, "--dumpable"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = server.stdout.readline() if server.stdout else ""
        seconds = time.monotonic() - began
        if not line.startswith("Listening on"):
            raise SystemExit("the server did not start")
        time.sleep(1)
        sizes = [memory(pid) for pid in (server.pid, *children(server.pid))]
        os.kill(server.pid, signal.SIGTERM)
        server.wait(20)
    return seconds, sizes


def main() -> None:
    """Median of several runs."""
    runs = [run() for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)]
    seconds = statistics.median(seconds for seconds, _ in runs)
    parts = {
        part: (
            statistics.median(pss for _, sizes in runs for name, pss, _ in sizes if name == part),
            statistics.median(rss for _, sizes in runs for name, _, rss in sizes if name == part),
        )
        for part in ("supervisor", "web", "relay")
    }
    total = sum(pss for pss, _ in parts.values())
    print(f"start to ready    {seconds:6.2f} s")
    for part, (pss, rss) in parts.items():
        print(f"{part:<12} PSS {pss:6.1f} MB   RSS {rss:6.1f} MB")
    print(f"{'together':<12} PSS {total:6.1f} MB")
    print(json.dumps({"seconds": round(seconds, 3), "megabytes": round(total, 1), "runs": len(runs)}))


if __name__ == "__main__":
    main()
