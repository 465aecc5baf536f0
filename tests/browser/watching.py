"""Proofs that one person sees and hears another: frames, colours, a tone. Measured in the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.browser.deadline import until
from tests.browser.media import Appearance
from tests.browser.person import Person

# Notes when each frame of each remote picture was shown, also when the page puts up another element for it.
_WATCH = """() => {
    if (window.watchedFrames) return;
    window.watchedFrames = {};
    const watched = new WeakSet();
    const follow = (video) => {
        watched.add(video);
        const shown = (now) => {
            const whose = video.closest('[data-participant]')?.dataset.participant;
            if (whose) (window.watchedFrames[whose] ??= []).push(now);
            video.requestVideoFrameCallback(shown);
        };
        video.requestVideoFrameCallback(shown);
    };
    setInterval(() => {
        for (const video of document.querySelectorAll('[data-participant] video')) {
            if (!watched.has(video) && !video.closest('[data-self]')) follow(video);
        }
    }, 50);
}"""

# Participant → colours of the four corners, of every remote picture that is shown.
_CORNERS = """() => {
    const seen = {};
    for (const video of document.querySelectorAll('[data-participant] video')) {
        if (video.closest('[data-self]') || video.readyState < 2 || !video.checkVisibility()) continue;
        const canvas = Object.assign(document.createElement('canvas'), {width: 4, height: 4});
        const pen = canvas.getContext('2d', {willReadFrequently: true});
        pen.drawImage(video, 0, 0, 4, 4);
        const pixel = (x, y) => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3);
        const whose = video.closest('[data-participant]').dataset.participant;
        seen[whose] = [pixel(0, 0), pixel(3, 0), pixel(0, 3), pixel(3, 3)];
    }
    return seen;
}"""

# The loudest frequency (Hz) of a participant's sound within 1.2 s, and its level (dB).
_LISTEN = """async (whose) => {
    const elements = [...document.querySelectorAll('[data-participant] video, [data-participant] audio')];
    const element = elements.find((one) => one.closest('[data-participant]').dataset.participant === whose
        && one.srcObject?.getAudioTracks().length && !one.muted && !one.paused);
    if (!element) return [0, null];
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
    const stream = new MediaStream(element.srcObject.getAudioTracks());
    context.createMediaStreamSource(stream).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    let best = [0, -Infinity];
    for (let turn = 0; turn < 24; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        analyser.getFloatFrequencyData(bins);
        bins.forEach((level, bin) => {
            if (level > best[1]) best = [bin * context.sampleRate / analyser.fftSize, level];
        });
    }
    await context.close();
    return best;
}"""

COLOUR_TOLERANCE = 24
"""Per component: a camera's conversion, VP8 at a low rate and a canvas each take their part."""
TONE_TOLERANCE = 12.0
"""Hz: two bins of the analyser."""
QUIET = -90.0
"""dB below which nobody is heard."""


@dataclass(frozen=True)
class Frames:
    """When frames of one person's picture were shown, in ms of the watching page's clock."""

    times: list[float]

    @property
    def longest_gap(self) -> float:
        """Seconds between the two neighbouring frames that lie furthest apart; 0 before there are two."""
        return max((later - earlier for earlier, later in pairwise(self.times)), default=0.0) / 1000


def alike(corners: list[list[int]], appearance: Appearance) -> bool:
    """Whether the four corners of a picture, each red, green and blue, are this person's."""
    return bool(corners) and all(
        abs(seen - shown) <= COLOUR_TOLERANCE
        for pixel, colour in zip(corners, appearance.corners, strict=True)
        for seen, shown in zip(pixel, colour, strict=True)
    )


async def watch(person: Person) -> None:
    """From now on, note the time of each frame that this page shows of others."""
    await person.evaluate(_WATCH)


async def faces(person: Person) -> list[str]:
    """The ids of those participants whose picture is shown now."""
    return list(await person.evaluate(_CORNERS))


async def frames(person: Person, of: str) -> Frames:
    """What `watch` has noted so far of one participant."""
    return Frames(await person.evaluate("(whose) => window.watchedFrames[whose] ?? []", of))


async def frame_rate(person: Person, of: str, seconds: float = 2.0) -> float:
    """Frames of a participant's picture that are decoded in a second, as handed on for drawing."""
    count = """async ([whose, milliseconds]) => {
        const videos = [...document.querySelectorAll('[data-participant] video')];
        const video = videos.find((one) => one.closest('[data-participant]').dataset.participant === whose
            && one.checkVisibility());
        const later = (time) => new Promise((resolve) => setTimeout(() => resolve(null), time));
        const next = () => Promise.race([later(milliseconds), new Promise((resolve) =>
            video?.requestVideoFrameCallback((now, {presentedFrames}) => resolve({now, presentedFrames})))]);
        const first = await next();
        await later(milliseconds);
        const last = await next();
        if (!first || !last) return 0;
        return 1000 * (last.presentedFrames - first.presentedFrames) / (last.now - first.now);
    }"""
    return float(await person.evaluate(count, [of, seconds * 1000]))


async def sees_face(person: Person, other: Appearance, seconds: float = 15.0) -> str:
    """Wait until a picture in the page has another person's colours; return that participant's id."""
    seen: dict[str, Any] = {}

    async def shown() -> str | None:
        seen.clear()
        seen.update(await person.evaluate(_CORNERS))
        return next((whose for whose, corners in seen.items() if alike(corners, other)), None)

    return await until(shown, f"{person.appearance.name} sees {other.name}", seconds, instead=lambda: seen)


async def hears_voice(person: Person, other: Appearance, of: str, seconds: float = 15.0) -> None:
    """Wait until the loudest of what comes from a participant is the tone of this person."""
    heard: list[tuple[float, float | None]] = []

    async def sounds() -> bool:
        frequency, level = await person.evaluate(_LISTEN, of)
        heard.append((frequency, level))
        return level is not None and level > QUIET and abs(frequency - other.tone) <= TONE_TOLERANCE

    await until(sounds, f"{person.appearance.name} hears {other.name}", seconds, instead=lambda: heard)


async def sees_motion(person: Person, of: str, at_least: float = 10.0, seconds: float = 20.0) -> None:
    """Wait until two seconds in a row have so many frames a second of a participant's picture."""
    rates: list[float] = []

    async def moves() -> bool:
        rates.append(await frame_rate(person, of))
        return rates[-1] >= at_least

    what = f"{person.appearance.name} sees {at_least:g} frames a second"
    await until(moves, what, seconds, instead=lambda: rates)


async def sees_and_hears(person: Person, other: Appearance, at_least: float = 10.0) -> str:
    """Prove that one person sees another move and hears them; return the other's participant id.

    `at_least` is in frames a second.
    """
    of = await sees_face(person, other)
    await watch(person)
    await hears_voice(person, other, of)
    await sees_motion(person, of, at_least)
    return of
