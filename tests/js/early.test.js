import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { early } from "../../static/js/views/early.js";
import { FakeClock } from "./fake_clock.js";
import { fake, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

const MINUTE = 60_000;
/** Where the test runs, whatever its time zone. */
const at = (/** @type {number} */ day, /** @type {number} */ hour, minute = 0) =>
  new Date(2026, 10, day, hour, minute).getTime();

/** @param {number} opens @param {number} now milliseconds */
function openEarly(opens, now) {
  const clock = new FakeClock();
  clock.time = now;
  const moment = `${new Date(opens).toISOString().slice(0, 19)}Z`;
  const page = { reloads: 0 };
  const text = `This link is not open yet. It opens at ${moment}. Please come back then.`;
  const { element } = early(text, () => (page.reloads += 1), clock);
  return { clock, page, text: () => fake(element).textContent };
}

test("a link before its time says when it opens, by the clock of whoever reads it", () => {
  assert.match(openEarly(at(25, 13, 45), at(25, 9)).text(), /It opens today at 13:45\./);
  assert.match(openEarly(at(26, 8), at(25, 9)).text(), /It opens tomorrow at 08:00\./);
  assert.match(openEarly(at(28, 8), at(25, 9)).text(), /It opens on Sat 28 Nov, 08:00\./);
});

test("the page goes on by itself at that time, and not before", () => {
  const { clock, page } = openEarly(at(25, 13, 45), at(25, 13, 40));
  clock.pass(5 * MINUTE - 1);
  assert.equal(page.reloads, 0);
  clock.pass(1);
  assert.equal(page.reloads, 1);
});

test("a device that slept over the time goes on soon after", () => {
  const { clock, page } = openEarly(at(25, 13, 45), at(25, 9));
  clock.time = at(25, 15);
  clock.pass(0);
  assert.equal(page.reloads, 1);
});

test("what was tomorrow is today after midnight", () => {
  const { clock, text } = openEarly(at(26, 8), at(25, 23, 59));
  clock.pass(2 * MINUTE);
  assert.match(text(), /It opens today at 08:00\./);
});

test("a device whose clock is fast does not ask in one go", () => {
  const { clock, page } = openEarly(at(25, 13, 45), at(25, 13, 50));
  clock.pass(19_000);
  assert.equal(page.reloads, 0);
  clock.pass(1000);
  assert.equal(page.reloads, 1);
});

test("a sentence without a time is said as it is", () => {
  const clock = new FakeClock();
  const { element } = early("Please come back shortly before.", () => undefined, clock);
  assert.match(fake(element).textContent, /Please come back shortly before\./);
  assert.deepEqual(clock.timers, []);
});
