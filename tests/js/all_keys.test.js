import assert from "node:assert/strict";
import { test } from "node:test";

import { allKeys } from "../../static/js/all_keys.js";

/** @param {unknown[]} done @param {string} name @param {Promise<void>} ready @returns {any} */
const holder = (done, name, ready) => ({
  hold: (/** @type {unknown} */ period) => {
    done.push([name, "hold", period]);
    return ready;
  },
  send: (/** @type {unknown} */ epoch) => void done.push([name, "send", epoch]),
  drop: (/** @type {unknown} */ epoch) => void done.push([name, "drop", epoch]),
});

test("all of them are told at once, and an epoch is held when the last of them holds it", async () => {
  /** @type {unknown[]} */
  const done = [];
  let release = () => undefined;
  const late = new Promise((resolve) => {
    release = () => void resolve(undefined);
  });
  const keys = allKeys(holder(done, "media", Promise.resolve()), holder(done, "chat", /** @type {any} */ (late)));
  const period = /** @type {any} */ ({ epoch: 3 });
  let held = false;
  const holding = keys.hold(period).then(() => (held = true));
  assert.deepEqual(done.splice(0), [["media", "hold", period], ["chat", "hold", period]]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(held, false);
  release();
  await holding;
  keys.send(null);
  keys.drop(2);
  assert.deepEqual(done, [
    ["media", "send", null],
    ["chat", "send", null],
    ["media", "drop", 2],
    ["chat", "drop", 2],
  ]);
});
