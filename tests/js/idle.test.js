import assert from "node:assert/strict";
import { test } from "node:test";

import { Idle } from "../../static/js/idle.js";
import { IDLE_AFTER, LastTouch } from "../../static/js/last_touch.js";
import { FakeClock } from "./fake_clock.js";
import { fakeStorage } from "./fake_storage.js";
import { FakeTabs } from "./fake_tabs.js";

const MINUTE = 60_000;

/** Pages of one browser on one clock. @param {number} count */
function open(count = 1) {
  const clock = new FakeClock();
  const tabs = new FakeTabs();
  const storage = fakeStorage();
  const pages = Array.from({ length: count }, () => {
    const page = {
      locks: 0,
      inSession: false,
      target: new EventTarget(),
      idle: /** @type {Idle|null} */ (null),
    };
    page.idle = new Idle(
      {
        tabs: tabs.open(),
        inSession: () => page.inSession,
        lock: () => void (page.locks += 1),
        lastTouch: new LastTouch(storage),
      },
      clock,
    );
    page.idle.start(page.target);
    return { ...page, page, touch: (type = "keydown") => void page.target.dispatchEvent(new Event(type)) };
  });
  return { clock, pages, storage };
}

/** @template T @param {readonly T[]} list @returns {T} */
function first(list) {
  const [one] = list;
  assert.ok(one);
  return one;
}

test("after fifteen minutes without a touch the page locks, once", () => {
  const { clock, pages } = open();
  clock.pass(IDLE_AFTER - 15_000);
  assert.equal(first(pages).page.locks, 0);
  clock.pass(MINUTE);
  assert.equal(first(pages).page.locks, 1);
});

test("pointer, keys and wheel are touches", () => {
  for (const type of ["pointerdown", "pointermove", "keydown", "wheel"]) {
    const { clock, pages } = open();
    clock.pass(14 * MINUTE);
    first(pages).touch(type);
    clock.pass(14 * MINUTE);
    assert.equal(first(pages).page.locks, 0, type);
  }
});

test("a touch in any tab of the browser counts in all of them", () => {
  const { clock, pages } = open(2);
  for (let minutes = 0; minutes < 40; minutes += 10) {
    clock.pass(10 * MINUTE);
    first(pages).touch();
  }
  clock.pass(14 * MINUTE);
  assert.deepEqual(
    pages.map(({ page }) => page.locks),
    [0, 0],
  );
});

test("the first touch after too long locks instead of counting: nobody knows whose it is", () => {
  const { clock, pages } = open();
  // The computer slept: no timer has run.
  clock.time += 20 * MINUTE;
  first(pages).touch();
  assert.equal(first(pages).page.locks, 1);
});

test("a session is never locked, and when it is over the lock comes at once", () => {
  const { clock, pages } = open();
  const { page } = first(pages);
  page.inSession = true;
  clock.pass(50 * MINUTE);
  assert.equal(page.locks, 0);
  page.inSession = false;
  assert.equal(page.idle?.check(), true);
  assert.equal(page.locks, 1);
});

test("whoever ends a session by hand is there, and not locked out", () => {
  const { clock, pages } = open();
  const { page, touch } = first(pages);
  page.inSession = true;
  clock.pass(50 * MINUTE);
  touch("pointerdown");
  page.inSession = false;
  assert.equal(page.idle?.check(), false);
});

test("a session in one tab holds the lock off in the others, until it is over", () => {
  const { clock, pages } = open(2);
  const [here, other] = pages;
  assert.ok(here && other);
  here.page.inSession = true;
  clock.pass(50 * MINUTE);
  assert.equal(other.page.locks, 0);
  here.page.inSession = false;
  clock.pass(MINUTE);
  assert.deepEqual([here.page.locks, other.page.locks], [1, 1]);
});

test("a tab that crashed in its session does not hold the lock off for ever", () => {
  const { clock, pages } = open();
  const crashing = /** @type {any} */ (first(pages).page.idle?.tabs).tabs.open();
  clock.pass(14 * MINUTE);
  crashing.postMessage({ kind: "session", on: true });
  clock.pass(2 * MINUTE);
  assert.equal(first(pages).page.locks, 0);
  clock.pass(2 * MINUTE);
  assert.equal(first(pages).page.locks, 1);
});

test("a clock that is set back holds the lock off for no longer than it should", () => {
  const { clock, pages } = open();
  clock.pass(60 * MINUTE);
  const before = first(pages).page.locks;
  clock.time -= 30 * MINUTE;
  clock.timers = clock.timers.map((timer) => ({ ...timer, at: timer.at - 30 * MINUTE }));
  clock.pass(IDLE_AFTER + MINUTE);
  assert.equal(first(pages).page.locks > before, true);
});

test("other tabs are told of touches, but not of each", () => {
  const { clock, pages } = open();
  const { page, touch } = first(pages);
  const { said } = /** @type {any} */ (page.idle?.tabs);
  said.length = 0;
  clock.pass(10_000);
  for (let count = 0; count < 50; count += 1) touch("pointermove");
  assert.equal(said.length, 1);
});

test("touches are recorded for the page that comes next, and so is a session", () => {
  const { clock, pages, storage } = open();
  const { page, touch } = first(pages);
  const isOld = () => new LastTouch(storage).isOld(clock.now());
  clock.pass(10 * MINUTE);
  touch();
  clock.pass(IDLE_AFTER - MINUTE);
  assert.equal(isOld(), false);
  clock.pass(2 * MINUTE);
  assert.equal(isOld(), true);
  page.inSession = true;
  clock.pass(50 * MINUTE);
  assert.equal(isOld(), false);
});
