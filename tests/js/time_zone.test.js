import assert from "node:assert/strict";
import { test } from "node:test";

import { TimeZone } from "../../static/js/time_zone.js";

const HOUR = 3600;
const seconds = (/** @type {string} */ moment) => Date.parse(moment) / 1000;
const YEAR_2026 = /** @type {const} */ ([seconds("2026-01-01T00:00Z"), seconds("2027-01-01T00:00Z")]);

test("an offset is what clocks show beyond UTC, to the second of its change", () => {
  const berlin = new TimeZone("Europe/Berlin");
  const change = seconds("2026-03-29T01:00Z");
  assert.equal(berlin.offsetAt(change - 1), HOUR);
  assert.equal(berlin.offsetAt(change - 0.25), HOUR);
  assert.equal(berlin.offsetAt(change), 2 * HOUR);
});

test("offsets are of half hours and quarters too, and west of UTC below zero", () => {
  const january = seconds("2026-01-15T12:00Z");
  const offsets = ["Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "UTC"];
  assert.deepEqual(
    offsets.map((name) => new TimeZone(name).offsetAt(january) / HOUR),
    [5.5, 5.75, -3.5, 14, 0],
  );
});

test("midnight is hour 0 of the day that begins", () => {
  assert.equal(new TimeZone("Europe/Berlin").offsetAt(seconds("2026-01-14T23:00Z")), HOUR);
});

test("the changes of a year are found to the second", () => {
  assert.deepEqual(new TimeZone("Europe/Berlin").changes(...YEAR_2026), [
    { at: seconds("2026-03-29T01:00Z"), from: HOUR, to: 2 * HOUR },
    { at: seconds("2026-10-25T01:00Z"), from: 2 * HOUR, to: HOUR },
  ]);
  assert.deepEqual(new TimeZone("Australia/Lord_Howe").changes(...YEAR_2026), [
    { at: seconds("2026-04-04T15:00Z"), from: 11 * HOUR, to: 10.5 * HOUR },
    { at: seconds("2026-10-03T15:30Z"), from: 10.5 * HOUR, to: 11 * HOUR },
  ]);
});

test("two changes a few weeks apart are both found", () => {
  const [since, until] = [seconds("2025-01-01T00:00Z"), seconds("2026-01-01T00:00Z")];
  const changes = new TimeZone("Africa/Casablanca").changes(since, until);
  assert.deepEqual(
    changes.map(({ at }) => at),
    [seconds("2025-02-23T02:00Z"), seconds("2025-04-06T02:00Z")],
  );
});

test("a change at the first moment is none, at the last it is one", () => {
  const [berlin, change] = [new TimeZone("Europe/Berlin"), seconds("2026-03-29T01:00Z")];
  assert.deepEqual(berlin.changes(change, change + HOUR), []);
  assert.equal(berlin.changes(change - HOUR, change).length, 1);
});

test("a zone without changes has none, and one that nobody knows is refused", () => {
  assert.deepEqual(new TimeZone("Asia/Kolkata").changes(...YEAR_2026), []);
  assert.throws(() => new TimeZone("Nowhere/At_All"), RangeError);
});
