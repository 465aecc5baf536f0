"""A call through the server on a bad network, beside a bare call of the same browsers on the same network.

    make network                                   three runs of each, in turns: twenty minutes
    sudo PYTHONPATH=. .venv/bin/python benchmarks/network.py [runs]

Two Chromiums, each in a network namespace of its own (scripts/bad-network: needs root and Linux), a server
on this machine. Both lines are equally bad, each by half: what is lost, delayed and shaken between the two is
the same by way of the server and straight. In a partition the client's line passes nothing for five seconds,
of sound, picture and WebSocket. The bare call has our codecs (VP8, RTX, Opus with error correction) and our
bit rates; pictures are textured and move, at about 1.5 Mbit/s. Of each scene are counted, at both ends: the
longest time without a new frame, the share of time in such of more than 200 ms, and the share of time without
sound that was sent: the browser made it up, or there was none. And the packets sent, by which the two calls
are seen to be alike.

Prints a table and one line of JSON. Needs the browsers of the tests (`make browsers`).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, cast
from unittest.mock import patch

from bare_call import SHOWN, call, hang_up
from film import lively
from network_report import BARE, OURS, Run, report
from scenes import PAUSE, SCENES, Scene, Seen

from tests.browser.chromium import executable
from tests.browser.concealment import Sound, sound
from tests.browser.connections import REMEMBER, Traffic, traffic
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


@dataclass(frozen=True)
class Look:
    """What one end had seen and sent when it began to be looked at."""

    person: Person
    of: str
    """The participant whose picture counts."""
    at: float
    """In ms of the page's clock."""
    sound: Sound
    traffic: Traffic

    @classmethod
    async def begin(cls, person: Person, of: str) -> Look:
        """Now, at this end."""
        now = await person.evaluate("() => performance.now()")
        return cls(person, of, now, await sound(person), await traffic(person))

    async def gaps(self) -> list[float]:
        """All times since then between two new frames, in seconds."""
        now = "(whose) => [performance.now(), window.watchedFrames[whose] ?? []]"
        ended, noted = await self.person.evaluate(now, self.of)
        times = [self.at, *(time for time in noted if time > self.at), ended]
        return [(later - earlier) / 1000 for earlier, later in pairwise(times)]

    async def silence(self) -> float:
        """The share of time since then in which sound was made up, or there was none."""
        return (await sound(self.person)).missing_since(self.sound)

    async def packets(self) -> int:
        """Sent since then."""
        return (await traffic(self.person)).sent - self.traffic.sent


async def play(scene: Scene, lines: Namespaces, ends: list[tuple[Person, str]]) -> Seen:
    """One scene of a call that is on."""
    lines.say(who="all", both=scene.line)
    await asyncio.sleep(scene.settles)
    looks = [await Look.begin(*end) for end in ends]
    if scene.cut:
        lines.say(who=CLIENT, both={"cut": True})
        await asyncio.sleep(scene.cut)
        lines.say(who="all", both=scene.line)
    await asyncio.sleep(scene.lasts - scene.cut)
    gaps = [await look.gaps() for look in looks]
    silence = [await look.silence() for look in looks]
    packets = [await look.packets() for look in looks]
    lines.say(who="all")
    return Seen(
        max(max(each) for each in gaps),
        statistics.fmean(sum(gap for gap in each if gap > PAUSE) / sum(each) for each in gaps),
        statistics.fmean(silence),
        0.0 if scene.cut else sum(packets) / scene.lasts,
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


async def measure(times: int) -> list[Run]:
    """All runs."""
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


async def _run(lines: Namespaces, server: Server, ruiz: Person, maya: Person, *, again: bool) -> Run:
    ends = await ours(ruiz, maya, server, again=again)
    through = {scene.name: await play(scene, lines, ends) for scene in SCENES}
    await ruiz.press("End session")
    await has_ended(maya)
    ends = await bare(ruiz, maya)
    straight = {scene.name: await play(scene, lines, ends) for scene in SCENES}
    await hang_up(ruiz, maya)
    return {OURS: through, BARE: straight}


def main() -> None:
    """Measure, and print."""
    report(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)))


if __name__ == "__main__":
    main()
