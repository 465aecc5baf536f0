"""What happens to cameras and microphones, and no browser can be told to do: pulled out, taken, muted."""

from __future__ import annotations

from typing import Literal

from tests.browser.person import Person

Kind = Literal["audio", "video"]

# The page gets its tracks from the browser. What is gone is listed no more and cannot be asked for, what is
# taken cannot be started. A track ends or is muted by the event that a browser fires: `stop()` fires none.
FAULTS = """() => {
    const media = navigator.mediaDevices;
    if (!media) return; // not a page of ours: about:blank
    const [ask, list] = [media.getUserMedia.bind(media), media.enumerateDevices.bind(media)];
    const held = [];
    const [gone, taken, muted] = [new Set(), new Set(), new Set()];
    const fails = (name) => Promise.reject(new DOMException('', name));
    const name = (device) => `${device.kind === 'videoinput' ? 'video' : 'audio'} ${device.label}`;
    const listed = async () => (await list()).filter((device) => !gone.has(name(device)));
    const fault = async (kind, wishes) => {
        if (!wishes) return '';
        const all = (await listed()).filter((device) => device.kind === `${kind}input`);
        const wanted = wishes.deviceId?.exact;
        const device = wanted ? all.find(({deviceId}) => deviceId === wanted) : all[0];
        if (device === undefined) return wanted ? 'OverconstrainedError' : 'NotFoundError';
        return taken.has(name(device)) ? 'NotReadableError' : '';
    };
    media.enumerateDevices = listed;
    media.getUserMedia = async (wishes) => {
        const found = (await fault('audio', wishes.audio)) || (await fault('video', wishes.video));
        if (found !== '') return fails(found);
        const stream = await ask(wishes);
        for (const track of stream.getTracks()) {
            Object.defineProperty(track, 'muted', {get: () => muted.has(track.kind)});
            held.push(track);
        }
        return stream;
    };
    const live = (kind) => held.filter((track) => track.kind === kind && track.readyState === 'live');
    const end = (kind) => {
        for (const track of live(kind)) {
            track.stop();
            track.dispatchEvent(new Event('ended'));
        }
    };
    const changed = () => media.dispatchEvent(new Event('devicechange'));
    const plug = ([kind, label]) => { gone.delete(`${kind} ${label}`); changed(); };
    const unplug = ([kind, label]) => { gone.add(`${kind} ${label}`); end(kind); changed(); };
    const take = ([kind, label]) => { taken.add(`${kind} ${label}`); end(kind); };
    const free = ([kind, label]) => { taken.delete(`${kind} ${label}`); };
    const mute = ([kind, on]) => {
        if (on) muted.add(kind);
        else muted.delete(kind);
        for (const track of live(kind)) track.dispatchEvent(new Event(on ? 'mute' : 'unmute'));
    };
    const label = async (kind) => {
        const id = live(kind)[0]?.getSettings().deviceId;
        const of = ({kind: listed, deviceId}) => listed === `${kind}input` && deviceId === id;
        return (await list()).find(of)?.label ?? '';
    };
    window.deviceFaults = {plug, unplug, take, free, mute, label};
}"""

# Counts the locks that the page asks the browser for; the browser takes them back when a page is hidden.
WAKE_LOCKS = """() => {
    const locks = [];
    window.wakeLocks = locks;
    if (!navigator.wakeLock) return; // not a page of ours: about:blank
    const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (kind) => {
        const lock = await ask(kind);
        locks.push(lock);
        return lock;
    };
    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') for (const lock of locks) lock.release();
    });
}"""


async def label_of(person: Person, kind: Kind) -> str:
    """What the browser calls the device that the page holds now; empty when it holds none."""
    return str(await person.evaluate("(kind) => window.deviceFaults.label(kind)", kind))


async def unplug(person: Person, kind: Kind, label: str) -> None:
    """The device of this name, which is in use, is pulled out."""
    await person.evaluate("(device) => window.deviceFaults.unplug(device)", [kind, label])


async def plug_in(person: Person, kind: Kind, label: str) -> None:
    """It is there again."""
    await person.evaluate("(device) => window.deviceFaults.plug(device)", [kind, label])


async def take(person: Person, kind: Kind, label: str) -> None:
    """Another program takes the device that is in use."""
    await person.evaluate("(device) => window.deviceFaults.take(device)", [kind, label])


async def let_go(person: Person, kind: Kind, label: str) -> None:
    """The other program lets go of it, and tells nobody."""
    await person.evaluate("(device) => window.deviceFaults.free(device)", [kind, label])


async def mute_by_system(person: Person, kind: Kind, *, on: bool) -> None:
    """The system mutes what is in use, or gives it back."""
    await person.evaluate("(what) => window.deviceFaults.mute(what)", [kind, on])


async def locks(person: Person) -> tuple[int, int]:
    """How many locks on the screen the page has got so far, and how many it holds now."""
    count = "() => [window.wakeLocks.length, window.wakeLocks.filter((lock) => !lock.released).length]"
    got, held = await person.evaluate(count)
    return int(got), int(held)
