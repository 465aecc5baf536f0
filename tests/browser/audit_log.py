"""The log of what staff did, as the operator reads it while the server runs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

from tests.browser.server import Server


def audit_of(server: Server) -> list[dict[str, Any]]:
    """Its rows, the earliest first."""
    export = [sys.executable, "-m", "telehealth", "audit", "export", "--data", str(server.database.parent)]
    run = subprocess.run(export, capture_output=True, text=True, check=True)
    return [json.loads(line)["row"] for line in run.stdout.splitlines()]


async def times_admitted(server: Server) -> int:
    """How often anybody was let in."""
    rows = await asyncio.to_thread(audit_of, server)
    return [row["event"] for row in rows].count("admitted")
