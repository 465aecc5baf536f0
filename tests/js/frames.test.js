import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Frames } from "../../static/js/frames.js";
import { MediaKeys } from "../../static/js/media_keys.js";
import { FakeEnd, FakeTransform, FakeWorker, events, install } from "./fake_connection.js";

beforeEach(install);

const end = (/** @type {string} */ name) =>
  /** @type {RTCRtpSender} */ (/** @type {unknown} */ (new FakeEnd(name)));

/** @type {import("../../static/js/frames.js").Use} */
const SEND = { role: "send", sort: "video" };
/** @type {import("../../static/js/frames.js").Use} */
const RECEIVE = { role: "receive", sort: "video", kind: "session", participant: "maya" };

/** A frame worker, and what faults it reported. */
function open() {
  /** @type {string[]} */
  const faults = [];
  const keys = new MediaKeys({ exhausted: () => faults.push("exhausted") });
  const frames = new Frames("frame_worker.js", keys, (fault) => {
    events.push("fault");
    faults.push(fault);
  });
  return { frames, faults, keys, worker: /** @type {FakeWorker} */ (FakeWorker.latest) };
}

test("a transform is attached at once, and held when the worker says so", async () => {
  FakeTransform.held = false;
  const frames = open().frames;
  const held = frames.attach(end("sender"), SEND);
  assert.deepEqual(events, ["transform sender"]);
  /** @type {FakeWorker} */ (FakeWorker.latest).holds(1);
  await held;
});

test("no two transforms share a number", async () => {
  const frames = open().frames;
  const [first, second] = [end("one"), end("two")];
  await Promise.all([frames.attach(first, SEND), frames.attach(second, RECEIVE)]);
  const numbers = [first, second].map((each) => /** @type {any} */ (each).transformed.options.id);
  assert.notEqual(numbers[0], numbers[1]);
});

/** @param {() => Promise<void>} act */
async function withTimers(act) {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    await act();
  } finally {
    mock.timers.reset();
  }
}

test("a worker that does not take a transform within three seconds is a fault", () =>
  withTimers(async () => {
    FakeTransform.held = false;
    const { frames, faults } = open();
    const held = frames.attach(end("sender"), SEND);
    mock.timers.tick(3000);
    assert.deepEqual(faults, ["transform_not_taken"]);
    await assert.rejects(held, /did not take the transform/);
  }));

test("a worker that fails is one fault, however many transforms it had, and is ended after it was reported", async () => {
  FakeTransform.held = false;
  const { frames, faults, worker } = open();
  const held = ["a", "v", "t"].map((name) => frames.attach(end(name), SEND));
  events.length = 0;
  worker.fails();
  worker.fails();
  assert.deepEqual(faults, ["worker_failed"]);
  assert.deepEqual(events, ["fault", "terminate"]);
  for (const each of held) await assert.rejects(each, /did not take the transform/);
  await assert.rejects(frames.attach(end("late"), SEND), /has ended/);
});

test("a transform that ends while frames should pass is a fault, and one of somebody who has left is none", () =>
  withTimers(async () => {
    const { frames, faults, worker } = open();
    let inUse = true;
    await frames.attach(end("left"), RECEIVE, { inUse: () => inUse });
    await frames.attach(end("stays"), SEND, { inUse: () => true });
    worker.says({ ended: 1 });
    inUse = false;
    mock.timers.tick(500);
    assert.deepEqual(faults, []);
    worker.says({ ended: 2 });
    mock.timers.tick(500);
    assert.deepEqual(faults, ["transform_ended"]);
  }));

test("a transform in whose place another was attached may end", () =>
  withTimers(async () => {
    const { frames, faults, worker } = open();
    const sender = end("sender");
    await frames.attach(sender, SEND);
    await frames.attach(sender, SEND);
    worker.says({ ended: 1 });
    mock.timers.tick(500);
    assert.deepEqual(faults, []);
    worker.says({ ended: 2 });
    mock.timers.tick(500);
    assert.deepEqual(faults, ["transform_ended"]);
  }));

test("a worker that was closed reports nothing", async () => {
  FakeTransform.held = false;
  const { frames, faults, worker } = open();
  const held = frames.attach(end("sender"), SEND);
  frames.close();
  worker.fails();
  await assert.rejects(held, /closed/);
  assert.deepEqual(faults, []);
});

test("a transform is told what it is for, and is bound to the person whose frames it opens", async () => {
  const { frames, worker } = open();
  const [sender, receiver] = [end("sender"), end("receiver")];
  await Promise.all([frames.attach(sender, SEND), frames.attach(receiver, RECEIVE)]);
  const options = [sender, receiver].map((each) => /** @type {any} */ (each).transformed.options);
  assert.deepEqual(options, [
    { id: 1, ...SEND },
    { id: 2, ...RECEIVE },
  ]);
  assert.deepEqual(worker.options, { type: "module" });
});

test("a sender is held only when the worker has its keys", async () => {
  const { frames, keys, worker } = open();
  keys.preview({ secret: new Uint8Array(32), load: new Uint8Array(16) });
  /** @type {number[]} */
  const waiting = [];
  worker.postMessage = (message) => waiting.push(message.request);
  let held = false;
  const attached = frames.attach(end("sender"), SEND).then(() => {
    held = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(held, false);
  worker.says({ held: waiting[0] });
  await attached;
});

test("the first frame that was opened is reported to whoever attached the transform", async () => {
  const { frames, worker } = open();
  /** @type {string[]} */
  const opened = [];
  await frames.attach(end("maya"), RECEIVE, { opened: () => opened.push("maya") });
  await frames.attach(end("ben"), RECEIVE, { opened: () => opened.push("ben") });
  worker.says({ opened: 2 });
  assert.deepEqual(opened, ["ben"]);
});

test("the worker counts for each end, and not for those that were let go", async () => {
  const { frames, worker } = open();
  const [stays, goes] = [end("stays"), end("goes")];
  await Promise.all([frames.attach(stays, SEND), frames.attach(goes, SEND)]);
  frames.release(goes);
  worker.counts = [
    { id: 1, passed: 7 },
    { id: 2, passed: 8 },
  ];
  assert.deepEqual(await frames.counts(), [{ id: 1, passed: 7, end: stays }]);
  assert.deepEqual(worker.orders.at(-2), { order: "release", transform: 2 });
});

test("a worker that does not count within three seconds is dead", () =>
  withTimers(async () => {
    const { frames, faults, worker } = open();
    worker.postMessage = () => undefined;
    const counts = frames.counts();
    mock.timers.tick(3000);
    assert.deepEqual(faults, ["worker_silent"]);
    assert.equal(await counts, null);
    assert.equal(await frames.counts(), null);
  }));

test("the next worker is told the keys, and the dead one nothing more", async () => {
  const { keys, worker, frames } = open();
  keys.preview({ secret: new Uint8Array(32), load: new Uint8Array(16) });
  frames.fail("worker_failed");
  const told = worker.orders.length;
  const next = new Frames("frame_worker.js", keys, () => undefined);
  const { orders } = /** @type {FakeWorker} */ (FakeWorker.latest);
  assert.deepEqual(orders.map(({ order }) => order), ["hold", "send"]);
  keys.clear();
  assert.equal(worker.orders.length, told);
  next.close();
});
