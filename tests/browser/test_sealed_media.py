"""Sealed media in both browsers, between two connections of one page; and the watchdog, which finds other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.loopback import play, prepared
from tests.browser.media import Recordings
from tests.browser.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

BROWSERS = pytest.mark.parametrize("browser", ["chromium", "firefox"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Person]]:
    async with prepared(recordings, tmp_path_factory.mktemp("media"), "chromium", "firefox") as found:
        yield found


SENDS = "w.add(); await w.maya.sendUnder(1); await w.connect(); await w.media();"


@BROWSERS
async def test_whoever_holds_the_epoch_sees_and_hears(pages: dict[str, Person], browser: str) -> None:
    steps = (
        f"await w.ruiz.hold(1); {SENDS} return [await w.isSeen(), await w.counted(), w.opened.toSorted()];"
    )
    seen, counts, opened = (await play(pages[browser], steps, catches=False))["said"]
    assert seen
    # As often as frames go on being opened: the page tells by it that somebody is still there.
    assert set(opened) == {"audio", "video"}
    assert counts["failed"] == 0


@BROWSERS
async def test_a_key_that_comes_late_is_followed_by_a_key_frame_that_is_asked_for(
    pages: dict[str, Person], browser: str
) -> None:
    steps = f"""{SENDS}
        while ((await w.counted()).failed < 20) await loopback.wait(50);
        const before = [w.opened.length, await w.decoded()];
        await w.ruiz.hold(1);
        return [before, await w.isSeen(2500)];"""
    before, seen = (await play(pages[browser], steps, catches=False))["said"]
    assert before == [0, 0]
    assert seen


@BROWSERS
async def test_an_epoch_that_changes_costs_no_frame(pages: dict[str, Person], browser: str) -> None:
    steps = f"""await w.ruiz.hold(1); {SENDS} await w.isSeen();
        for (const epoch of [2, 3, 4]) {{
            await Promise.all([w.ruiz.hold(epoch), w.maya.hold(epoch)]);
            w.maya.keys.send(epoch);
            await loopback.wait(300);
            w.ruiz.keys.drop(epoch - 1);
            w.maya.keys.drop(epoch - 1);
        }}
        return [await w.isSeen(), await w.counted()];"""
    seen, counts = (await play(pages[browser], steps, catches=False))["said"]
    assert seen
    assert counts["failed"] == 0


@BROWSERS
async def test_nobody_is_shown_as_somebody_else(pages: dict[str, Person], browser: str) -> None:
    steps = f"""w.participant = 'ben'; await w.ruiz.hold(1); {SENDS}
        while ((await w.counted()).failed < 20) await loopback.wait(50);
        return [w.opened.length, await w.decoded(), (await w.counted()).passed];"""
    assert (await play(pages[browser], steps, catches=False))["said"] == [0, 0, 0]


@BROWSERS
async def test_a_worker_that_comes_late_is_told_the_keys_that_there_are(
    pages: dict[str, Person], browser: str
) -> None:
    steps = """await Promise.all([w.ruiz, w.maya].map((each) => each.sendUnder(1)));
        for (const each of [w.ruiz, w.maya]) { each.close(); each.renew(); }
        w.add(); await w.connect(); await w.media(); return await w.isSeen();"""
    assert (await play(pages[browser], steps, catches=False))["said"]


@BROWSERS
async def test_another_codec_does_not_leave(pages: dict[str, Person], browser: str) -> None:
    steps = """w.add(); await w.maya.sendUnder(1); await w.connect('VP9'); await w.media();
        const count = async (kind) => (await w.maya.frames.counts())
            .filter(({end}) => end === w.senders[kind]).map(({passed, failed}) => ({passed, failed}))[0];
        while ((await count('video')).failed < 10) await loopback.wait(50);
        return [await count('video'), await count('audio')];"""
    video, audio = (await play(pages[browser], steps, catches=False))["said"]
    assert video["passed"] == 0
    assert audio["failed"] == 0


@BROWSERS
async def test_a_worker_that_cannot_obey_is_noticed(pages: dict[str, Person], browser: str) -> None:
    steps = """w.add(); await w.maya.sendUnder(1); await Promise.all(w.held);
        w.maya.frames.worker.postMessage({order: 'hold', request: 1, period: null, streams: []});
        for (let turn = 0; turn < 100 && w.maya.faults.length === 0; turn += 1) await loopback.wait(20);
        return w.maya.faults;"""
    assert (await play(pages[browser], steps, catches=False))["said"] == ["worker_failed"]


WATCHED = """
    const [{Uplinks}, {MediaWatch}] = await Promise.all(['uplinks.js', 'media_watch.js'].map(loopback.get));
    const {frames, keys} = w.maya;
    const uplinks = new Uplinks({number: 1, frames, keys, isGroup: () => false});
    let found = null;
    const watch = new MediaWatch(() => uplinks.sent(), () => { found ??= performance.now(); });
    const looking = setInterval(() => watch.look(), 50);
    const uplink = (kind, held = Promise.resolve()) => {
        uplinks.uplinks.set(kind[0], {sender: w.senders[kind], held});
    };"""
CALL = f"""{WATCHED}
    await w.maya.sendUnder(1); w.add(); uplink('video'); uplink('audio');
    await w.connect(); await w.media();"""
PEACE = {
    "a call": f"{CALL} await loopback.wait(2500);",
    "no key": f"{CALL} keys.send(null); await loopback.wait(2500);",
    "no key from the beginning": f"""{WATCHED} w.add(); uplink('video'); uplink('audio');
        await w.connect(); await w.media(); await loopback.wait(2500);""",
    "encodings that rest": f"""{CALL} await loopback.wait(500); await w.shape({{active: false}});
        await loopback.wait(1500); await w.shape({{active: true}}); await loopback.wait(1500);""",
    "epochs that change": f"""{CALL} for (let epoch = 2; epoch < 12; epoch += 1) {{
        await w.maya.sendUnder(epoch); await loopback.wait(250); }}""",
    "transforms that are swapped": f"""{CALL} for (let turn = 0; turn < 8; turn += 1) {{
        await w.attachAll(); await loopback.wait(300); }}""",
}


@BROWSERS
@pytest.mark.parametrize("steps", PEACE.values(), ids=PEACE)
async def test_the_watchdog_sleeps_while_all_is_sealed(
    pages: dict[str, Person], browser: str, steps: str
) -> None:
    end = "clearInterval(looking); return [found, await w.counted(w.maya)];"
    found, counts = (await play(pages[browser], f"{steps} {end}", catches=False))["said"]
    assert found is None
    assert counts["seen"] > 50


@BROWSERS
@pytest.mark.parametrize("kind", ["video", "audio"])
async def test_the_watchdog_finds_what_leaves_in_clear(
    pages: dict[str, Person], browser: str, kind: str
) -> None:
    steps = f"""{WATCHED} w.add({{attach: false}}); uplink('{kind}');
        await w.connect(); const start = performance.now(); await w.media();
        while (found === null && performance.now() - start < 8000) await loopback.wait(50);
        clearInterval(looking); return found - start;"""
    after = (await play(pages[browser], steps, catches=False, insertable=False))["said"]
    assert 1000 < after < 6000
