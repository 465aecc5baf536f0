import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { WakeLock } from "../../static/js/wake_lock.js";
import { FakeClock } from "./fake_clock.js";
import { settled } from "./form_page.js";

class FakeSentinel extends EventTarget {
  released = false;

  async release() {
    this.released = true;
    this.dispatchEvent(new Event("release"));
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
  const clock = new FakeClock();
  return { lock: new WakeLock(clock), requests, meet, shows, clock };
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
  shows("hidden");
  await sentinel.release();
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

test("what the system takes while the page is seen is asked for again a little later, and once", async () => {
  const { lock, requests, meet, shows, clock } = open();
  lock.set(true);
  const sentinel = await meet(0);
  await sentinel.release();
  assert.equal(requests.length, 1);
  clock.pass(15_000);
  assert.equal((await meet(1)).released, false);
  shows("visible");
  clock.pass(60_000);
  assert.equal(requests.length, 2);
});

test("what was refused is asked for again, but not when the session is over", async () => {
  const { lock, requests, clock } = open();
  lock.set(true);
  for (const place of [0, 1]) {
    requests[place]?.reject(new DOMException("low battery", "NotAllowedError"));
    await settled();
    clock.pass(15_000);
    assert.equal(requests.length, place + 2);
  }
  requests[2]?.reject(new DOMException("low battery", "NotAllowedError"));
  await settled();
  lock.set(false);
  clock.pass(15_000);
  assert.equal(requests.length, 3);
});

test("a lock that the session gives back itself is not asked for again", async () => {
  const { lock, requests, meet, clock } = open();
  lock.set(true);
  await meet(0);
  lock.set(false);
  await settled();
  clock.pass(60_000);
  assert.equal(requests.length, 1);
});
