import assert from "node:assert/strict";
import { test } from "node:test";

import { ComingEpochs } from "../../static/js/coming_epochs.js";
import { FakeClock } from "./fake_clock.js";

function begin() {
  const clock = new FakeClock();
  const coming = new ComingEpochs(clock);
  /** Whether what waits for this byte has gone on. @param {number} byte */
  const waitsFor = (byte) => {
    const frame = { isOn: false };
    void coming.wait(byte).then(() => (frame.isOn = true));
    return frame;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, coming, waitsFor, settle };
}

test("a frame of the next epoch waits until its keys are here", async () => {
  const { coming, waitsFor, settle } = begin();
  coming.came(510);
  const [next, after] = [waitsFor(255), waitsFor(0)];
  await settle();
  assert.deepEqual([next.isOn, after.isOn], [false, false]);
  coming.came(511);
  await settle();
  assert.deepEqual([next.isOn, after.isOn], [true, false]);
  coming.came(512);
  await settle();
  assert.equal(after.isOn, true);
});

test("it waits for half a second at most, and none of its kind waits after it", async () => {
  const { clock, coming, waitsFor, settle } = begin();
  coming.came(5);
  const first = waitsFor(6);
  clock.pass(500);
  await settle();
  const second = waitsFor(6);
  await settle();
  assert.deepEqual([first.isOn, second.isOn], [true, true]);
});

test("nothing else waits: what is held, what is gone, and whatever comes before the first keys", async () => {
  const { coming, waitsFor, settle } = begin();
  const early = waitsFor(6);
  await settle();
  coming.came(5);
  const others = [5, 4, 8, 200].map(waitsFor);
  await settle();
  assert.deepEqual([early, ...others].map(({ isOn }) => isOn), [true, true, true, true, true]);
});
