import assert from "node:assert/strict";
import { test } from "node:test";

import { IDLE_AFTER, LastTouch } from "../../static/js/last_touch.js";
import { fakeStorage } from "./fake_storage.js";

test("before the first touch nothing is old", () => {
  assert.equal(new LastTouch(fakeStorage()).isOld(1e12), false);
});

test("a touch is old after as long as Today stays open without one, for every page of the browser", () => {
  const storage = fakeStorage();
  new LastTouch(storage).record(1e12);
  const next = new LastTouch(storage);
  assert.deepEqual([next.isOld(1e12), next.isOld(1e12 + IDLE_AFTER - 1)], [false, false]);
  assert.equal(next.isOld(1e12 + IDLE_AFTER), true);
});

test("neither a clock that was set back nor nonsense holds the lock off", () => {
  const storage = fakeStorage();
  const touch = new LastTouch(storage);
  touch.record(1e12);
  assert.deepEqual([touch.isOld(1e12 - 1000), touch.isOld(1e12 - IDLE_AFTER)], [false, true]);
  storage.setItem(storage.key(0) ?? "", "soon");
  assert.equal(touch.isOld(1e12), true);
});
