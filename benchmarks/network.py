"""A call through the server on a bad network, beside a bare call of the same browsers on the same network.

    make network                                   three runs of each, in turns: fourteen minutes
    sudo PYTHONPATH=. .venv/bin/python benchmarks/network.py [runs]

Two Chromiums, each in a network namespace of its own (scripts/bad-network: needs root and Linux), a server
on this machine. Both lines are equally bad, each by half: what is lost, delayed and shaken between the two is
the same by way of the server and straight. In a partition the client's line passes nothing for five seconds,
of sound, picture and WebSocket. The bare call has our codecs (VP8, RTX, Opus with error correction) and our
bit rates; pictures are textured and move, at about 1.5 Mbit/s. Of each scene are counted, at both ends: the
longest time without a new frame, the sum of those above 200 ms, and the share of time without sound that was
sent: the browser made it up, or there was none.

Prints a table and one line of JSON. Needs the browsers of the tests (`make browsers`).
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, cast
from unittest.mock import patch

from bare_call import SHOWN, call, hang_up
from film import lively

from tests.browser.chromium import executable
from tests.browser.concealment import Sound, sound
from tests.browser.connections import REMEMBER
from tests.browser.deadline import until
from tests.browser.journey import admit, check_in, has_ended, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People, gathered
from tests.browser.person import Person
from tests.browser.server import Server, demo
from tests.browser.watching import sees_face, watch

ROOT = Path(__file__).parent.parent
RUNS = 3
MOST = 1_700_000
"""Bits a second of our pictures (static/js/uplinks.js)."""
CLINICIAN, CLIENT = "ruiz", "maya"
OUR_SOUND = "minptime=10;useinbandfec=1;cbr=1;usedtx=0"
"""As telehealth/relay/sdp.py offers it."""


@dataclass(frozen=True)
class Scene:
    """What is between the two, end to end. Seconds, and a share."""

    name: str
    lasts: float
    loss: float = 0.0
    delay: float = 0.025
    jitter: float = 0.0
    cut: float = 0.0
    settles: float = 6.0
    """Before it is looked at: browsers learn what the network takes. Opus hears of losses every five seconds,
    believes it by and by, and sends what repairs them or not: just at 10 % that is a matter of chance."""

    @property
    def line(self) -> dict[str, float]:
        """Each of two lines: what one of them loses, the other cannot."""
        return {
            "loss": 1 - (1 - self.loss) ** 0.5,
            "delay": self.delay / 2,
            "jitter": self.jitter / 2,
        }


SCENES = (
    Scene("loss 5 %", 20, loss=0.05, settles=20),
    Scene("loss 10 %", 20, loss=0.10, settles=20),
    Scene("jitter 100 ms", 12, jitter=0.1),
    Scene("partition 5 s", 13, cut=5.0),
)


@dataclass(frozen=True)
class Seen:
    """One scene at both ends: the worse of the two gaps, the sum of all, the mean share without sound."""

    longest_gap: float
    gaps: float
    silence: float


class Namespaces:
    """Two namespaces, whose lines are as bad as is said."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders = orders
        self._answers = answers
        self._hear()

    def say(self, **order: object) -> None:
        """Holds when this returns."""
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        self._hear()

    def _hear(self) -> None:
        if not self._answers.readline():
            sys.exit("scripts/bad-network has ended: see above")


@contextmanager
def namespaces() -> Iterator[Namespaces]:
    """Both, while the block lasts."""
    command = [sys.executable, str(ROOT / "scripts" / "bad-network"), CLINICIAN, CLIENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        # It ends with its input, which this block closes.
        yield Namespaces(cast(IO[str], process.stdin), cast(IO[str], process.stdout))


@contextmanager
def chromium_in(namespace: str, folder: Path) -> Iterator[None]:
    """A Chromium that is started in this block is in a namespace."""
    place = folder / namespace
    place.mkdir()
    script = place / "chromium"
    script.write_text(f'#!/bin/sh\nexec {shutil.which("ip")} netns exec {namespace} {executable()} "$@"\n')
    script.chmod(0o755)
    with patch.dict(os.environ, {"PATH": f"{place}:{os.environ['PATH']}"}):
        yield


def as_ours(sdp: str) -> str:
    """A description with our codecs and no others, and our first bit rate."""
    ours = re.compile(r"opus/48000|VP8/90000")
    numbers = set(re.findall(rf"a=rtpmap:(\d+) (?:{ours.pattern})", sdp))
    numbers |= {rtx for rtx, apt in re.findall(r"a=fmtp:(\d+) apt=(\d+)", sdp) if apt in numbers}
    kept = []
    for line in sdp.splitlines():
        if line.startswith("m="):
            words = line.split(" ")
            kept.append(" ".join([*words[:3], *(word for word in words[3:] if word in numbers)]))
        elif not (about := re.match(r"a=(?:rtpmap|fmtp|rtcp-fb):(\d+) ", line)) or about[1] in numbers:
            kept.append(line)
    said = "\r\n".join(kept) + "\r\n"
    said = re.sub(r"(a=fmtp:\d+ )minptime\S*", rf"\1{OUR_SOUND}", said)
    return re.sub(r"(a=rtpmap:(\d+) VP8/90000\r\n)", r"\1a=fmtp:\2 x-google-start-bitrate=1000\r\n", said)


async def look(person: Person, of: str, began: float, before: Sound) -> tuple[list[float], float]:
    """What one end has seen since: times without a frame, in seconds, and the share of sound made up."""
    now = "(whose) => [performance.now(), window.watchedFrames[whose] ?? []]"
    ended, noted = await person.evaluate(now, of)
    times = [began, *(time for time in noted if time > began), ended]
    gaps = [(later - earlier) / 1000 for earlier, later in pairwise(times)]
    return gaps, (await sound(person)).missing_since(before)


async def play(scene: Scene, lines: Namespaces, ends: list[tuple[Person, str]]) -> Seen:
    """One scene of a call that is on."""
    lines.say(who="all", both=scene.line)
    await asyncio.sleep(scene.settles)
    before = [(await person.evaluate("() => performance.now()"), await sound(person)) for person, _ in ends]
    if scene.cut:
        lines.say(who=CLIENT, both={"cut": True})
        await asyncio.sleep(scene.cut)
        lines.say(who="all", both=scene.line)
    await asyncio.sleep(scene.lasts - scene.cut)
    seen = [
        await look(person, of, began, heard)
        for (person, of), (began, heard) in zip(ends, before, strict=True)
    ]
    lines.say(who="all")
    return Seen(
        max(max(gaps) for gaps, _ in seen),
        sum(gap for gaps, _ in seen for gap in gaps if gap > 0.2),
        statistics.mean(share for _, share in seen),
    )


async def ours(ruiz: Person, maya: Person, server: Server, *, again: bool) -> list[tuple[Person, str]]:
    """A session of the two. Returns who looks at which participant."""
    if again:
        await maya.press("Rejoin")
        await maya.reads("Waiting for")
    else:
        await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await admit(ruiz, "Maya")
    ends = [(ruiz, await sees_face(ruiz, MAYA)), (maya, await sees_face(maya, RUIZ))]
    await asyncio.gather(watch(ruiz), watch(maya))
    return ends


async def bare(ruiz: Person, maya: Person) -> list[tuple[Person, str]]:
    """A bare call of the same two."""
    await call(ruiz, maya, as_ours, MOST)
    for person in (ruiz, maya):

        async def shown(person: Person = person) -> bool:
            return await person.evaluate(SHOWN) is not None

        await until(shown, f"{person.appearance.name} sees a bare picture")
    await asyncio.gather(watch(ruiz), watch(maya))
    return [(ruiz, "bare"), (maya, "bare")]


async def measure(times: int) -> list[dict[str, dict[str, Seen]]]:
    """All runs: kind of call → scene → what was seen."""
    measured = []
    with tempfile.TemporaryDirectory() as name, namespaces() as lines:
        folder = Path(name)
        for part in ("server", "recordings", "profiles"):
            (folder / part).mkdir()
        recordings = lively(folder / "recordings", RUIZ, MAYA)
        async with gathered(recordings, folder / "profiles") as people:
            with demo(folder / "server", "--lan") as server:
                ruiz, maya = await _sit(people, folder)
                for number in range(times):
                    measured.append(await _run(lines, server, ruiz, maya, again=number > 0))
                    sys.stderr.write(f"{json.dumps(measured[-1], default=asdict)}\n")
                await people.go_home()
    return measured


async def _sit(people: People, folder: Path) -> tuple[Person, Person]:
    seated = []
    for namespace, appearance in ((CLINICIAN, RUIZ), (CLIENT, MAYA)):
        with chromium_in(namespace, folder):
            person = await people.in_chromium(appearance)
        await person.prepare_pages(REMEMBER)
        seated.append(person)
    return seated[0], seated[1]


async def _run(
    lines: Namespaces, server: Server, ruiz: Person, maya: Person, *, again: bool
) -> dict[str, dict[str, Seen]]:
    ends = await ours(ruiz, maya, server, again=again)
    through = {scene.name: await play(scene, lines, ends) for scene in SCENES}
    await ruiz.press("End session")
    await has_ended(maya)
    ends = await bare(ruiz, maya)
    straight = {scene.name: await play(scene, lines, ends) for scene in SCENES}
    await hang_up(ruiz, maya)
    return {"ours": through, "bare": straight}


def report(measured: list[dict[str, dict[str, Seen]]]) -> None:
    """Print the table and the JSON."""
    medians: dict[str, Any] = {}
    print(f"{len(measured)} runs; median, ours / bare: s without a frame, s in such above 0.2, no sound")
    for scene in SCENES:
        row = medians[scene.name] = {
            kind: {
                what: round(statistics.median(asdict(run[kind][scene.name])[what] for run in measured), 3)
                for what in ("longest_gap", "gaps", "silence")
            }
            for kind in ("ours", "bare")
        }
        said = (f"{row['ours'][what]:7.3f} / {row['bare'][what]:.3f}" for what in row["ours"])
        print(f"{scene.name:<14} {'   '.join(said)}")
    figures = {
        "runs": len(measured),
        "median": medians,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.platform(),
        "day": time.strftime("%Y-%m-%d"),
    }
    print(json.dumps(figures))


def main() -> None:
    """Measure, and print."""
    report(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)))


if __name__ == "__main__":
    main()
