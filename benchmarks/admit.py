"""From Admit to the first picture on both screens, beside a bare call between the same two browsers.

    make admit                                     Chromium with Chromium, ten runs
    PYTHONPATH=. python benchmarks/admit.py [runs] [chromium|firefox, the client's]

A run is one of each, in turns. *Admit* begins with the click that lets the client in (the one in "Confirm
identity"), and ends when both pages have shown a frame of the other (requestVideoFrameCallback): keys,
offer, answer, ICE, DTLS, SFrame and the relay. *Bare* begins before createOffer, with pictures and sound at
hand: two RTCPeerConnections straight between the two pages, without a server, a relay or transforms; this
program carries offer and answer, which costs two calls into a page. Clocks are the pages', on one machine.

Prints a table and one line of JSON. Needs the browsers of the tests (`make browsers`).
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bare_call import SHOWN, call, hang_up

from tests.browser.deadline import until
from tests.browser.journey import CONFIRM, card_of, check_in, has_ended, sit_down
from tests.browser.media import MAYA, RUIZ, Recordings
from tests.browser.people import People, gathered
from tests.browser.person import Person
from tests.browser.server import DemoServer, demo

RUNS = 10
APART = 8.0
"""Seconds between two runs: nobody may check in more than five times in half a minute."""

# Notes the last trusted click, and the first frame that each remote picture shows after it was put up.
_WATCH = """() => {
    const now = () => performance.timeOrigin + performance.now();
    window.clickedAt = null;
    window.shownAt = null;
    addEventListener('click', ({isTrusted}) => {
        if (isTrusted) [window.clickedAt, window.shownAt] = [now(), null];
    }, true);
    const watched = new WeakMap();
    const look = () => {
        for (const video of document.querySelectorAll('[data-participant] video')) {
            const stream = video.srcObject;
            if (!stream || watched.get(video) === stream || video.closest('[data-self]')) continue;
            watched.set(video, stream);
            video.requestVideoFrameCallback(() => { window.shownAt ??= now(); });
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
_TIMES = "() => [window.clickedAt, window.shownAt]"


async def admitted(ruiz: Person, maya: Person) -> tuple[float, float]:
    """Let the client in: ms until the clinician's page has shown the client, and the client's the other."""
    await ruiz.press("Admit", within=card_of("Maya"))
    await ruiz.tick("Recognised", role="radio", within=CONFIRM)
    await ruiz.press("Admit", within=CONFIRM)
    mine = await _shown(ruiz)
    theirs = await _shown(maya)
    clicked = (await ruiz.evaluate(_TIMES))[0]
    return mine - clicked, theirs - clicked


async def _shown(person: Person) -> float:
    async def shown() -> float | None:
        at: float | None = (await person.evaluate(_TIMES))[1]
        return at

    return await until(shown, f"{person.appearance.name} sees somebody")


async def called(caller: Person, other: Person) -> tuple[float, float]:
    """A bare call of the same two; the same two numbers."""
    began = await call(caller, other)
    shown = []
    for person in (caller, other):

        async def seen(person: Person = person) -> float | None:
            at: float | None = await person.evaluate(SHOWN)
            return at

        shown.append(await until(seen, f"{person.appearance.name} sees a bare picture"))
    await hang_up(caller, other)
    return shown[0] - began, shown[1] - began


async def run(
    server: DemoServer, ruiz: Person, maya: Person, *, again: bool
) -> dict[str, tuple[float, float]]:
    """One of each. The client comes anew or back through the waiting room; the pages stay."""
    began = time.monotonic()
    if again:
        await maya.press("Rejoin")
        await maya.reads("Waiting for")
    else:
        await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.sees("button", "Admit", within=card_of("Maya"))
    # Nobody lets in somebody in the very moment in which they appear.
    await asyncio.sleep(1)
    ours = await admitted(ruiz, maya)
    await asyncio.sleep(1)
    await ruiz.press("End session")
    await has_ended(maya)
    await asyncio.sleep(1)
    bare = await called(ruiz, maya)
    await asyncio.sleep(max(0.0, began + APART - time.monotonic()))
    return {"admit": ours, "bare": bare}


async def runs(
    people: People, server: DemoServer, browser: str, times: int
) -> list[dict[str, tuple[float, float]]]:
    """All of them, in one pair of browsers."""
    ruiz, maya = await asyncio.gather(people.in_chromium(RUIZ), people.by(browser, MAYA))
    await asyncio.gather(ruiz.prepare_pages(_WATCH), maya.prepare_pages(_WATCH))
    return [await run(server, ruiz, maya, again=number > 0) for number in range(times)]


async def measure(browser: str, times: int) -> list[dict[str, tuple[float, float]]]:
    """Browsers and a server of our own, as the tests start them."""
    with tempfile.TemporaryDirectory() as folder, demo(_folder(folder, "server")) as server:
        recordings = Recordings(_folder(folder, "recordings"))
        async with gathered(recordings, _folder(folder, "profiles")) as people:
            measured = await runs(people, server, browser, times)
            await people.go_home()
    return measured


def _folder(within: str, name: str) -> Path:
    path = Path(within) / name
    path.mkdir()
    return path


def report(browser: str, measured: list[dict[str, tuple[float, float]]]) -> None:
    """Print the table and the JSON."""
    both = {kind: sorted(max(one[kind]) for one in measured) for kind in ("admit", "bare")}
    medians = {kind: statistics.median(values) for kind, values in both.items()}
    print(f"Chromium with {browser}, {len(measured)} runs: ms until both have seen the other's first frame")
    for kind, values in both.items():
        sides = [statistics.median(one[kind][side] for one in measured) for side in (0, 1)]
        print(
            f"{kind:<6} median {medians[kind]:6.0f}   from {values[0]:6.0f} to {values[-1]:6.0f}"
            f"   clinician's screen {sides[0]:6.0f}   client's {sides[1]:6.0f}"
        )
    ratio = medians["admit"] / medians["bare"]
    print(f"ratio  {ratio:.2f}")
    figures = {
        "client": browser,
        "runs": len(measured),
        "milliseconds": {kind: [round(value) for value in values] for kind, values in both.items()},
        "median": {kind: round(value) for kind, value in medians.items()},
        "ratio": round(ratio, 2),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.platform(),
        "day": time.strftime("%Y-%m-%d"),
    }
    print(json.dumps(figures))


def main() -> None:
    """Measure, and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    browser = sys.argv[2] if len(sys.argv) > 2 else "chromium"
    report(browser, asyncio.run(measure(browser, times)))


if __name__ == "__main__":
    main()
