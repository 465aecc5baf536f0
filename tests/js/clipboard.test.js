import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { copyText } from "../../static/js/clipboard.js";
import { Turns } from "../../static/js/turns.js";

/** @param {unknown} clipboard */
function browserWith(clipboard) {
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { clipboard } });
}
const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
afterEach(() => {
  if (before === undefined) delete (/** @type {any} */ (globalThis).navigator);
  else Object.defineProperty(globalThis, "navigator", before);
});

test("a text is copied, and that it could not be is no error", async () => {
  /** @type {string[]} */
  const copied = [];
  browserWith({ writeText: async (/** @type {string} */ text) => void copied.push(text) });
  assert.equal(await copyText("link"), true);
  assert.deepEqual(copied, ["link"]);
  browserWith({ writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) });
  assert.equal(await copyText("link"), false);
  browserWith(undefined);
  assert.equal(await copyText("link"), false, "a page without https has no clipboard");
});

test("what is asked for later waits for what was asked for before, also when that fails", async () => {
  const turns = new Turns();
  /** @type {string[]} */
  const log = [];
  const first = turns.take(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push("first");
    throw new TypeError("first");
  });
  const second = turns.take(async () => log.push("second"));
  await assert.rejects(first, TypeError);
  assert.equal(await second, 2);
  assert.deepEqual(log, ["first", "second"]);
});
