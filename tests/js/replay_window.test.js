import assert from "node:assert/strict";
import { test } from "node:test";

import { ReplayWindow, WINDOW } from "../../static/js/replay_window.js";
import { seededRandom } from "./seeded_random.js";

test("each counter is taken once, in whatever order", () => {
  const window = new ReplayWindow();
  for (const counter of [5n, 3n, 4n, 1024n, 0n]) assert.equal(window.take(counter), counter !== 0n);
  for (const counter of [5n, 3n, 4n, 1024n]) assert.equal(window.take(counter), false);
  assert.equal(window.take(2n), true);
});

test("what is 1,024 behind is too old to tell, and one less is not", () => {
  const window = new ReplayWindow();
  window.take(5000n);
  assert.equal(window.isNew(5000n - BigInt(WINDOW)), false);
  assert.equal(window.take(5000n - BigInt(WINDOW)), false);
  assert.equal(window.take(5001n - BigInt(WINDOW)), true);
});

test("looking moves nothing", () => {
  const window = new ReplayWindow();
  assert.equal(window.isNew(9n ** 9n), true);
  assert.equal(window.take(1n), true);
});

test("the largest counters are counters like others", () => {
  const window = new ReplayWindow();
  assert.equal(window.take(2n ** 64n - 1n), true);
  assert.equal(window.take(2n ** 64n - 1n), false);
  assert.equal(window.take(2n ** 64n - 2n), true);
  assert.equal(window.take(1n), false);
});

test("it agrees with a window that remembers everything", () => {
  const random = seededRandom(1024);
  const window = new ReplayWindow();
  /** @type {Set<bigint>} */
  const taken = new Set();
  let highest = -1n;
  for (let step = 0; step < 20_000; step += 1) {
    const around = Number(highest) + Math.floor(random() * 40 - (random() < 0.1 ? 1500 : 30));
    const counter = BigInt(Math.max(0, random() < 0.002 ? around + 3000 : around));
    const expected = !taken.has(counter) && highest - counter < BigInt(WINDOW);
    assert.equal(window.isNew(counter), expected);
    assert.equal(window.take(counter), expected);
    if (expected) taken.add(counter);
    if (counter > highest) highest = counter;
  }
});
