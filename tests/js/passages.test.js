import assert from "node:assert/strict";
import { test } from "node:test";

import { Incoming } from "../../static/js/incoming.js";
import { Outgoing } from "../../static/js/outgoing.js";
import { SframeRefused } from "../../static/js/sframe.js";
import { Passed, bytesOf, frameOf } from "./fake_frames.js";

/** @typedef {import("../../static/js/codec.js").Sort} Sort */
/** @typedef {{ clear: number[], text: number[] }} Told */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const REFUSED = async () => {
  throw new SframeRefused("key");
};

/**
 * A sender whose ring writes down what it is given, and turns every byte around.
 *
 * @param {Sort} sort
 */
function outgoing(sort) {
  /** @type {Told[]} */
  const told = [];
  const asked = { times: 0 };
  const ring = {
    seal: async (/** @type {number} */ _, /** @type {Bytes} */ text, /** @type {Bytes} */ clear) => {
      told.push({ text: [...text], clear: [...clear] });
      return Uint8Array.from([...text, 99], (byte) => 255 - byte);
    },
  };
  const transformer = {
    generateKeyFrame: async () => {
      asked.times += 1;
    },
  };
  const passage = new Outgoing(ring, { role: "send", id: 1, sort }, transformer);
  return { told, asked, ring, out: new Passed(), passage };
}

/** @param {Sort} sort */
function incoming(sort) {
  /** @type {Told[]} */
  const told = [];
  const asked = { times: 0, opened: 0, now: 0 };
  const ring = {
    open: async (/** @type {object} */ from, /** @type {Bytes} */ text, /** @type {Bytes} */ clear) => {
      assert.deepEqual(from, { kind: "session", participant: "maya" });
      told.push({ text: [...text], clear: [...clear] });
      return /** @type {Bytes | null} */ (Uint8Array.from(text, (byte) => 255 - byte));
    },
  };
  const transformer = {
    sendKeyFrameRequest: async () => {
      asked.times += 1;
    },
  };
  const from = /** @type {const} */ ({ kind: "session", participant: "maya" });
  const opened = () => void (asked.opened += 1);
  const options = /** @type {const} */ ({ role: "receive", id: 1, sort, ...from });
  const passage = new Incoming(ring, options, transformer, opened, () => asked.now);
  return { told, asked, ring, out: new Passed(), passage };
}

/** What follows the clear bytes begins as SFrame does: with a header of one key id and one counter. */
const key = () => frameOf(14, { type: "key" });
const delta = () => frameOf(5, { type: "delta" });

test("of a key frame ten bytes stay, of another three, of sound none, and all the rest is sealed", async () => {
  const { told, out, passage } = outgoing("video");
  await passage.transform(key(), out);
  await passage.transform(delta(), out);
  assert.deepEqual(told, [
    { clear: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], text: [10, 11, 12, 13] },
    { clear: [0, 1, 2], text: [3, 4] },
  ]);
  assert.deepEqual(out.frames.map(bytesOf), [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 245, 244, 243, 242, 156],
    [0, 1, 2, 252, 251, 156],
  ]);
  const sound = outgoing("audio");
  await sound.passage.transform(frameOf(2), sound.out);
  assert.deepEqual(sound.told, [{ clear: [], text: [0, 1] }]);
  assert.deepEqual(sound.out.frames.map(bytesOf), [[255, 254, 156]]);
});

test("a frame that has no key, or is of another codec, does not leave", async () => {
  const { ring, out, passage } = outgoing("video");
  await passage.transform(frameOf(50, { type: "key", metadata: { mimeType: "video/H264" } }), out);
  ring.seal = REFUSED;
  await passage.transform(key(), out);
  assert.deepEqual(out.frames, []);
  assert.deepEqual({ ...passage.counts }, { seen: 0, passed: 0, failed: 2, duplicates: 0, first: null });
});

test("after frames that did not leave, the encoder is asked for a key frame, where it can be", async () => {
  const { ring, asked, out, passage } = outgoing("video");
  const { seal } = ring;
  ring.seal = REFUSED;
  await passage.transform(key(), out);
  ring.seal = seal;
  await passage.transform(delta(), out);
  assert.equal(asked.times, 1);
  const chromium = new Outgoing(ring, { role: "send", id: 1, sort: "video" }, {});
  await chromium.transform(delta(), out);
});

test("frames are counted when they come to a sender's transform, and all of them go through it", async () => {
  const { passage } = outgoing("audio");
  const frames = new ReadableStream({
    start(controller) {
      for (const bytes of [0, 2, 3]) controller.enqueue(frameOf(bytes));
      controller.close();
    },
  });
  const passed = new Passed();
  await passage.through(frames).pipeTo(new WritableStream({ write: (frame) => passed.enqueue(frame) }));
  assert.equal(passed.frames.length, 2);
  assert.equal(passage.counts.seen, 3);
  assert.equal(passage.counts.passed, 2);
});

test("a received frame is opened after its clear bytes, and only then goes on", async () => {
  const { told, out, passage } = incoming("video");
  await passage.transform(key(), out);
  await passage.transform(delta(), out);
  assert.deepEqual(told[1], { clear: [0, 1, 2], text: [3, 4] });
  assert.deepEqual(out.frames.map(bytesOf), [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 245, 244, 243, 242],
    [0, 1, 2, 252, 251],
  ]);
});

test("the first frame that was opened is reported, once, and when it was is kept", async () => {
  const { ring, asked, out, passage } = incoming("audio");
  const { open } = ring;
  ring.open = REFUSED;
  await passage.transform(frameOf(3), out);
  assert.equal(asked.opened, 0);
  ring.open = open;
  await passage.transform(frameOf(3), out);
  const { first } = passage.counts;
  assert.ok(first !== null && Math.abs(first - Date.now()) < 60_000);
  await passage.transform(frameOf(3), out);
  assert.equal(asked.opened, 1);
  assert.equal(passage.counts.first, first);
});

test("what does not open goes nowhere and is counted, what comes twice is counted apart, what is empty not at all", async () => {
  const { ring, asked, out, passage } = incoming("video");
  await passage.transform(frameOf(0, { type: "key" }), out);
  await passage.transform(frameOf(9, { type: "key" }), out);
  ring.open = REFUSED;
  await passage.transform(key(), out);
  ring.open = async () => null;
  await passage.transform(key(), out);
  assert.deepEqual(out.frames, []);
  assert.deepEqual({ ...passage.counts }, { seen: 3, passed: 0, failed: 2, duplicates: 1, first: null });
  assert.equal(asked.opened, 0);
});

test("a receiver that begins in the middle, or missed a frame, asks for a key frame", async () => {
  const { ring, asked, out, passage } = incoming("video");
  await passage.transform(delta(), out);
  assert.equal(asked.times, 1);
  const other = incoming("video");
  await other.passage.transform(key(), other.out);
  await other.passage.transform(delta(), other.out);
  assert.equal(other.asked.times, 0);
  ring.open = async () => null;
  await passage.transform(delta(), out);
  assert.equal(asked.times, 1);
});

test("a receiver whose picture stands still, because a frame has not come, asks for a key frame", async () => {
  const { asked, out, passage } = incoming("video");
  const seen = async (/** @type {number} */ counter, type = "delta") =>
    passage.transform(frameOf([...Array(type === "key" ? 10 : 3).keys(), counter, 0], { type }), out);
  await seen(1, "key");
  await seen(2);
  await seen(4);
  asked.now += 499;
  await seen(5);
  assert.equal(asked.times, 0);
  asked.now += 1;
  await seen(6);
  assert.equal(asked.times, 1);
  await seen(7, "key");
  assert.equal(out.frames.length, 6);
});

test("sound of which packets are missing needs no request", async () => {
  const { asked, out, passage } = incoming("audio");
  for (const counter of [1, 3, 5]) {
    await passage.transform(frameOf([counter, 0]), out);
    asked.now += 1000;
  }
  assert.equal(asked.times, 0);
});

test("a fault that is no refusal is not hidden: it ends the transform", async () => {
  const broken = async () => {
    throw new DOMException("out of memory", "OperationError");
  };
  const [sending, receiving] = [outgoing("audio"), incoming("audio")];
  sending.ring.seal = broken;
  receiving.ring.open = broken;
  await assert.rejects(sending.passage.transform(frameOf(2), sending.out), /out of memory/);
  await assert.rejects(receiving.passage.transform(frameOf(2), receiving.out), /out of memory/);
  assert.deepEqual([...sending.out.frames, ...receiving.out.frames], []);
});

test("that frames are opened is said of the first, and from then on from time to time while more are", async () => {
  const { asked, ring, out, passage } = incoming("audio");
  for (const at of [0, 100, 299]) {
    asked.now = at;
    await passage.transform(frameOf(2), out);
  }
  assert.equal(asked.opened, 1);
  asked.now = 300;
  await passage.transform(frameOf(2), out);
  assert.equal(asked.opened, 2);
  ring.open = REFUSED;
  asked.now = 5000;
  await passage.transform(frameOf(2), out);
  assert.equal(asked.opened, 2, "what nobody could open says nothing of anybody");
});
