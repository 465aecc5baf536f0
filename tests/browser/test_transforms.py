"""No order of events lets a frame leave Chromium that was not sealed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.loopback import play, prepared
from tests.browser.media import Recordings
from tests.browser.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

# From the sender on, in one task; keys, connection and media in every order.
STEPS = {"keys": "w.maya.sendUnder(1)", "connection": "w.connect()", "media": "w.media()"}
ORDERS = [
    ("keys", "connection", "media"),
    ("keys", "media", "connection"),
    ("connection", "keys", "media"),
    ("connection", "media", "keys"),
    ("media", "keys", "connection"),
    ("media", "connection", "keys"),
]
BEFORE_THE_TRACK = {
    ", then ".join(order): f"w.add(); {' '.join(f'await {STEPS[step]};' for step in order)}"
    for order in ORDERS
}
WITH_THE_TRACK = {
    "a sender made with its track, then keys": """
        w.add({withTracks: true}); await w.maya.sendUnder(1); await w.connect();""",
    "a sender made with its track, keys last": """
        w.add({withTracks: true}); await w.connect(); await w.maya.sendUnder(1);""",
    "keys, then a sender made with its track": """
        await w.maya.sendUnder(1); w.add({withTracks: true}); await w.connect();""",
    "keys that come in the same task": """
        w.maya.hold(1); w.maya.keys.send(1); w.add({withTracks: true}); await w.connect();""",
}
GOES_ON = {
    "another track": "await w.call(); await w.media();",
    "no track for a while": "await w.call(); await w.silence(); await loopback.wait(200); await w.media();",
    "another size": "await w.call(); await w.shape({scaleResolutionDownBy: 2, maxBitrate: 100000});",
    "an encoding that rests for a while": """
        await w.call(); await w.shape({active: false}); await loopback.wait(200);
        await w.shape({active: true});""",
    "a transform in the place of another": "await w.call(); await w.attachAll();",
    "many transforms one after the other": """
        await w.call();
        for (let turn = 0; turn < 20; turn += 1) await w.attachAll();""",
    "another epoch": "await w.call(); await w.maya.sendUnder(2); w.maya.keys.drop(1);",
    "no key for a while": """
        await w.call(); w.maya.keys.send(null); await loopback.wait(300);
        w.maya.keys.send(1);""",
    "an epoch that was dropped and comes again": """
        await w.call(); w.maya.keys.drop(1); await loopback.wait(100); await w.maya.sendUnder(1);""",
}
ENDS = {
    "no key": "w.add(); await w.connect(); await w.media();",
    "an epoch that nobody may send under yet": """
        w.add(); await w.maya.hold(1); await w.connect(); await w.media();""",
    "keys that went": "await w.call(); w.maya.keys.clear();",
    "sending that ended": "await w.call(); w.maya.keys.send(null);",
    "a worker that was killed": "await w.call(); w.maya.frames.worker.terminate();",
    "a worker that was killed before its first frame": """
        w.add(); await w.maya.sendUnder(1); await Promise.all(w.held); w.maya.frames.worker.terminate();
        await w.connect(); await w.media();""",
    "a transform that was taken away": """
        await w.call(); for (const sender of Object.values(w.senders)) sender.transform = null;""",
    "no transform": """
        w.add({attach: false}); await w.maya.sendUnder(1); await w.connect();
        await w.media();""",
}
LATE = {
    "a transform in a later task": """
        w.add({attach: false, withTracks: true}); await w.maya.sendUnder(1); await loopback.wait(0);
        await w.attachAll(); await w.connect();""",
    "a transform after the connection": """
        w.add({attach: false, withTracks: true}); await w.maya.sendUnder(1); await w.connect();
        await loopback.wait(200); await w.attachAll();""",
    "the transform of a new worker on an old sender": """
        await w.call(); w.maya.frames.fail('worker_failed'); w.maya.renew(); await w.attachAll();""",
    "a transform that takes the place of none": """
        await w.call(); w.senders.video.transform = null; await loopback.wait(200);
        await w.attach('video');""",
}
FLOWING = BEFORE_THE_TRACK | WITH_THE_TRACK | GOES_ON


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Person]:
    async with prepared(recordings, tmp_path_factory.mktemp("transforms"), "chromium") as pages:
        yield pages["chromium"]


@pytest.mark.parametrize("steps", FLOWING.values(), ids=FLOWING)
async def test_whatever_comes_first_what_leaves_is_sealed(page: Person, steps: str) -> None:
    caught = await play(page, f"{steps} await w.flows(10);")
    assert caught["clear"] == []
    assert caught["sealed"] >= 20


@pytest.mark.parametrize("steps", ENDS.values(), ids=ENDS)
async def test_without_a_transform_or_a_key_nothing_leaves(page: Person, steps: str) -> None:
    caught = await play(page, f"{steps} return await w.comes();")
    assert caught["said"] == 0
    assert caught["clear"] == []


@pytest.mark.parametrize("steps", LATE.values(), ids=LATE)
async def test_a_transform_that_comes_late_is_too_late_for_a_frame_in_clear(page: Person, steps: str) -> None:
    caught = await play(page, f"{steps} await w.comes();")
    assert caught["clear"] == []


async def test_another_codec_does_not_leave(page: Person) -> None:
    steps = "w.add(); await w.maya.sendUnder(1); await w.connect('VP9'); await w.media();"
    count = """await w.comes();
        return {kinds: [...new Set(w.caught.map(({kind}) => kind))], failed: (await w.maya.frames.counts())
            .find(({end}) => end === w.senders.video).failed};"""
    caught = await play(page, f"{steps} {count}")
    assert caught["said"]["kinds"] == ["audio"]
    assert caught["said"]["failed"] > 5
    assert caught["clear"] == []


@pytest.mark.parametrize(
    "steps", [ENDS["no transform"], LATE["a transform in a later task"]], ids=["no", "late"]
)
async def test_these_tests_see_what_is_not_sealed(page: Person, steps: str) -> None:
    """The trap itself: without the option that closes it, Chromium sends in clear."""
    caught = await play(page, f"{steps} await w.flows(10);", insertable=False)
    assert len(caught["clear"]) >= 20
    assert caught["sealed"] == 0
