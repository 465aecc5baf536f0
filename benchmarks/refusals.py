"""Whether a refusal tells by its time what its words do not: which names and links are there.

    python benchmarks/refusals.py [rounds]

Starts a demo, sets its account up, and asks in turns. Prints a table and one line of JSON.
A wrong sign-in is followed by a right one, so that no try has to wait.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.office import Office, Refused, token_of

WRONG = "A" * 43


def timed(act: Callable[[], object]) -> float:
    """Milliseconds until it was refused."""
    began = time.perf_counter()
    try:
        act()
    except Refused:
        return (time.perf_counter() - began) * 1000
    raise SystemExit("it was not refused")


def sign_ins(office: Office, rounds: int) -> dict[str, list[float]]:
    """A wrong key for a name that is there, and for names that are not."""
    taken: dict[str, list[float]] = {"name is there": [], "no such name": []}
    for _ in range(rounds):
        body = {"username": office.username, "key": WRONG}
        taken["name is there"].append(timed(lambda: office.ask("POST", "/api/sign-in", body)))  # noqa: B023
        office.sign_in()
        other = {"username": f"n{secrets.token_hex(8)}", "key": WRONG}
        taken["no such name"].append(timed(lambda: office.ask("POST", "/api/sign-in", other)))  # noqa: B023
    return taken


async def links(office: Office, rounds: int) -> dict[str, list[float]]:
    """A wrong proof for a link that is there, and for ids that are none."""
    invitation = office.invite("Maya").split("/join/")[1].partition("#")[0]
    taken: dict[str, list[float]] = {"link is there": [], "no such link": []}
    async with aiohttp.ClientSession(headers={"Origin": office.url}) as session:
        for _ in range(rounds):
            for kind, named in (("link is there", invitation), ("no such link", secrets.token_urlsafe(16))):
                hello = {"type": "hello", "invitation": named, "admission": WRONG}
                async with session.ws_connect(f"{office.url}/ws") as socket:
                    began = time.perf_counter()
                    await socket.send_json(hello | {"participant": secrets.token_urlsafe(16)})
                    await socket.receive_json()
                    taken[kind].append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Both, in one run."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    command = [sys.executable, "-m", "telehealth", "demo", "--port", "0", "--media-port", "0"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if demo.stdout is None:
        raise SystemExit("the demo has no output")
    office = Office(demo.stdout.readline().split()[-1])
    office.set_up(token_of(demo.stdout.readline().split()[-1]))
    taken = sign_ins(office, rounds) | asyncio.run(links(office, rounds))
    demo.terminate()
    demo.wait(20)
    for kind, times in taken.items():
        low, _, high = statistics.quantiles(times, n=4)
        print(
            f"{kind:<14} median {statistics.median(times):7.2f} ms   middle half {low:6.2f} to {high:6.2f} ms"
        )
    print(json.dumps({kind: round(statistics.median(times), 3) for kind, times in taken.items()}))


if __name__ == "__main__":
    main()
