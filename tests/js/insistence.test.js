import assert from "node:assert/strict";
import { test } from "node:test";

import { Insistence } from "../../static/js/insistence.js";
import { FakeClock } from "./fake_clock.js";

function begin() {
  const clock = new FakeClock();
  const what = { open: /** @type {unknown} */ ("first"), said: /** @type {number[]} */ ([]) };
  const say = () => void what.said.push(clock.now() / 1000);
  return { clock, what, insistence: new Insistence({ open: () => what.open, say }, clock) };
}

test("what has no answer is said again, later each time and every 32 seconds in the end", () => {
  const { clock, what, insistence } = begin();
  insistence.later();
  clock.pass(130_000);
  assert.deepEqual(what.said, [2, 6, 14, 30, 62, 94, 126]);
});

test("after an answer the next waits the shortest time again", () => {
  const { clock, what, insistence } = begin();
  insistence.later();
  clock.pass(7000);
  what.open = "second";
  clock.pass(9000);
  assert.deepEqual(what.said, [2, 6, 16]);
});

test("when all has an answer nothing is said, until there is something again", () => {
  const { clock, what, insistence } = begin();
  insistence.later();
  what.open = null;
  clock.pass(60_000);
  assert.deepEqual([what.said, clock.timers.length], [[], 0]);
  what.open = "second";
  insistence.begin();
  insistence.later();
  clock.pass(2000);
  assert.deepEqual(what.said, [62]);
});
