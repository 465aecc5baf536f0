import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FOUND_EVERY, FrameGaps, PATIENCE } from "../../static/js/frame_gaps.js";

let time = 0;
/** @type {FrameGaps} */
let gaps;
beforeEach(() => {
  time = 1000;
  gaps = new FrameGaps(() => time);
  key(1);
});

/** @param {number} counter @param {bigint} [kid] */
const key = (counter, kid = 7n) => gaps.passed({ kid, counter: BigInt(counter) }, true);
/** @param {number} counter @param {bigint} [kid] */
const delta = (counter, kid = 7n) => gaps.passed({ kid, counter: BigInt(counter) }, false);

/**
 * Twenty frames a second, from one counter to another.
 *
 * @param {number} from
 * @param {number} to
 */
function film(from, to) {
  const found = [];
  for (let counter = from; counter <= to; counter += 1) {
    if (delta(counter)) found.push(counter);
    time += 50;
  }
  return found;
}

test("a film of which nothing is missing has no gap, however slow it is", () => {
  assert.deepEqual(film(2, 50), []);
  time += 60_000;
  assert.equal(delta(51), false);
});

test("what comes late, because it was sent again, is no gap", () => {
  assert.deepEqual(film(2, 10), []);
  time += 50;
  assert.deepEqual(film(12, 15), []);
  assert.equal(delta(11), false);
  assert.deepEqual(film(16, 40), []);
});

test("what does not come is found when the picture has stood still for a while, and until a key frame every second", () => {
  film(2, 10);
  const found = film(12, 61);
  assert.equal(found[0], 12 + PATIENCE / 50 - 1);
  assert.deepEqual(found, [found[0], found[0] + FOUND_EVERY / 50, found[0] + (2 * FOUND_EVERY) / 50]);
  assert.equal(key(62), false);
  assert.deepEqual(film(63, 120), []);
});

test("after a network that was away for longer the first picture finds the gap", () => {
  film(2, 10);
  time += 5000;
  assert.equal(delta(110), true);
  assert.equal(key(111), false);
  assert.deepEqual(film(112, 150), []);
});

test("pictures that come after a key frame that was overtaken by them are none of a gap", () => {
  film(2, 10);
  assert.deepEqual(film(13, 15), []);
  assert.equal(key(12), false);
  assert.deepEqual(film(16, 60), []);
});

test("whoever skips a counter with every frame gets one request a second, and nothing is kept of it", () => {
  let found = 0;
  for (let counter = 3; counter < 2000; counter += 2) {
    found += Number(delta(counter));
    time += 10;
    assert.ok(gaps.ahead.size <= PATIENCE / 10);
  }
  assert.ok(found <= 10);
  for (let counter = 2000; counter < 4000; counter += 2) {
    found += Number(key(counter));
    found += Number(delta(counter + 1));
    time += 10;
  }
  assert.ok(found <= 10);
});

test("under another key it is counted anew, and what was sealed before and comes late is nothing new", () => {
  film(2, 10);
  assert.equal(delta(1, 8n), false);
  assert.equal(delta(11), false);
  assert.equal(delta(2, 8n), false);
  time += PATIENCE;
  assert.equal(delta(3, 8n), false);
  assert.equal(delta(12), false);
});

test("the first frames under another key can be missed as any others", () => {
  film(2, 10);
  assert.equal(delta(3, 8n), false);
  time += PATIENCE;
  assert.equal(delta(4, 8n), true);
});
