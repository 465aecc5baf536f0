import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { WakeLock } from "../../static/js/wake_lock.js";
import { settled } from "./form_page.js";

class FakeSentinel {
  released = false;

  async release() {
    this.released = true;
  }
}

const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
  else Object.defineProperty(globalThis, "navigator", before);
});

/** A browser whose requests are met when the test says so. */
function open() {
  /** @type {{resolve: (sentinel: FakeSentinel) => void, reject: (reason: unknown) => void}[]} */
  const requests = [];
  const request = () =>
    new Promise((/** @type {(sentinel: FakeSentinel) => void} */ resolve, reject) => {
      requests.push({ resolve, reject });
    });
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  Object.assign(globalThis, { document: page });
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { wakeLock: { request } } });
  const meet = async (/** @type {number} */ place) => {
    const sentinel = new FakeSentinel();
    requests[place]?.resolve(sentinel);
    await settled();
    return sentinel;
  };
  const shows = (/** @type {string} */ visibilityState) => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { lock: new WakeLock(), requests, meet, shows };
}

test("the screen is kept on during a session, and not after it", async () => {
  const { lock, meet } = open();
  lock.set(true);
  const sentinel = await meet(0);
  assert.equal(sentinel.released, false);
  lock.set(false);
  await settled();
  assert.equal(sentinel.released, true);
});

test("a lock that comes when the session is over is given back", async () => {
  const { lock, meet } = open();
  lock.set(true);
  lock.set(false);
  assert.equal((await meet(0)).released, true);
  assert.equal(lock.sentinel, null);
});

test("of two requests that were open at once one lock is kept, and goes with the session", async () => {
  const { lock, meet } = open();
  lock.set(true);
  lock.set(false);
  lock.set(true);
  const [first, second] = [await meet(0), await meet(1)];
  assert.deepEqual([first.released, second.released], [false, true]);
  lock.set(false);
  await settled();
  assert.equal(first.released, true);
});

test("a page that was hidden asks again when it is seen", async () => {
  const { lock, requests, meet, shows } = open();
  lock.set(true);
  const sentinel = await meet(0);
  sentinel.released = true;
  shows("hidden");
  assert.equal(requests.length, 1);
  shows("visible");
  assert.equal((await meet(1)).released, false);
});

test("a refusal of the browser is no fault of the page", async () => {
  const { lock, requests } = open();
  lock.set(true);
  requests[0]?.reject(new DOMException("low battery", "NotAllowedError"));
  await settled();
  assert.equal(lock.sentinel, null);
});
