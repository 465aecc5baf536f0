import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Frames } from "../../static/js/frames.js";
import { FakeEnd, FakeTransform, FakeWorker, events, install } from "./fake_connection.js";

beforeEach(install);

const end = (/** @type {string} */ name) => /** @type {RTCRtpSender} */ (/** @type {unknown} */ (new FakeEnd(name)));

test("a transform is attached at once, and held when the worker says so", async () => {
  FakeTransform.held = false;
  const frames = new Frames("frame_worker.js");
  const held = frames.attach(end("sender"));
  assert.deepEqual(events, ["transform sender"]);
  /** @type {FakeWorker} */ (FakeWorker.latest).holds(1);
  await held;
});

test("no two transforms share a number", async () => {
  const frames = new Frames("frame_worker.js");
  const [first, second] = [end("one"), end("two")];
  await Promise.all([frames.attach(first), frames.attach(second)]);
  const numbers = [first, second].map((each) => /** @type {any} */ (each).transformed.options.id);
  assert.notEqual(numbers[0], numbers[1]);
});

test("a worker that does not take a transform within three seconds is a fault", async () => {
  FakeTransform.held = false;
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const held = new Frames("frame_worker.js").attach(end("sender"));
    mock.timers.tick(3000);
    await assert.rejects(held, /did not take the transform/);
  } finally {
    mock.timers.reset();
  }
});
