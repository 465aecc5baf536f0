"""A relay that says what nobody has said, and browsers that are made to send what nobody has sealed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from aiortc.codecs.opus import OpusEncoder
from av import AudioFrame

from tests.browser.connections import traffic
from tests.browser.deadline import until
from tests.browser.evil_day import KNOWN, EvilDay, evil_day
from tests.browser.evil_pages import Hole
from tests.browser.evil_relay import LyingRelay, lying_relay
from tests.browser.journey import admit, check_in
from tests.browser.media import BEN, MAYA, RUIZ, Recordings
from tests.browser.person import Person
from tests.browser.relay_recorder import read
from tests.browser.relayed_frames import Frame, frames, loudest, payloads, sound
from tests.browser.stranger_media import Voice
from tests.browser.watching import hears_voice, sees_face

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNSEALED_FRAME = Hole("incoming.js", 'if (error instanceof SframeRefused) return "refused";', "return data;")
"""What cannot be opened is taken for a frame as it is."""
ANY_COUNTER = Hole("replay_window.js", "if (counter > this.highest) return true;", "return true;")
"""A frame may come as often as somebody likes."""
STRIPPED = Hole(
    "frames.js",
    "end.transform = new RTCRtpScriptTransform(this.worker, { id, ...use });",
    "const transform = new RTCRtpScriptTransform(this.worker, { id, ...use });\n"
    '    if (use.role !== "send") end.transform = transform;',
)
"""The browser has no transform on its senders, and the page takes it that it has."""
FALLS_OPEN = Hole("leg.js", "encodedInsertableStreams: true", "encodedInsertableStreams: false")
"""Without a transform, Chromium sends."""
BLIND = Hole("media_watch.js", "const MOST_UNWORKED = 15;", "const MOST_UNWORKED = Infinity;")
"""Nobody counts what leaves."""
STOPPED = (
    "Your camera and microphone were stopped, because this browser sent pictures or sound without encrypting"
)
HEARD = 0.5
"""Share of a tone in what is somebody's voice; noise has next to nothing at any one frequency."""
NOT_HEARD = 4.0
STRAY = 15


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LyingRelay]:
    with lying_relay(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_day(
    relay: LyingRelay, recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EvilDay]:
    assert relay.recording.parent.is_dir()
    async with evil_day(recordings, tmp_path_factory) as day:
        yield day


async def spoken(seconds: float) -> list[bytes]:
    """Ben's voice in Opus, which nobody has sealed."""
    encoder, voice, made = OpusEncoder(), Voice(BEN), []
    for _ in range(round(seconds * 50)):
        frame = await voice.recv()
        assert isinstance(frame, AudioFrame)
        made += encoder.encode(frame)[0]
    return made


async def test_a_sound_that_the_relay_puts_in_somebodys_place_is_not_heard(
    day: EvilDay, relay: LyingRelay
) -> None:
    bens, host = await spoken(1.0), day.evil.host.you
    for label, holes in (("Nora", (UNSEALED_FRAME, ANY_COUNTER)), ("Olga", ())):
        maya, _link, _you = await day.waits(label, *holes)
        await admit(day.ruiz, label)
        await sees_face(maya, RUIZ)
        await hears_voice(maya, RUIZ, host)
        relay.replaces(host, bens)
        await _hears(maya, BEN.tone, host, is_heard=bool(holes))
        relay.stops()
        await hears_voice(maya, RUIZ, host)
        await asyncio.sleep(1)
        await day.ruiz.press("Mute microphone")
        relay.replaces(host, ())
        await asyncio.sleep(1)
        await _hears(maya, RUIZ.tone, host, is_heard=bool(holes))
        relay.stops()
        await day.ruiz.press("Unmute microphone")
        await hears_voice(maya, RUIZ, host)
        await day.end_session()
        await maya.go_dark()


async def _hears(person: Person, tone: int, of: str, *, is_heard: bool) -> None:
    whose = next(one for one in (BEN, RUIZ) if one.tone == tone)
    if is_heard:
        await hears_voice(person, whose, of)
        return
    with pytest.raises(AssertionError, match="hears"):
        await hears_voice(person, whose, of, NOT_HEARD)


def sounds_of(day: EvilDay, relay: LyingRelay, you: str) -> list[Frame]:
    """The sound that has left somebody's browser in their session, as the relay has it."""
    legs = {
        said["leg"]
        for line, direction, said in day.evil.record
        if direction == "to_page"
        and said["type"] == "offer"
        and line.you == you
        and said["kind"] == "session"
    }
    theirs = (packet for packet in read(relay.recording) if packet.leg in legs)
    return [frame for frame in frames(payloads(theirs)) if frame.kind == "audio"]


def voice_of(day: EvilDay, relay: LyingRelay, you: str) -> float:
    """How much of Maya's tone a decoder makes of what the relay has of her."""
    return loudest(sound(frame.data for frame in sounds_of(day, relay, you)), MAYA)


async def sent_in_two_seconds(person: Person) -> int:
    before = (await traffic(person)).sent
    await asyncio.sleep(2)
    return (await traffic(person)).sent - before


async def test_chromium_is_stopped_when_it_sends_what_nobody_has_sealed(
    day: EvilDay, relay: LyingRelay
) -> None:
    maya, _link, you = await day.waits("Pia", STRIPPED, FALLS_OPEN, BLIND)
    await admit(day.ruiz, "Pia")

    async def is_spoken() -> bool:
        return voice_of(day, relay, you) > HEARD

    await until(is_spoken, "without the defences the relay hears Maya", 15)
    await day.end_session()
    await maya.go_dark()

    maya, _link, you = await day.waits("Rosa", STRIPPED, FALLS_OPEN)
    await admit(day.ruiz, "Rosa")
    await maya.reads(STOPPED)
    assert await sent_in_two_seconds(maya) < STRAY
    await day.end_session()
    await maya.go_dark()

    maya, _link, you = await day.waits("Sara", STRIPPED)
    await admit(day.ruiz, "Sara")
    await asyncio.sleep(NOT_HEARD)
    assert sounds_of(day, relay, you) == []


async def test_firefox_is_stopped_when_it_sends_what_nobody_has_sealed(
    day: EvilDay, relay: LyingRelay
) -> None:
    maya = await day.in_firefox(MAYA)
    for label, holes in (("Tess", (STRIPPED, BLIND)), ("Uma", (STRIPPED,))):
        link, known = await day.link(label), {line.you for line in day.evil.lines}
        with day.evil.defences.without(*holes):
            await check_in(maya, link, label)
        (you,) = {line.you for line in day.evil.lines if line.is_open} - known
        await maya.reads(KNOWN)
        await admit(day.ruiz, label)
        if BLIND in holes:

            async def is_spoken(you: str = you) -> bool:
                return voice_of(day, relay, you) > HEARD

            await until(is_spoken, "without the defence the relay hears Maya", 15)
        else:
            await maya.reads(STOPPED)
            assert await sent_in_two_seconds(maya) < STRAY
        await day.end_session()
        await maya.open("about:blank")
    # The harness's microphone for Firefox does not like to be stopped twice, as the page does to be sure.
    maya.complaints[:] = [text for text in maya.complaints if "AudioContext twice" not in text]
