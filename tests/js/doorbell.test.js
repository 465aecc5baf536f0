import assert from "node:assert/strict";
import { test } from "node:test";

import { Doorbell } from "../../static/js/doorbell.js";
import { FakeClock } from "./fake_clock.js";
import { FakeLocks, settled } from "./fake_locks.js";


/** Tabs of one browser, each with what it may sound. @param {...boolean} allowed */
function openTabs(...allowed) {
  const [locks, clock] = [/** @type {any} */ (new FakeLocks()), new FakeClock()];
  /** @type {number[]} */
  const rung = [];
  const tabs = allowed.map((may, tab) => {
    const ring = async () => {
      if (may) rung.push(tab);
      return may;
    };
    return new Doorbell({ chime: { ring }, locks }, clock);
  });
  return { tabs, clock, rung, all: () => Promise.all(tabs.map((tab) => tab.ring())) };
}

test("of several tabs that notice one arrival a single one rings", async () => {
  const { all, rung, clock } = openTabs(true, true, true);
  assert.deepEqual(await all(), ["rang", "needless", "needless"]);
  assert.deepEqual(rung, [0]);
  clock.pass(4000);
  await settled();
  assert.deepEqual(await all(), ["rang", "needless", "needless"], "and so it is at the next arrival");
});

test("a tab that notices it a little later keeps still as well", async () => {
  const { tabs, rung, clock } = openTabs(true, true);
  await tabs[0]?.ring();
  clock.pass(2000);
  await settled();
  assert.equal(await tabs[1]?.ring(), "needless");
  assert.deepEqual(rung, [0]);
});

test("a tab that may not sound leaves it to the next", async () => {
  const { all, rung } = openTabs(false, true);
  assert.deepEqual(await all(), ["refused", "rang"]);
  assert.deepEqual(rung, [1]);
});

test("while it is to be quiet in one tab, none rings", async () => {
  const { tabs, all, rung } = openTabs(true, true);
  tabs[1]?.setMuted(true);
  tabs[1]?.setMuted(true);
  await settled();
  assert.deepEqual(await all(), ["needless", "needless"]);
  tabs[1]?.setMuted(false);
  await settled();
  assert.deepEqual(await all(), ["rang", "needless"]);
  assert.deepEqual(rung, [0]);
});

test("quiet that ends as soon as it began holds nothing", async () => {
  const { tabs, all } = openTabs(true);
  tabs[0]?.setMuted(true);
  tabs[0]?.setMuted(false);
  await settled();
  assert.deepEqual(await all(), ["rang"]);
});
