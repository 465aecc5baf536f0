import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Frames } from "../../static/js/frames.js";
import { FakeEnd, FakeTransform, FakeWorker, events, install } from "./fake_connection.js";

beforeEach(install);

const end = (/** @type {string} */ name) =>
  /** @type {RTCRtpSender} */ (/** @type {unknown} */ (new FakeEnd(name)));

/** A frame worker, and what faults it reported. */
function open() {
  /** @type {string[]} */
  const faults = [];
  const frames = new Frames("frame_worker.js", (fault) => {
    events.push("fault");
    faults.push(fault);
  });
  return { frames, faults, worker: /** @type {FakeWorker} */ (FakeWorker.latest) };
}

test("a transform is attached at once, and held when the worker says so", async () => {
  FakeTransform.held = false;
  const frames = open().frames;
  const held = frames.attach(end("sender"));
  assert.deepEqual(events, ["transform sender"]);
  /** @type {FakeWorker} */ (FakeWorker.latest).holds(1);
  await held;
});

test("no two transforms share a number", async () => {
  const frames = open().frames;
  const [first, second] = [end("one"), end("two")];
  await Promise.all([frames.attach(first), frames.attach(second)]);
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
    const held = frames.attach(end("sender"));
    mock.timers.tick(3000);
    assert.deepEqual(faults, ["transform_not_taken"]);
    await assert.rejects(held, /did not take the transform/);
  }));

test("a worker that fails is one fault, however many transforms it had, and is ended after it was reported", async () => {
  FakeTransform.held = false;
  const { frames, faults, worker } = open();
  const held = ["a", "v", "t"].map((name) => frames.attach(end(name)));
  events.length = 0;
  worker.fails();
  worker.fails();
  assert.deepEqual(faults, ["worker_failed"]);
  assert.deepEqual(events, ["fault", "terminate"]);
  for (const each of held) await assert.rejects(each, /did not take the transform/);
  await assert.rejects(frames.attach(end("late")), /has ended/);
});

test("a transform that ends while frames should pass is a fault, and one of somebody who has left is none", () =>
  withTimers(async () => {
    const { frames, faults, worker } = open();
    let inUse = true;
    await frames.attach(end("left"), () => inUse);
    await frames.attach(end("stays"), () => true);
    worker.says({ ended: 1 });
    inUse = false;
    mock.timers.tick(500);
    assert.deepEqual(faults, []);
    worker.says({ ended: 2 });
    mock.timers.tick(500);
    assert.deepEqual(faults, ["transform_ended"]);
  }));

test("a worker that was closed reports nothing", async () => {
  FakeTransform.held = false;
  const { frames, faults, worker } = open();
  const held = frames.attach(end("sender"));
  frames.close();
  worker.fails();
  await assert.rejects(held, /closed/);
  assert.deepEqual(faults, []);
});
