// Summer time is in these: clocks of Berlin, whatever machine this is.
process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  dateValue,
  dayText,
  isSameDay,
  isTime,
  longDayText,
  momentText,
  nextTime,
  readMoment,
  spanText,
  timeText,
  usualText,
  weekday,
} from "../../static/js/day_time.js";

/** Seconds of a moment on Berlin's clocks. @param {string} text */
const at = (text) => new Date(text).getTime() / 1000;
const NOW = at("2026-11-25T13:05");

test("a moment is read back from the fields that were filled with it", () => {
  assert.deepEqual([dateValue(NOW), timeText(NOW)], ["2026-11-25", "13:05"]);
  assert.equal(readMoment("2026-11-25", "13:05"), NOW);
});

test("what is no day or no time of day is no moment", () => {
  for (const [date, time] of [
    ["", "13:05"],
    ["2026-11-25", ""],
    ["2026-02-30", "13:05"],
    ["2026-13-01", "13:05"],
    ["2026-11-25", "24:00"],
    ["25.11.2026", "13:05"],
  ]) {
    assert.equal(readMoment(String(date), String(time)), null, `${date} ${time}`);
  }
  assert.deepEqual([isTime("09:30"), isTime("9:30"), isTime("09:60")], [true, false, false]);
});

test("the hour that summer time leaves out is the one that clocks show", () => {
  assert.equal(readMoment("2026-03-29", "02:30"), at("2026-03-29T03:30"));
});

test("days are counted from Monday to Sunday, on the clinician's own clocks", () => {
  assert.deepEqual(
    ["2026-11-23T00:00", "2026-11-29T23:59"].map((text) => weekday(at(text))),
    [1, 7],
  );
  assert.equal(isSameDay(at("2026-11-25T00:00"), at("2026-11-25T23:59")), true);
  assert.equal(isSameDay(at("2026-11-25T23:59"), at("2026-11-26T00:00")), false);
});

test("a usual time comes next today while its minute lasts, and otherwise in its next week", () => {
  const usual = { day: 3, time: "14:00" };
  assert.equal(nextTime(usual, NOW), at("2026-11-25T14:00"));
  assert.equal(nextTime(usual, at("2026-11-25T14:00:59")), at("2026-11-25T14:00"));
  assert.equal(nextTime(usual, at("2026-11-25T14:01")), at("2026-12-02T14:00"));
  assert.equal(nextTime({ day: 1, time: "08:15" }, NOW), at("2026-11-30T08:15"));
});

test("a usual time stays at its hour when the clocks change in between", () => {
  assert.equal(nextTime({ day: 1, time: "14:00" }, at("2026-03-25T12:00")), at("2026-03-30T14:00"));
});

test("days and times are said shortly, and the year only when it is another", () => {
  assert.equal(usualText({ day: 1, time: "14:00" }), "Mondays 14:00");
  assert.equal(dayText(NOW, NOW), "25 Nov");
  assert.equal(dayText(at("2025-12-01T10:00"), NOW), "1 Dec 2025");
  assert.equal(longDayText(at("2026-12-09T10:00")), "9 December");
  assert.equal(momentText(at("2026-11-25T16:00"), NOW), "16:00");
  assert.equal(momentText(at("2026-12-02T16:00"), NOW), "Wed 2 Dec, 16:00");
});

test("spans are said in hours and minutes", () => {
  assert.deepEqual([1800, 14400, 5400, 3660, 0].map(spanText), [
    "30 minutes",
    "4 hours",
    "1 hour 30 minutes",
    "1 hour 1 minute",
    "0 minutes",
  ]);
});
