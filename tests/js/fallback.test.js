import assert from "node:assert/strict";
import { test } from "node:test";

import { fallbackOf } from "../../static/js/fallback.js";

/** 14:26:20 on some day, in seconds. */
const LOST = Date.UTC(2026, 10, 25, 14, 26, 20) / 1000;
const AT = Date.UTC(2026, 10, 25, 14, 32) / 1000;
const AFTER = 300;

test("nothing is agreed before something is lost for three seconds", () => {
  assert.equal(fallbackOf(null, AFTER, LOST), null);
  assert.equal(fallbackOf(LOST, AFTER, LOST + 2.9), null);
  assert.notEqual(fallbackOf(LOST, AFTER, LOST + 3), null);
});

test("the time is the next full minute after the loss and what the practice has set", () => {
  assert.deepEqual(fallbackOf(LOST, AFTER, LOST + 3), { at: AT, left: 337, isDue: false, isPast: false });
  assert.equal(fallbackOf(LOST - 20, AFTER, LOST)?.at, AT - 60, "a full minute is none more");
});

test("it is the same time for as long as the loss lasts, then it has come, and then it is past", () => {
  assert.deepEqual(fallbackOf(LOST, AFTER, AT - 0.5), { at: AT, left: 0.5, isDue: false, isPast: false });
  assert.deepEqual(fallbackOf(LOST, AFTER, AT), { at: AT, left: 0, isDue: true, isPast: false });
  assert.deepEqual(fallbackOf(LOST, AFTER, AT + 60), { at: AT, left: 0, isDue: true, isPast: true });
});
