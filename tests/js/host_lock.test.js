import assert from "node:assert/strict";
import { test } from "node:test";

import { HostLock } from "../../static/js/host_lock.js";
import { FakeLocks, settled } from "./fake_locks.js";

/** Pages of one browser. */
function browser() {
  const locks = /** @type {any} */ (new FakeLocks());
  const page = (room = "room") => {
    const made = { losses: 0, lock: new HostLock(room, { locks, lost: () => void (made.losses += 1) }) };
    return made;
  };
  return { page, locks };
}

test("one page of a browser hosts a room, and another room is another matter", async () => {
  const { page } = browser();
  const [one, two, other] = [page(), page(), page("another")];
  assert.deepEqual([await one.lock.acquire(), one.lock.held], [true, true]);
  assert.deepEqual([await two.lock.acquire(), two.lock.held], [false, false]);
  assert.equal(await other.lock.acquire(), true);
});

test("asked again, a page that has it has it, and asks nobody", async () => {
  const { page, locks } = browser();
  const { lock } = page();
  assert.deepEqual(await Promise.all([lock.acquire(), lock.acquire()]), [true, true]);
  assert.equal(await lock.acquire(), true);
  assert.equal(locks.held.length, 1);
});

test("taking over is told to the page that had it, once", async () => {
  const { page } = browser();
  const [one, two] = [page(), page()];
  await one.lock.acquire();
  assert.equal(await two.lock.take(), true);
  await settled();
  assert.deepEqual([one.lock.held, one.losses, two.lock.held, two.losses], [false, 1, true, 0]);
  assert.equal(await one.lock.acquire(), false);
});

test("what is let go of another page finds free, and nobody has lost anything", async () => {
  const { page } = browser();
  const [one, two] = [page(), page()];
  await one.lock.acquire();
  one.lock.release();
  await settled();
  assert.equal(await two.lock.acquire(), true);
  assert.deepEqual([one.lock.held, one.losses], [false, 0]);
});

test("what was let go of while it was asked for is not kept when it comes", async () => {
  const { page } = browser();
  const [one, two] = [page(), page()];
  const asked = one.lock.acquire();
  one.lock.release();
  assert.deepEqual([await asked, one.lock.held], [false, false]);
  await settled();
  assert.equal(await two.lock.acquire(), true);
});

test("whoever takes over while they ask for it has it once", async () => {
  const { page, locks } = browser();
  const [one, two] = [page(), page()];
  await one.lock.acquire();
  const [asked, taken] = await Promise.all([two.lock.acquire(), two.lock.take()]);
  assert.deepEqual([asked, taken, two.lock.held, locks.held.length], [false, true, true, 1]);
});

test("a browser without locks lets every page believe that it has it", async () => {
  const lock = new HostLock("room", { locks: null, lost: () => assert.fail("nobody takes it") });
  assert.deepEqual([await lock.acquire(), await lock.take(), lock.held], [true, true, true]);
  lock.release();
  assert.equal(lock.held, false);
});

test("a browser that refuses to lock says so to whoever asks", async () => {
  const refusal = new DOMException("not here", "SecurityError");
  const locks = /** @type {any} */ ({ request: () => Promise.reject(refusal) });
  const lock = new HostLock("room", { locks, lost: () => assert.fail("there was nothing to lose") });
  await assert.rejects(lock.acquire(), refusal);
  assert.equal(lock.held, false);
});
