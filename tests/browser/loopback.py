"""Two connections of one page, with our own transforms at one end: what leaves it is caught at the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.browser.media import MAYA, Recordings
from tests.browser.people import gathered
from tests.browser.person import Person
from tests.browser.server import demo

PREPARE = """async () => {
    const base = new URL('../js/', document.querySelector('link[href*="/static/"]').href);
    const get = (name) => import(new URL(name, base).href);
    const [{MediaKeys}, {Frames}, {workerUrl}, {baseKey, readKid}, {SframeRefused, decrypt, deriveKey}] =
        await Promise.all(
            ['media_keys.js', 'frames.js', 'trusted.js', 'media_secret.js', 'sframe.js'].map(get));
    const worker = workerUrl();
    const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
    const bytes = (length, value) => new Uint8Array(length).fill(value);
    const MEMBERS = ['ruiz', 'maya'].map((participant, sender) => (
        {participant, sender, load: bytes(16, sender)}));

    /** Somebody's keys, and the worker that has them. */
    class Somebody {
        constructor(sender) {
            this.sender = sender;
            this.faults = [];
            this.keys = new MediaKeys({exhausted: () => this.faults.push('exhausted')});
            this.renew();
        }
        renew() {
            this.frames = new Frames(worker, this.keys, (fault) => this.faults.push(fault));
        }
        hold(epoch) {
            const own = {sender: this.sender, load: bytes(16, this.sender)};
            return this.keys.hold({epoch, secret: bytes(32, epoch), own, members: MEMBERS});
        }
        async sendUnder(epoch) {
            await this.hold(epoch);
            this.keys.send(epoch);
        }
        close() {
            this.frames.close();
        }
    }

    /** Whether a caught frame is one that Maya sealed, of whatever epoch: everything but its clear bytes. */
    async function isSealed({kind, type, data}) {
        const clear = kind === 'audio' ? 0 : type === 'key' ? 10 : 3;
        const find = async (kid) => {
            const {epochByte: epoch, sender, stream} = readKid(kid) ?? {};
            if (sender !== 1) return undefined;
            const secrets = {secret: bytes(32, epoch), load: bytes(16, 1)};
            return deriveKey(await baseKey({...secrets, label: 'media', epoch, sender, stream}), kid);
        };
        try {
            await decrypt(find, data.slice(clear), data.slice(0, clear));
            return true;
        } catch (error) {
            if (error instanceof SframeRefused) return false;
            throw error;
        }
    }

    class Loopback {
        constructor({insertable = true, catches = true} = {}) {
            this.maya = new Somebody(1);
            this.ruiz = new Somebody(0);
            this.opened = [];
            this.caught = [];
            this.near = new RTCPeerConnection({encodedInsertableStreams: insertable});
            this.far = new RTCPeerConnection({encodedInsertableStreams: true});
            for (const [one, other] of [[this.near, this.far], [this.far, this.near]]) {
                one.onicecandidate = ({candidate}) => { if (candidate) other.addIceCandidate(candidate); };
            }
            this.far.ontrack = (event) => catches ? this.catch(event) : this.received(event);
            this.canvas = Object.assign(document.createElement('canvas'), {width: 320, height: 240});
            const context = this.canvas.getContext('2d');
            let hue = 0;
            this.painting = setInterval(() => {
                context.fillStyle = `hsl(${hue += 7}, 80%, 50%)`;
                context.fillRect(0, 0, 320, 240);
            }, 40);
            this.sound = new AudioContext();
            this.senders = {};
        }
        /** What arrives, as it is: no decoder sees it. */
        catch({receiver, track}) {
            const {kind} = track;
            const write = ({type, data}) => this.caught.push({kind, type, data: new Uint8Array(data)});
            receiver.createEncodedStreams().readable.pipeTo(new WritableStream({write}));
        }
        /** What arrives goes through the worker of Dr Ruiz, as that of `participant`. */
        received({receiver, track: {kind}}) {
            const use = {role: 'receive', sort: kind, kind: 'session', participant: this.participant};
            this.ruiz.frames.attach(receiver, use, {opened: () => this.opened.push(kind)});
        }
        participant = 'maya';
        async decoded() {
            const entries = [...(await this.far.getStats()).values()];
            const pictures = entries.find(({type, kind}) => type === 'inbound-rtp' && kind === 'video');
            return pictures?.framesDecoded ?? 0;
        }
        /** Dr Ruiz sees and hears: pictures are decoded from now on, and sound is opened. */
        async isSeen(milliseconds = 5000) {
            const before = await this.decoded();
            for (let turn = 0; turn < milliseconds / 50; turn += 1) {
                await wait(50);
                if (await this.decoded() > before + 5 && this.opened.includes('audio')) return true;
            }
            return false;
        }
        async counted(somebody = this.ruiz) {
            const counts = await somebody.frames.counts();
            const sum = (what) => counts.reduce((all, each) => all + each[what], 0);
            return {seen: sum('seen'), passed: sum('passed'), failed: sum('failed')};
        }
        track(kind) {
            if (kind === 'video') return this.canvas.captureStream(25).getVideoTracks()[0];
            const [tone, out] = [this.sound.createOscillator(), this.sound.createMediaStreamDestination()];
            tone.connect(out);
            tone.start();
            return out.stream.getAudioTracks()[0];
        }
        /** Senders; their transforms in the same task, unless `attach` says otherwise. */
        add({attach = true, withTracks = false} = {}) {
            this.held = ['video', 'audio'].map((kind) => {
                const what = withTracks ? this.track(kind) : kind;
                const options = {direction: 'sendonly', streams: [new MediaStream()]};
                this.senders[kind] = this.near.addTransceiver(what, options).sender;
                return attach ? this.attach(kind) : undefined;
            });
        }
        attach(kind) {
            return this.maya.frames.attach(this.senders[kind], {role: 'send', sort: kind});
        }
        attachAll() {
            return Promise.all([this.attach('video'), this.attach('audio')]);
        }
        async media() {
            await Promise.all(this.held);
            for (const kind of ['video', 'audio']) await this.senders[kind].replaceTrack(this.track(kind));
        }
        async silence() {
            for (const kind of ['video', 'audio']) await this.senders[kind].replaceTrack(null);
        }
        async shape(changes) {
            for (const sender of Object.values(this.senders)) {
                const parameters = sender.getParameters();
                Object.assign(parameters.encodings[0], changes);
                await sender.setParameters(parameters);
            }
        }
        codec(name) {
            const {codecs} = RTCRtpReceiver.getCapabilities('video');
            const [video] = this.near.getTransceivers();
            video.setCodecPreferences(codecs.filter(({mimeType}) => mimeType === `video/${name}`));
        }
        async connect(codec = 'VP8') {
            this.codec(codec);
            await this.near.setLocalDescription();
            await this.far.setRemoteDescription(this.near.localDescription);
            await this.far.setLocalDescription();
            await this.near.setRemoteDescription(this.far.localDescription);
            while (this.near.connectionState !== 'connected') await wait(20);
        }
        /** A call that goes on. */
        async call() {
            this.add();
            await this.maya.sendUnder(1);
            await this.connect();
            await this.media();
            await this.flows();
        }
        /** Frames of both kinds come from now on. */
        async flows(least = 5) {
            this.caught.splice(0).forEach((frame) => this.older.push(frame));
            const has = (kind) => this.caught.filter((frame) => frame.kind === kind).length >= least;
            for (let turn = 0; !(has('video') && has('audio')); turn += 1) {
                if (turn > 250) throw new Error(`nothing comes: ${this.maya.faults}`);
                await wait(20);
            }
        }
        older = [];
        /** What came in the last part of this time. Whatever was on its way has come in the first. */
        async comes(milliseconds = 800) {
            await wait(300);
            const before = this.caught.length;
            await wait(milliseconds);
            return this.caught.length - before;
        }
        async verdict() {
            const all = [...this.older, ...this.caught].filter(({data}) => data.length > 0);
            const sealed = await Promise.all(all.map(isSealed));
            const clear = all.filter((_, place) => !sealed[place]);
            return {
                sealed: all.length - clear.length,
                clear: clear.map(({kind, type, data}) => `${kind} ${type} of ${data.length} bytes`),
            };
        }
        close() {
            clearInterval(this.painting);
            this.near.close();
            this.far.close();
            this.sound.close();
            this.maya.close();
            this.ruiz.close();
        }
    }

    window.loopback = {
        wait, get, Somebody,
        /** Play one scene, and say what was caught. */
        async play(scene, options) {
            const world = new Loopback(options);
            try {
                const said = await scene(world) ?? null;
                return {said, ...await world.verdict()};
            } finally {
                world.close();
            }
        },
    };
}"""


async def _prepare(person: Person, url: str) -> None:
    await person.open(f"{url}/kept")
    await person.evaluate(PREPARE)


@asynccontextmanager
async def prepared(recordings: Recordings, folder: Path, *browsers: str) -> AsyncIterator[dict[str, Person]]:
    """A page of a server of ours in each of these browsers, with all that a scene needs from it."""
    with demo(folder) as server:
        async with gathered(recordings, folder) as people:
            pages = {browser: await people.by(browser, MAYA) for browser in browsers}
            await asyncio.gather(*(_prepare(person, server.url) for person in pages.values()))
            yield pages
            assert people.take_complaints() == []


async def play(person: Person, steps: str, **options: bool) -> dict[str, Any]:
    """Play a scene: what a function of `w`, a loopback, does.

    Returns what it `said`, how many caught frames were `sealed`, and which were `clear`.
    """
    scene = f"async (w) => {{ {steps} }}"
    heard: dict[str, Any] = await person.evaluate(f"() => loopback.play({scene}, {json.dumps(options)})")
    return heard
